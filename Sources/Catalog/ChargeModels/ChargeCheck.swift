/// Whether a charge and the metric it prices go together.
struct ChargeCheck {
    private let charge: Charge
    private let metric: BillableMetric
    private let node: CatalogNode

    init(_ charge: Charge, _ metric: BillableMetric, _ node: CatalogNode) {
        self.charge = charge
        self.metric = metric
        self.node = node
    }

    func run() throws(CatalogError) {
        try checkKind()
        try checkTerms()
        switch charge.price {
        case .tokens(let tokens): try check(tokens)
        case .matrix(let matrix):
            for dimension in matrix.dimensions where !charge.groupBy.contains(dimension) {
                throw try price(
                    "a charge that is not grouped by \(dimension)",
                    "group_by with every dimension of the matrix")
            }
        default: break
        }
    }

    private func price(_ found: String, _ allowed: String) throws(CatalogError) -> CatalogError {
        try node.required("price").problem(found, allowed)
    }

    /// Tokens by class are priced by class, events with their own amounts event by event.
    private func checkKind() throws(CatalogError) {
        let countsTokens = if case .tokens = metric.aggregation { true } else { false }
        if case .tokens = charge.price {
            if countsTokens { return }
            throw try price(
                "token prices for the metric \(metric.code)", "a metric that aggregates tokens")
        }
        if countsTokens {
            throw try price("a price by unit for a metric of tokens by class", "model: tokens")
        }
        switch (charge.price, metric.aggregation) {
        case (.percentage, .sum), (.dynamic, .sum): return
        case (.percentage, _), (.dynamic, _):
            throw try price(
                "a price by event for the metric \(metric.code)", "a metric that sums a field")
        default: return
        }
    }

    private func checkTerms() throws(CatalogError) {
        let terms = charge.terms
        switch charge.price {
        case .tokens, .percentage, .dynamic:
            for key in ["included", "convert"] {
                if let term = try node.optional(key) {
                    let kind = if case .tokens = charge.price { "token prices" } else { "events" }
                    throw term.problem(
                        "included or converted units on \(kind)", "them where units are priced")
                }
            }
        default: break
        }
        if !charge.groupBy.isEmpty, terms.minimum != nil || terms.maximum != nil {
            let key = terms.minimum != nil ? "minimum" : "maximum"
            throw try node.required(key).problem(
                "a \(key) on a charge of several lines", "it on a charge without group_by")
        }
    }

    private func check(_ tokens: Tokens) throws(CatalogError) {
        if let book = tokens.book, !charge.groupBy.contains(book.dimension) {
            throw try price(
                "a charge that is not grouped by \(book.dimension)",
                "group_by with the dimension that names the model")
        }
        if case .own(let prices) = tokens.prices {
            for bands in [prices.bands, prices.offPeak?.bands ?? []]
            where bands.last?.maxInputTokens != nil {
                throw try price("a closed last band", "a last band without max_input_tokens")
            }
        }
    }
}
