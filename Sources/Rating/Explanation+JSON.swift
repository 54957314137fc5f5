import Catalog
import Money
public import Store
import Time

extension Explanation {
    /// The explanation as it is kept in the ledger and exported.
    public var json: JSONValue {
        .object(
            [
                .init("units", .exact(units.exact)), .init("included", .exact(included.exact)),
                .init("price_source", .optional(priceSource)),
            ] + (switches.map { [.init("switches", .string($0))] } ?? [])
                + [.init("steps", .array(steps.map(\.json)))])
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
            priceSource: json["price_source"]?.string, switches: json["switches"]?.string)
    }
}

extension Explanation.Step {
    var json: JSONValue {
        var members = subject.members
        members += [
            .init("units", .exact(units)), .init("unit_price", .exact(rate.price)),
            .init("per", .exact(rate.per)),
        ]
        if rate.isPercent { members.append(.init("percent", .bool(true))) }
        members += [
            .init("multiplier", .exact(multiplier)), .init("flat_fee", .exact(flatFee)),
            .init("amount", .exact(amount)), .init("text", .string(description)),
        ]
        return .object(members)
    }

    init?(json: JSONValue) {
        guard let subject = Explanation.Subject(json), let units = json["units"]?.exact,
            let price = json["unit_price"]?.exact, let per = json["per"]?.exact,
            let multiplier = json["multiplier"]?.exact, let flatFee = json["flat_fee"]?.exact,
            let rate = json["percent"] == .bool(true)
                ? try? Rate(percent: price) : try? Rate(price: price, per: per),
            let step = try? Explanation.Step(
                subject, units: units, rate: rate, multiplier: multiplier, flatFee: flatFee),
            step.amount == json["amount"]?.exact
        else { return nil }
        self = step
    }
}

extension Explanation.Subject {
    /// What each subject is called, and its own values.
    fileprivate var members: [JSONValue.Member] {
        func named(_ name: JSONValue, _ values: JSONValue.Member...) -> [JSONValue.Member] {
            [.init("subject", name)] + values
        }
        switch self {
        case .units: return named("units")
        case .tier(let from, let upTo):
            return named(
                "tier", .init("from", .exact(from)), .init("to", .optional(upTo?.description)))
        case .volume(let from, let upTo):
            return named(
                "volume", .init("from", .exact(from)), .init("to", .optional(upTo?.description)))
        case .packages(let size, let free):
            return named("packages", .init("size", .exact(size)), .init("free_units", .exact(free)))
        case .blocks(let size): return named("blocks", .init("size", .exact(size)))
        case .share(let events): return named("share", .init("events", .int(events)))
        case .events: return named("events")
        case .eventMinimum: return named("event_minimum")
        case .eventMaximum: return named("event_maximum")
        case .eventAmounts(let events):
            return named("event_amounts", .init("events", .int(events)))
        case .tokens(let tokenClass, let requests, let maxInputTokens, let isOffPeak):
            let members = named(
                "tokens", .init("class", .string(tokenClass.rawValue)),
                .init("requests", .int(requests)),
                .init("max_input_tokens", maxInputTokens.map { .int($0) } ?? .null))
            return isOffPeak ? members + [.init("off_peak", .bool(true))] : members
        case .discount: return named("discount")
        case .maximum(let limit): return named("maximum", .init("limit", .exact(limit)))
        case .minimum(let limit): return named("minimum", .init("limit", .exact(limit)))
        case .commitment(let limit): return named("commitment", .init("limit", .exact(limit)))
        case .overage(let limit): return named("overage", .init("limit", .exact(limit)))
        case .alreadyBilled(let units):
            return named("already_billed", .init("billed_units", .exact(units)))
        case .spendCap(let limit, let reachedAt):
            return named(
                "spend_cap", .init("limit", .exact(limit)),
                .init("reached_at", .string(reachedAt.description)))
        }
    }

    fileprivate init?(_ json: JSONValue) {
        func exact(_ key: String) -> Exact? { json[key]?.exact }
        func found<Value>(_ value: Value?, _ make: (Value) -> Self) -> Self? { value.map(make) }
        let subject: Self?
        switch json["subject"]?.string {
        case "units": subject = .units
        case "tier": subject = found(exact("from")) { .tier(from: $0, upTo: exact("to")) }
        case "volume": subject = found(exact("from")) { .volume(from: $0, upTo: exact("to")) }
        case "packages":
            subject = found(exact("size")) {
                .packages(size: $0, freeUnits: exact("free_units") ?? .zero)
            }
        case "blocks": subject = found(exact("size")) { .blocks(size: $0) }
        case "share": subject = found(json["events"]?.int) { .share(events: $0) }
        case "events": subject = .events
        case "event_minimum": subject = .eventMinimum
        case "event_maximum": subject = .eventMaximum
        case "event_amounts": subject = found(json["events"]?.int) { .eventAmounts($0) }
        case "tokens":
            guard let tokenClass = json["class"]?.string.flatMap(TokenClass.init(rawValue:)),
                let requests = json["requests"]?.int
            else { return nil }
            subject = .tokens(
                tokenClass, requests: requests,
                maxInputTokens: json["max_input_tokens"]?.int.map(Int64.init),
                isOffPeak: json["off_peak"] == .bool(true))
        case "discount": subject = .discount
        case "maximum": subject = found(exact("limit")) { .maximum($0) }
        case "minimum": subject = found(exact("limit")) { .minimum($0) }
        case "commitment": subject = found(exact("limit")) { .commitment($0) }
        case "overage": subject = found(exact("limit")) { .overage($0) }
        case "already_billed":
            subject = found(exact("billed_units")) { .alreadyBilled(units: $0) }
        case "spend_cap":
            guard let at = json["reached_at"]?.string.flatMap({ try? Instant($0) }) else {
                return nil
            }
            subject = found(exact("limit")) { .spendCap($0, reachedAt: at) }
        default: return nil
        }
        guard let subject else { return nil }
        self = subject
    }
}
