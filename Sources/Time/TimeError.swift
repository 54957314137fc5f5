public import FoundationEssentials

/// What can be wrong with a time that came from outside.
public enum TimeError: Error, Equatable, Sendable {
    /// The text is not an RFC 3339 time.
    case notAnInstant(String)
    /// The time has no offset from UTC, and no zone was given to read it in.
    case noOffset(String)
    /// The text is not a day `YYYY-MM-DD` of the calendar.
    case notADay(String)
    /// The text is not a month `YYYY-MM`.
    case notAMonth(String)
    /// The zone database has no zone of that name.
    case unknownZone(String)
}

extension TimeError: LocalizedError {
    public var errorDescription: String? {
        switch self {
        case .notAnInstant(let text): "“\(text)” is not a time"
        case .noOffset(let text): "“\(text)” does not say its offset from UTC"
        case .notADay(let text): "“\(text)” is not a day"
        case .notAMonth(let text): "“\(text)” is not a month"
        case .unknownZone(let name): "“\(name)” is not a time zone"
        }
    }

    public var failureReason: String? {
        switch self {
        case .notAnInstant: "times are RFC 3339 with at most nine fractional digits, 1678 to 2261"
        case .noOffset: "the same clock time is another instant in another zone"
        case .notADay: "days are written YYYY-MM-DD and must exist in the calendar"
        case .notAMonth: "months are written YYYY-MM"
        case .unknownZone: "the system's zone database has no such name"
        }
    }

    public var recoverySuggestion: String? {
        switch self {
        case .notAnInstant: "write it like 2025-06-11T09:41:22+08:00 or 2025-06-11T01:41:22.5Z"
        case .noOffset: "add Z or an offset such as +08:00, or name the zone with --timezone"
        case .notADay: "write it like 2025-06-11"
        case .notAMonth: "write it like 2025-06"
        case .unknownZone: "use an IANA name such as Asia/Shanghai; tzdata must be installed"
        }
    }
}
