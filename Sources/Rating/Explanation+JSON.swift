import Catalog
import Money
public import Store

extension Explanation {
    /// The explanation as it is kept in the ledger and exported.
    public var json: JSONValue {
        .object([
            .init("units", .exact(units.exact)), .init("included", .exact(included.exact)),
            .init("price_source", .optional(priceSource)),
            .init("steps", .array(steps.map(\.json))),
        ])
    }

    /// Reads an explanation back.
    ///
    /// - Returns: nil where the document is not one this version writes.
    public init?(_ json: JSONValue) {
        guard let units = json["units"]?.exact, let included = json["included"]?.exact,
            let steps = json["steps"]?.array
        else { return nil }
        let read = steps.compactMap(Step.init(json:))
        guard read.count == steps.count else { return nil }
        self.init(
            units: Quantity(sum: units), included: Quantity(sum: included), steps: read,
            priceSource: json["price_source"]?.string)
    }
}

extension Explanation.Step {
    var json: JSONValue {
        var members: [JSONValue.Member] = []
        switch subject {
        case .units: members.append(.init("subject", "units"))
        case .tier(let from, let upTo):
            members += [
                .init("subject", "tier"), .init("from", .exact(from)),
                .init("to", .optional(upTo?.description)),
            ]
        case .packages(let size, let free):
            members += [
                .init("subject", "packages"), .init("size", .exact(size)),
                .init("free_units", .exact(free)),
            ]
        case .tokens(let tokenClass, let requests, let maxInputTokens):
            members += [
                .init("subject", "tokens"), .init("class", .string(tokenClass.rawValue)),
                .init("requests", .int(requests)),
                .init("max_input_tokens", maxInputTokens.map { .int($0) } ?? .null),
            ]
        }
        members += [
            .init("units", .exact(units)), .init("unit_price", .exact(price)),
            .init("per", .exact(per)), .init("multiplier", .exact(multiplier)),
            .init("flat_fee", .exact(flatFee)), .init("amount", .exact(amount)),
            .init("text", .string(description)),
        ]
        return .object(members)
    }

    init?(json: JSONValue) {
        func exact(_ key: String) -> Exact? { json[key]?.exact }
        let subject: Explanation.Subject
        switch json["subject"]?.string {
        case "units": subject = .units
        case "tier":
            guard let from = exact("from") else { return nil }
            subject = .tier(from: from, upTo: exact("to"))
        case "packages":
            guard let size = exact("size"), let free = exact("free_units") else { return nil }
            subject = .packages(size: size, freeUnits: free)
        case "tokens":
            guard let tokenClass = json["class"]?.string.flatMap(TokenClass.init(rawValue:)),
                let requests = json["requests"]?.int
            else { return nil }
            subject = .tokens(
                tokenClass, requests: requests,
                maxInputTokens: json["max_input_tokens"]?.int.map(Int64.init))
        default: return nil
        }
        guard let units = exact("units"), let price = exact("unit_price"), let per = exact("per"),
            let multiplier = exact("multiplier"), let flatFee = exact("flat_fee"),
            let rate = try? ChargeModel.Rate(price: price, per: per),
            let step = try? Explanation.Step(
                subject, units: units, rate: rate, multiplier: multiplier, flatFee: flatFee),
            step.amount == exact("amount")
        else { return nil }
        self = step
    }
}
