import Catalog
import Credits
import Money
import Store

/// A debit and the grants that may pay it.
struct CreditsCase {
    let answer: [JSONValue.Member]

    init(_ node: CatalogNode) throws {
        try node.only("id", "kind", "debit", "grants", "at")
        let grants = try node.required("grants").list().map { child throws(CatalogError) in
            try child.only("id", "remaining", "priority", "expires_at", "kind", "effective_at")
            return CreditDrawdown.Grant(
                id: try child.required("id").text(),
                remaining: try child.required("remaining").price(),
                priority: try child.optional("priority")?.int(Int(Int32.min)...Int(Int32.max))
                    ?? CreditDrawdown.defaultPriority,
                expiresAt: try child.optional("expires_at")?.instant(),
                kind: try child.optional("kind")?.choice(CreditDrawdown.Grant.Kind.self) ?? .paid,
                effectiveAt: try child.optional("effective_at")?.instant())
        }
        let drawdown = try CreditDrawdown(
            try node.required("debit").price(), from: grants,
            at: try node.optional("at")?.instant())
        func list(_ parts: [(id: String, amount: Exact)]) -> JSONValue {
            .array(
                parts.map {
                    .object([.init("id", .string($0.id)), .init("amount", .exact($0.amount))])
                })
        }
        answer = [
            .init("drawn", list(drawdown.drawn)), .init("remaining", list(drawdown.remaining)),
            .init("overage", .exact(drawdown.overage)),
        ]
    }
}
