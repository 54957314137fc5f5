import Catalog
import Metering
import Money
import Rating
import Store

/// A charge and what was used under it.
struct ChargeCase {
    private let explanation: Explanation
    private let currency: Currency?

    private static let terms = [
        "convert", "included_units", "multiplier", "discount_percent", "maximum", "minimum",
    ]

    init(_ node: CatalogNode) throws {
        try node.refuse(
            besides: [
                "id", "kind", "charge", "units", "prorated_units", "events", "requests",
                "dimensions", "currency", "already_billed", "last_of_period",
            ] + ChargeCase.terms)
        let chargeNode = try node.required("charge")
        let (priceNode, termsNode) = try ChargeCase.split(chargeNode, around: node)
        let model = try ChargeModel(priceNode)
        let terms = try ChargeTerms(termsNode, included: "included_units")
        currency = try node.optional("currency")?.currency()
        try ChargeCase.refuseUnread(model, terms, node, termsNode)
        let usage = try ChargeCase.usage(model, node)
        let isLast = try node.optional("last_of_period")?.bool() ?? true
        guard let billed = try node.optional("already_billed") else {
            explanation = try Pricer.price(usage, model, terms, isLast: isLast)
            return
        }
        try billed.only("units", "amount")
        let amount = try billed.optional("amount")?.exact()
        let units =
            try amount == nil
            ? billed.required("units").exact() : billed.optional("units")?.exact() ?? .zero
        explanation = try Pricer.increment(
            usage, model, terms, alreadyBilled: units, amount: amount, isLast: isLast)
    }

    /// The price without the terms, which may stand in the charge or around it, but not in both.
    private static func split(
        _ charge: CatalogNode, around node: CatalogNode
    ) throws(CatalogError) -> (CatalogNode, CatalogNode) {
        var price: [(key: String, node: CatalogNode)] = []
        var own: [(key: String, node: CatalogNode)] = []
        for member in try charge.members() {
            if terms.contains(member.key) { own.append(member) } else { price.append(member) }
        }
        for member in try node.members() where terms.contains(member.key) {
            if own.contains(where: { $0.key == member.key }) {
                throw member.node.problem("a second \(member.key)", "it in the charge or around it")
            }
            own.append(member)
        }
        return (CatalogNode(.map(price), at: charge.place), CatalogNode(.map(own), at: node.place))
    }

    /// A key that the model does not read would be dropped without a word.
    private static func refuseUnread(
        _ model: ChargeModel, _ terms: ChargeTerms, _ node: CatalogNode, _ termsNode: CatalogNode
    ) throws(CatalogError) {
        let read: [String] =
            switch model {
            case .percentage, .dynamic: ["events"]
            case .graduatedPercentage: ["events", "units"]
            case .tokens: ["requests"]
            case .matrix: ["units", "dimensions"]
            default: ["units", "prorated_units"]
            }
        for key in ["units", "prorated_units", "events", "requests", "dimensions"]
        where !read.contains(key) {
            if let unread = try node.optional(key) {
                throw unread.problem(
                    "\(key) beside a \(model.name.rawValue) charge",
                    read.joined(separator: " and "))
            }
        }
        switch model {
        case .percentage, .dynamic, .tokens:
            for key in ["included_units", "convert"] {
                if let unread = try termsNode.optional(key) {
                    throw unread.problem(
                        "\(key) on a \(model.name.rawValue) charge", "it where units are priced")
                }
            }
        default: break
        }
    }

    private static func usage(_ model: ChargeModel, _ node: CatalogNode) throws -> PricedUsage {
        switch model {
        case .percentage: return .amounts(try amounts(node))
        case .graduatedPercentage where try node.optional("units") == nil:
            return .amounts(try amounts(node))
        case .dynamic:
            return .priced(
                try node.required("events").list().map { child throws(CatalogError) in
                    try child.only("units", "amount")
                    return PricedUsage.PricedEvent(
                        units: try child.required("units").exact(),
                        amount: try child.required("amount").exact())
                })
        case .tokens(let tokens):
            return .tokens(try RequestTotals(tokens, try node.required("requests")).totals)
        case .matrix(let matrix):
            var values: [String: String] = [:]
            for (key, value) in try node.required("dimensions").members() {
                guard matrix.dimensions.contains(key) else {
                    throw value.problem(
                        "“\(key)”", "one of " + matrix.dimensions.joined(separator: ", "))
                }
                values[key] = try value.text()
            }
            return .combination(try node.required("units").exact(), values)
        default:
            return .units(
                try node.required("units").exact(),
                prorated: try node.optional("prorated_units")?.exact())
        }
    }

    private static func amounts(_ node: CatalogNode) throws(CatalogError) -> [Exact] {
        var amounts: [Exact] = []
        for child in try node.required("events").list() { amounts.append(try child.exact()) }
        return amounts
    }

    var answer: [JSONValue.Member] {
        get throws {
            let amount = try explanation.sum()
            var members: [JSONValue.Member] = [.init("amount", .exact(amount))]
            if let currency {
                members.append(.init("rounded", PreciseAmount(amount, currency).roundedText))
            }
            members.append(.init("units", .exact(explanation.units.exact)))
            if !explanation.included.isZero {
                members.append(.init("included_units", .exact(explanation.included.exact)))
            }
            return members + [
                .init("steps", .array(explanation.steps.map(\.quoted))),
                .init(
                    "text", .array(explanation.steps.map { .string($0.text(unitPrices: true)) })),
            ]
        }
    }
}

extension Explanation.Step {
    /// The step in the words of a quote.
    fileprivate var quoted: JSONValue {
        func priced(_ members: JSONValue.Member...) -> [JSONValue.Member] {
            members + (multiplier == .one ? [] : [.init("multiplier", .exact(multiplier))])
        }
        let price = JSONValue.Member(
            rate.isPercent ? "rate_percent" : "unit_price",
            .exact(rate.isPercent ? rate.price : rate.unitPrice))
        var members: [JSONValue.Member]
        switch subject {
        case .units: members = priced(.init("units", .exact(units)), price)
        case .tier(let from, _), .volume(let from, _):
            let end = (try? from.plus(units)) ?? from
            members = priced(
                .init("from", .exact(from)), .init("to", .exact(end)),
                .init("units", .exact(units)),
                price, .init("flat_fee", .exact(flatFee)))
        case .packages(let size, let free):
            members = priced(
                .init("packages", .exact(units)), .init("package_size", .exact(size)),
                .init("free_units", .exact(free)), .init("package_price", .exact(rate.price)))
        case .blocks(let size):
            members = priced(
                .init("blocks", .exact(units)), .init("block_size", .exact(size)),
                .init("block_price", .exact(rate.price)))
        case .share(let events):
            members = priced(
                .init("events", .exact(Exact(events))), .init("paid_amount", .exact(units)), price)
        case .events:
            members = [
                .init("events", .exact(units)), .init("fixed_per_event", .exact(rate.price)),
            ]
        case .eventMinimum:
            members = [.init("events", .exact(units)), .init("per_event_min", .exact(rate.price))]
        case .eventMaximum:
            members = [.init("events", .exact(units)), .init("per_event_max", .exact(rate.price))]
        case .eventAmounts(let events):
            members = priced(
                .init("events", .exact(Exact(events))), .init("event_amounts", .exact(units)))
        case .tokens(let tokenClass, let requests, let limit, let isOffPeak):
            members = priced(
                .init("class", .string(tokenClass.rawValue)), .init("requests", .int(requests)),
                .init("max_input_tokens", limit.map { .string("\($0)") } ?? .null),
                .init("off_peak", .bool(isOffPeak)), .init("units", .exact(units)), price)
        case .discount:
            members = [.init("discount_percent", .exact(rate.price))]
        case .maximum(let limit): members = [.init("maximum", .exact(limit))]
        case .minimum(let limit): members = [.init("minimum", .exact(limit))]
        case .commitment(let limit): members = [.init("commitment", .exact(limit))]
        case .overage(let limit):
            members = priced(
                .init("commitment", .exact(limit)), .init("units", .exact(units)), price)
        case .alreadyBilled(let units): members = [.init("already_billed_units", .exact(units))]
        case .spendCap(let limit, _): members = [.init("spend_cap", .exact(limit))]
        }
        members.append(.init("amount", .exact(amount)))
        return .object(members)
    }
}
