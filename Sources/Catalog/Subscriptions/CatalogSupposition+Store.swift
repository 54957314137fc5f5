import GRDB
import Money

/// Something of a merchant's catalog that is taken to be otherwise, to see what usage would have
/// cost: nothing of it is written.
public enum CatalogSupposition: Sendable {
    /// What is sold is as the file has it, as if it had been applied from the first. What the file
    /// does not name stays, and so do customers with their plans.
    case file(CatalogFile)
    /// Customers are on that plan; all of them where none is named.
    case plan(Plan.ID, customers: Set<Customer.ID>?)
    /// Every plan costs what tokens cost in a price book, and nothing else.
    ///
    /// - Parameter dimension: names the model, where no charge of the catalog says which does.
    case cost(book: String, dimension: String)

    var plans: [Plan] {
        if case .file(let file) = self { file.plans } else { [] }
    }
}

extension MerchantCatalog {
    /// - Throws: `CatalogError.unreadProperty` where a file reads what the ledger does not keep at
    ///   hand; `.unknownPlan`.
    func supposing(
        _ supposition: CatalogSupposition, _ db: Database
    ) throws -> MerchantCatalog {
        var catalog = self
        switch supposition {
        case .file(let file):
            try EventShape.refuseUnread(
                db, merchant: merchant.id, metrics: file.metrics, plans: file.plans)
            catalog.features = file.features.replacing(features, by: \.code)
            catalog.metrics = file.metrics.replacing(metrics, by: \.code)
            catalog.plans = file.plans.replacing(plans, by: \.code)
            catalog.addOns = file.addOns.replacing(addOns, by: \.code)
            catalog.coupons = file.coupons.replacing(coupons, by: \.code)
        case .plan(let code, let customers):
            guard plans.contains(where: { $0.code == code }) else {
                throw CatalogError.unknownPlan(code, merchant.id, known: plans.map(\.code))
            }
            for index in catalog.customers.indices
            where customers?.contains(catalog.customers[index].id) ?? true {
                catalog.customers[index].plan = code
            }
        case .cost(let book, let dimension):
            let charges = costCharges(book, dimension)
            for index in catalog.plans.indices { catalog.plans[index].costOnly(charges) }
        }
        return catalog
    }

    /// One charge for each way tokens are counted, so that no event is counted twice: of the metrics
    /// of one event that without a filter, and where there is none those of different filters.
    private func costCharges(_ book: String, _ dimension: String) -> [Charge] {
        var counted: [BillableMetric] = []
        let tokens = metrics.filter { if case .tokens = $0.aggregation { true } else { false } }
        for metric in tokens.filter(\.filter.isEmpty) + tokens
        where !counted.contains(where: {
            $0.event == metric.event && ($0.filter.isEmpty || $0.filter == metric.filter)
        }) {
            counted.append(metric)
        }
        return counted.map { metric in
            let named = plans.flatMap(\.charges).lazy.filter { $0.metric == metric.code }
                .compactMap { charge -> String? in
                    guard case .tokens(let tokens) = charge.price else { return nil }
                    return tokens.book?.dimension
                }.first
            let model = named ?? dimension
            return Charge(
                code: Code("cost_\(metric.code)"), name: metric.name, metric: metric.code,
                groupBy: [model],
                price: .tokens(Tokens(prices: .book(book, dimension: model))),
                terms: ChargeTerms())
        }
    }
}

extension Plan {
    /// The same periods, with these charges only: a supplier gives neither trial nor base fee.
    fileprivate mutating func costOnly(_ charges: [Charge]) {
        // Price tables state US dollars.
        currency = .usd
        baseFee = .zero(.usd)
        trial = nil
        seats = nil
        commitment = nil
        threshold = nil
        entitlements = []
        self.charges = charges
    }
}

extension Array {
    /// These, then those of `others` whose code none of these has.
    fileprivate func replacing<Of>(
        _ others: [Element], by code: (Element) -> Code<Of>
    ) -> [Element] {
        let codes = Set(map(code))
        return self + others.filter { !codes.contains(code($0)) }
    }
}
