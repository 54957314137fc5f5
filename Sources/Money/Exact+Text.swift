extension Exact: CustomStringConvertible, LosslessStringConvertible {
    /// The number in plain digits, without trailing zeros and without an exponent: `0.00000015`.
    public var description: String { text(minimumScale: 0) }

    /// The number in plain digits with at least `minimumScale` decimals: `20` → `20.00`.
    public func text(minimumScale: Int) -> String {
        var digits = String(coefficient.magnitude)
        if scale > 0 {
            if digits.utf8.count <= scale {
                digits = String(repeating: "0", count: scale + 1 - digits.utf8.count) + digits
            }
            digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -scale))
        }
        if scale < minimumScale {
            if scale == 0 { digits += "." }
            digits += String(repeating: "0", count: minimumScale - scale)
        }
        return isNegative ? "-" + digits : digits
    }

    /// As `init(_: String)`, answering nil instead of an error.
    public init?(_ description: String) {
        guard let value = Exact.scan(description.utf8) else { return nil }
        self = value
    }

    /// The number written in `text`: an optional sign, digits with an optional point, an optional
    /// exponent. No blanks, no digit grouping, no infinities.
    ///
    ///     try Exact(parsing: "3.0001999999999996e-07")   // 0.00000030001999999999996
    ///     try Exact(parsing: "12abc")                    // throws MoneyError.notANumber("12abc")
    ///
    /// - Throws: `MoneyError.notANumber` with the text, also when it has more digits than fit.
    public init(parsing text: some StringProtocol) throws(MoneyError) {
        guard let value = Exact.scan(text.utf8) else { throw .notANumber(String(text)) }
        self = value
    }

    /// Reads the whole of `bytes` as one number, or nil.
    public static func scan(_ bytes: some Collection<UInt8>) -> Exact? {
        var coefficient: Int128 = 0
        var digits = 0
        var fraction = 0
        var isNegative = false
        var seenPoint = false
        var index = bytes.startIndex
        if index < bytes.endIndex,
            bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+")
        {
            isNegative = bytes[index] == UInt8(ascii: "-")
            bytes.formIndex(after: &index)
        }
        scanning: while index < bytes.endIndex {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                let (shifted, over1) = coefficient.multipliedReportingOverflow(by: 10)
                let (sum, over2) = shifted.addingReportingOverflow(Int128(byte &- 48))
                if over1 || over2 { return nil }
                coefficient = sum
                digits += 1
                if seenPoint { fraction += 1 }
            case UInt8(ascii: "."):
                if seenPoint || digits == 0 { return nil }
                seenPoint = true
            default:
                break scanning
            }
            bytes.formIndex(after: &index)
        }
        if digits == 0 || (seenPoint && fraction == 0) { return nil }
        var exponent = 0
        if index < bytes.endIndex {
            guard bytes[index] == UInt8(ascii: "e") || bytes[index] == UInt8(ascii: "E") else {
                return nil
            }
            bytes.formIndex(after: &index)
            let rest = String(decoding: bytes[index...], as: UTF8.self)
            guard let value = Int(rest), (-99...99).contains(value) else { return nil }
            exponent = value
        }
        return make(isNegative ? -coefficient : coefficient, fraction: fraction - exponent)
    }

    /// `coefficient × 10^-fraction` where fraction may be negative or longer than what is kept.
    private static func make(_ coefficient: Int128, fraction: Int) -> Exact? {
        if coefficient == 0 { return .zero }
        if fraction < 0 {
            guard let factor = power(-fraction) else { return nil }
            let (value, overflow) = coefficient.multipliedReportingOverflow(by: factor)
            return overflow ? nil : Exact(reducing: value, scale: 0)
        }
        var coefficient = coefficient
        var fraction = fraction
        while fraction > 0, coefficient % 10 == 0 {
            coefficient /= 10
            fraction -= 1
        }
        return fraction > maximumScale ? nil : Exact(reducing: coefficient, scale: fraction)
    }
}
