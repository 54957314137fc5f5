public import Time

extension Instant {
    /// How an instant stands in a TEXT column: UTC with nine decimals, so that text order is time
    /// order: `2025-06-11T01:41:22.000000000Z`.
    public var column: String {
        let fraction = nanoseconds - seconds * Instant.nanosecondsPerSecond
        let digits = String(fraction)
        let whole = Instant(seconds: seconds).description.dropLast()
        return whole + "." + String(repeating: "0", count: 9 - digits.utf8.count) + digits + "Z"
    }
}
