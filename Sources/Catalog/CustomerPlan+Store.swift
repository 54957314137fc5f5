public import GRDB
public import Time

extension CatalogFile {
    /// Puts a customer on another plan from the first instant of `day` on: a new version that states
    /// this one customer anew, and nothing else.
    ///
    /// - Returns: what the version came to; no version where the customer is on that plan then anyway.
    /// - Throws: `CatalogError.unknownMerchant`, `.unknownCustomer`; `.notAllowed` for a plan that the
    ///   merchant does not have on that day.
    public static func move(
        _ db: Database, _ customer: Customer.ID, to plan: Plan.ID, from day: Day,
        sourceName: String, at instant: Instant
    ) throws -> CatalogChange {
        let merchant = try MerchantCatalog.merchant(db, of: customer)
        let zone = try Merchant(db, merchant, at: instant).zone
        let known = try CatalogFile(db, merchant, at: zone.start(of: day))
        guard case .map(var members) = known.root.value,
            known.customers.contains(where: { $0.id == customer })
        else { throw CatalogError.unknownCustomer(customer.text) }
        func replaced(_ key: String, in node: CatalogNode, by text: String) throws -> CatalogNode {
            let pairs = try node.members().map {
                $0.key == key
                    ? (key: key, node: CatalogNode(.scalar(text), at: $0.node.place)) : $0
            }
            return CatalogNode(.map(pairs), at: node.place)
        }
        for (index, member) in members.enumerated() {
            switch member.key {
            case "effective":
                members[index].node = CatalogNode(.scalar(day.description), at: member.node.place)
            case "customers":
                let customers = try member.node.list().map { node in
                    try node.required("id").text() == customer.text
                        ? try replaced("plan", in: node, by: plan.text) : node
                }
                members[index].node = CatalogNode(.list(customers), at: member.node.place)
            default: break
            }
        }
        return try CatalogFile(CatalogNode(.map(members), at: known.root.place))
            .apply(db, sourceName: sourceName, at: instant)
    }
}
