/// A unit of measure by its code of UN/ECE Recommendation 20 (BT-130).
public struct UnitCode: Sendable, Hashable {
    public let code: String

    /// One thing, whatever it is.
    public static let one = UnitCode(code: "C62")
    /// A unit that the parties have agreed on: what the recommendation has no code for.
    public static let agreed = UnitCode(code: "ZZ")

    private init(code: String) { self.code = code }

    /// The code for a unit by its English word, in the singular or plural.
    ///
    ///     UnitCode("tokens")    // C62
    ///     UnitCode("minutes")   // MIN
    ///     UnitCode("GB-days")   // ZZ: a product of two, which no code is for
    ///
    /// A word that is not known could count or measure, so it is `ZZ`; the word itself stands in the line.
    public init(_ word: String) {
        // As it is first: GB is a gigabyte, Gb would be a gigabit.
        var forms = [word, word.lowercased()]
        if forms[1].hasSuffix("ies") { forms.append(forms[1].dropLast(3) + "y") }
        if forms[1].hasSuffix("s") { forms.append(String(forms[1].dropLast())) }
        let known = forms.lazy.compactMap { form in
            UnitCode.counts.contains(form) ? "C62" : UnitCode.codes[form]
        }.first
        self.init(code: known ?? UnitCode.agreed.code)
    }

    private static let counts: Set<String> = [
        "token", "request", "call", "message", "image", "picture", "page", "document", "file",
        "run", "query", "event", "session", "seat", "user", "credit", "point", "unit", "item",
        "character", "word", "job", "task", "conversation", "agent", "block", "package", "search",
    ]

    private static let codes: [String: String] = [
        "second": "SEC", "minute": "MIN", "hour": "HUR", "day": "DAY", "week": "WEE",
        "month": "MON", "year": "ANN",
        "byte": "AD", "kB": "2P", "KB": "2P", "kilobyte": "2P", "MB": "4L", "megabyte": "4L",
        "GB": "E34", "gigabyte": "E34", "TB": "E35", "terabyte": "E35",
        "thousand token": "MIL",
    ]
}
