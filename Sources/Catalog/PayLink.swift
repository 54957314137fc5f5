/// A merchant's own page to pay an invoice on. It stays good as long as the merchant keeps it.
///
///     // checkout: {pay_link: "https://pay.example.com/i/{invoice}"}
///     link.text(invoice: "INV-2026-0601-0001")   // https://pay.example.com/i/INV-2026-0601-0001
public struct PayLink: Sendable, Hashable {
    /// With `{invoice}` where the invoice's number goes.
    public let pattern: String

    static let place = "{invoice}"

    /// - Parameter invoice: its number.
    public func text(invoice: String) -> String {
        pattern.replacing(PayLink.place, with: invoice)
    }
}

extension PayLink {
    /// The link goes into a code and is read off paper: https, visible ASCII, short, one invoice a link.
    init(_ node: CatalogNode) throws(CatalogError) {
        pattern = try node.text()
        let scheme = "https://"
        let rest = pattern.dropFirst(scheme.count)
        let host = rest.prefix { $0 != "/" }
        let others = pattern.replacing(PayLink.place, with: "")
        guard pattern.hasPrefix(scheme), pattern.utf8.count <= 200,
            pattern.utf8.allSatisfy({ (0x21...0x7E).contains($0) }), !host.isEmpty,
            !host.contains(where: { "{}@".contains($0) }), pattern.contains(PayLink.place),
            !others.contains(where: { "{}".contains($0) })
        else {
            throw node.problem(
                node.found,
                "an https:// link of up to 200 characters with {invoice} after its host, such as "
                    + "https://pay.example.com/i/{invoice}")
        }
    }
}
