public import Money

/// Something a customer takes beside its plan, in any number.
public struct AddOn: Sendable {
    public typealias ID = Code<AddOn>

    public let code: ID
    public let name: LocalizedText
    public let currency: Currency
    /// Of one, for one interval of the customer's plan, or for good.
    public let fee: PreciseAmount
    public let recurs: Recurrence

    /// By the plan's interval, or once.
    public enum Recurrence: String, Sendable, CaseIterable { case interval, once }

    /// How many of it a customer has.
    public struct Taken: Sendable, Equatable {
        public let code: AddOn.ID
        public let quantity: Int
    }
}

extension AddOn {
    init(_ node: CatalogNode) throws(CatalogError) {
        try node.only("code", "name", "currency", "fee", "recurs")
        code = try node.required("code").code()
        name = try node.required("name").localized()
        currency = try node.required("currency").currency()
        fee = PreciseAmount(try node.required("fee").price(), currency)
        recurs = try node.optional("recurs")?.choice(Recurrence.self) ?? .interval
    }
}

extension AddOn.Taken {
    init(_ node: CatalogNode) throws(CatalogError) {
        try node.only("code", "quantity")
        code = try node.required("code").code()
        quantity = try node.optional("quantity")?.int(1...1_000_000) ?? 1
    }
}
