public import Money
public import Time

extension CatalogNode {
    /// An id: letters, digits, `_`, `-` and `.`, at most 64.
    func code<Of>() throws(CatalogError) -> Code<Of> {
        let text = try text()
        let allowed = text.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: ".")
        }
        guard allowed, text.utf8.count <= 64, text.first != "." else {
            throw problem(found, "up to 64 letters, digits, _, - and ., not beginning with .")
        }
        return Code(text)
    }

    func zone() throws(CatalogError) -> Zone {
        let name = try text()
        guard let zone = try? Zone(name) else {
            throw problem(found, "an IANA zone such as Asia/Shanghai")
        }
        return zone
    }

    public func day() throws(CatalogError) -> Day {
        let text = try text()
        guard let day = try? Day(text) else { throw problem(found, "a day such as 2025-06-11") }
        return day
    }

    public func instant() throws(CatalogError) -> Instant {
        let text = try text()
        guard let instant = try? Instant(text) else {
            throw problem(
                found,
                "RFC 3339 with an offset, from 1678 to 2262, such as 2025-06-11T09:41:22+08:00")
        }
        return instant
    }

    func digits(_ count: ClosedRange<Int>) throws(CatalogError) -> String {
        let text = try text()
        guard count.contains(text.utf8.count), text.utf8.allSatisfy({ (48...57).contains($0) })
        else {
            let length =
                count.lowerBound == count.upperBound
                ? "\(count.lowerBound)" : "\(count.lowerBound) to \(count.upperBound)"
            throw problem(found, "\(length) digits")
        }
        return text
    }

    /// A share in hundredths, 0 to 100.
    public func percent() throws(CatalogError) -> Exact {
        let number = try price()
        if number > Exact(100) { throw problem(found, "a percentage from 0 to 100") }
        return number
    }

    /// What is kept of a conversion: 20 % is four times what card schemes ask, and more is a slip.
    public func spreadPercent() throws(CatalogError) -> Exact {
        let number = try percent()
        if number > Exact(20) || number.scale > 6 {
            throw problem(found, "a percentage from 0 to 20 with up to 6 decimals")
        }
        return number
    }

    /// An amount not below zero with no more decimals than the currency pays.
    public func amount(_ currency: Currency) throws(CatalogError) -> Amount {
        let text = try text()
        guard let amount = try? Amount(text, currency), !amount.isNegative else {
            throw problem(
                found,
                "an amount in \(currency.code) with up to \(currency.minorUnitDigits) decimals")
        }
        return amount
    }

    /// A country that there is.
    func country() throws(CatalogError) -> Country {
        guard let country = Country(try text()) else {
            throw problem(found, "a country's code of two letters (ISO 3166-1), such as CN")
        }
        return country
    }

    /// A unified social credit code whose check character is right.
    func socialCreditCode() throws(CatalogError) -> String {
        let text = try text()
        guard SocialCreditCode.isValid(text) else {
            throw problem(found, "a unified social credit code of 18 characters (GB 32100-2015)")
        }
        return text
    }
}
