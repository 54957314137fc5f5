import Money
import Store
import Time

/// How entries are written: in the ledger, and in a price book's own JSON.
extension PriceBookEntry {
    /// The prices as the ledger keeps them; model, state and match have columns of their own.
    var document: JSONValue {
        .object(
            [.init("currency", "USD")]
                + PriceBookEntry.members(bands, unitPrices)
                + (variants.isEmpty ? [] : [.init("variants", .array(variants.map(\.document)))]))
    }

    fileprivate static func members(
        _ bands: [Band], _ unitPrices: [String: Exact]
    ) -> [JSONValue.Member] {
        var members = [JSONValue.Member("bands", .array(bands.map(\.document)))]
        if !unitPrices.isEmpty {
            members.append(
                .init(
                    "unit_prices",
                    .object(
                        unitPrices.sorted { $0.key < $1.key }
                            .map { .init($0.key, .exact($0.value)) })))
        }
        return members
    }

    /// The prices of a document, or the key that is not as this program writes it.
    static func prices(
        _ fields: JSONFields
    ) throws(JSONShapeError) -> (bands: [Band], unitPrices: [String: Exact]) {
        var bands: [Band] = []
        for band in try fields.list("bands") { bands.append(try Band(band)) }
        let bounds = bands.dropLast().compactMap(\.maxInputTokens)
        let rise = zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 }
        guard rise, bounds.count == max(0, bands.count - 1), bands.last?.maxInputTokens == nil
        else {
            throw fields.failure("bands")
        }
        var unitPrices: [String: Exact] = [:]
        for member in fields.value["unit_prices"]?.members ?? [] {
            guard let price = member.value.exact, !price.isNegative, !member.key.isEmpty else {
                throw fields.failure("unit_prices.\(member.key)")
            }
            unitPrices[member.key] = price
        }
        return (bands, unitPrices)
    }

    static func variants(_ fields: JSONFields) throws(JSONShapeError) -> [PriceVariant] {
        if fields.value["variants"] == nil { return [] }
        var variants: [PriceVariant] = []
        for variant in try fields.list("variants") { variants.append(try PriceVariant(variant)) }
        if PriceVariant.repeated(variants) != nil { throw fields.failure("variants") }
        return variants
    }

    /// The entry of a row of the ledger.
    init(model: String, state: String, document: JSONValue, match: JSONValue?) throws {
        let fields = JSONFields(document)
        guard let state = State(rawValue: state) else { throw fields.failure("state") }
        let prices = try PriceBookEntry.prices(fields)
        self.init(
            model: model, state: state, bands: prices.bands, unitPrices: prices.unitPrices,
            variants: try PriceBookEntry.variants(fields), match: match.flatMap { ModelMatch($0) })
    }
}

extension PriceBookEntry.Band {
    fileprivate var document: JSONValue {
        var members: [JSONValue.Member] = [
            .init("max_input_tokens", maxInputTokens.map { .string("\($0)") } ?? .null)
        ]
        for tokenClass in TokenClass.allCases {
            if let price = prices[tokenClass] {
                members.append(.init(tokenClass.rawValue, .exact(price)))
            }
        }
        return .object(members)
    }

    fileprivate init(_ fields: JSONFields) throws(JSONShapeError) {
        var prices: [TokenClass: Exact] = [:]
        var bound: Int64?
        for member in fields.value.members ?? [] {
            if member.key == "max_input_tokens" {
                if member.value == .null { continue }
                bound = member.value.string.flatMap { Int64($0) }
                guard let bound, bound > 0 else { throw fields.failure(member.key) }
            } else {
                guard let tokenClass = TokenClass(rawValue: member.key),
                    let price = member.value.exact, !price.isNegative
                else { throw fields.failure(member.key) }
                prices[tokenClass] = price
            }
        }
        self.init(maxInputTokens: bound, prices: prices)
    }
}

extension PriceVariant {
    fileprivate var document: JSONValue {
        var members: [JSONValue.Member] = []
        if let service = when.service { members.append(.init("service", .string(service))) }
        if let from = when.from { members.append(.init("from", .string("\(from)"))) }
        if !when.hours.isEmpty {
            members.append(
                .init("hours_utc", .array(when.hours.map { .string($0.description) })))
        }
        if !when.weekdays.isEmpty {
            members.append(.init("weekdays", .array(when.weekdays.map { .int($0) })))
        }
        if let zone = when.weekdayZone { members.append(.init("weekday_zone", .string(zone))) }
        return .object(members + PriceBookEntry.members(bands, unitPrices))
    }

    fileprivate init(_ fields: JSONFields) throws(JSONShapeError) {
        var when = Condition()
        when.service = fields.value["service"]?.string
        if let text = fields.value["from"] {
            guard let day = text.string.flatMap({ try? Day($0) }) else {
                throw fields.failure("from")
            }
            when.from = day
        }
        for value in fields.value["hours_utc"]?.array ?? [] {
            guard let hours = value.string.flatMap({ Hours($0) }) else {
                throw fields.failure("hours_utc")
            }
            when.hours.append(hours)
        }
        for value in fields.value["weekdays"]?.array ?? [] {
            guard let day = value.int, (1...7).contains(day) else {
                throw fields.failure("weekdays")
            }
            when.weekdays.append(day)
        }
        when.weekdayZone = fields.value["weekday_zone"]?.string
        // Without a condition it would hide the plain list.
        if when.service ?? "" == "", when.from == nil, when.hours.isEmpty {
            throw fields.failure("service")
        }
        let prices = try PriceBookEntry.prices(fields)
        let hasPrices = prices.bands.contains { !$0.prices.isEmpty }
        self.init(
            when: when, bands: hasPrices ? prices.bands : [], unitPrices: prices.unitPrices)
    }
}
