/// A currency by its ISO 4217 code.
///
/// The ten that `bm` bills and pays in come first; the others are those the European Central Bank
/// publishes a rate for, so that a price list in any of them can be billed.
///
///     Currency.cny.minorUnitDigits   // 2: one yuan is 100 fen
///     Currency.jpy.minorUnitDigits   // 0: the yen has no smaller unit
public enum Currency: String, Sendable, Hashable, CaseIterable, Comparable, Codable {
    case cny = "CNY"
    case usd = "USD"
    case nzd = "NZD"
    case aud = "AUD"
    case hkd = "HKD"
    case thb = "THB"
    case eur = "EUR"
    case gbp = "GBP"
    case sgd = "SGD"
    case jpy = "JPY"
    case brl = "BRL"
    case cad = "CAD"
    case chf = "CHF"
    case czk = "CZK"
    case dkk = "DKK"
    case huf = "HUF"
    case idr = "IDR"
    case ils = "ILS"
    case inr = "INR"
    case isk = "ISK"
    case krw = "KRW"
    case mxn = "MXN"
    case myr = "MYR"
    case nok = "NOK"
    case php = "PHP"
    case pln = "PLN"
    case ron = "RON"
    case sek = "SEK"
    case `try` = "TRY"
    case zar = "ZAR"

    /// The nine currencies a merchant can be paid out in, in the order they are always listed.
    public static let payout: [Currency] = [
        .usd, .nzd, .aud, .hkd, .thb, .eur, .gbp, .sgd, .jpy,
    ]

    /// The three letters, as printed: `CNY`.
    public var code: String { rawValue }

    /// How many decimals the smallest payable unit has, by ISO 4217: 2 for most, 0 for JPY, KRW
    /// and ISK. (HUF has two there, though its coins do not.)
    public var minorUnitDigits: Int {
        switch self {
        case .jpy, .krw, .isk: 0
        default: 2
        }
    }

    /// Minor units in one whole unit: 100 fen in a yuan, 1 yen in a yen.
    public var minorUnitsPerUnit: Int64 { minorUnitDigits == 0 ? 1 : 100 }

    /// The currency with that code.
    ///
    /// - Throws: `MoneyError.unknownCurrency` with the text found.
    public init(code: String) throws(MoneyError) {
        guard let currency = Currency(rawValue: code) else {
            throw .unknownCurrency(code)
        }
        self = currency
    }

    public static func < (a: Currency, b: Currency) -> Bool { a.rawValue < b.rawValue }
}
