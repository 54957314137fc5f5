import Money
import Store

/// Collects the prices of one model of litellm's layout.
struct LiteLLMModel {
    /// Prices by the number of input tokens they hold above, and of other units.
    private struct List {
        var tokens: [Int64: [TokenClass: Exact]] = [:]
        var units: [String: Exact] = [:]
    }

    let place: PriceTablePlace
    private(set) var ignored: [String] = []
    private var plain = List()
    private var services: [String: List] = [:]
    private var offPeak: [(PriceVariant.Condition, List)] = []

    init(place: PriceTablePlace) { self.place = place }

    mutating func read(_ fields: [JSONValue.Member]) throws(CatalogError) {
        for field in fields {
            let place = place.at(field.key)
            // A key that says null says nothing, but it is not passed over.
            if field.value == .null {
                ignored.append(field.key)
            } else if field.key == "tiered_pricing" {
                continue
            } else if field.key == "off_peak_pricing" {
                try readOffPeak(field.value, place)
            } else if let key = LiteLLMKey(field.key) {
                try add(key, field.value, place)
            } else {
                ignored.append(field.key)
            }
        }
        // Last, because tiers state the prices of the plain keys more finely.
        for field in fields where field.key == "tiered_pricing" && field.value != .null {
            try readTiers(field.value, place.at(field.key))
        }
    }

    private mutating func add(
        _ key: LiteLLMKey, _ value: JSONValue, _ place: PriceTablePlace
    ) throws(CatalogError) {
        var list = key.service.map { services[$0] ?? List() } ?? plain
        switch key.priced {
        case .tokens(let tokenClass, let above):
            list.tokens[above, default: [:]][tokenClass] = try place.price(value)
        case .unit(let name):
            if let kinds = value.members {
                // {"search_context_size_low": 0.01, …}: a price for each kind of the unit.
                for kind in kinds {
                    list.units["\(name).\(kind.key)"] = try place.at(kind.key).price(kind.value)
                }
            } else {
                list.units[name] = try place.price(value)
            }
        }
        if let service = key.service { services[service] = list } else { plain = list }
    }

    /// Tiers by range of input tokens become bands, by range of results prices of a unit each.
    ///
    /// The end of the last range is the model's window: nothing larger can be asked, so the last
    /// band stays open.
    private mutating func readTiers(
        _ value: JSONValue, _ place: PriceTablePlace
    ) throws(CatalogError) {
        guard let tiers = value.array else { throw place.problem(value.kind, "a list of tiers") }
        for (index, tier) in tiers.enumerated() {
            let place = place.at("\(index)")
            guard let members = tier.members,
                let range = members.first(where: { $0.key.hasSuffix("range") }),
                let ends = range.value.array?.compactMap(\.exact), ends.count == 2,
                let start = Int64(ends[0].description), start >= 0
            else { throw place.problem(tier.compact, "prices with a range of two numbers") }
            for member in members where member.key != range.key {
                guard let key = LiteLLMKey(member.key), key.service == nil else {
                    throw place.problem(member.key, "a price key")
                }
                let price = try place.at(member.key).price(member.value)
                switch key.priced {
                case .tokens(let tokenClass, above: 0) where range.key == "range":
                    plain.tokens[start, default: [:]][tokenClass] = price
                case .tokens: throw place.problem(member.key, "a price key without a threshold")
                case .unit(let name):
                    plain.units["\(name).\(range.key)_\(ends[0])_\(ends[1])"] = price
                }
            }
        }
    }

    /// Quiet hours: some prices, and the windows of the week in which they hold.
    private mutating func readOffPeak(
        _ value: JSONValue, _ place: PriceTablePlace
    ) throws(CatalogError) {
        guard let members = value.members, let windows = value["windows"]?.array else {
            throw place.problem(value.compact, "prices and windows")
        }
        var list = List()
        for member in members where !["windows", "weekday_timezone"].contains(member.key) {
            guard let key = LiteLLMKey(member.key), key.service == nil,
                case .tokens(let tokenClass, let above) = key.priced
            else { throw place.problem(member.key, "a price key of tokens") }
            list.tokens[above, default: [:]][tokenClass] = try place.at(member.key).price(
                member.value)
        }
        for window in windows {
            let stated = window["hours_utc"].map { $0.array ?? [$0] } ?? []
            let hours = stated.compactMap { $0.string.flatMap { PriceVariant.Hours($0) } }
            let weekdays = window["weekdays"]?.array ?? []
            var when = PriceVariant.Condition(hours: hours)
            when.weekdays = weekdays.compactMap(\.int).filter { (1...7).contains($0) }
            when.weekdayZone = value["weekday_timezone"]?.string
            guard !hours.isEmpty, hours.count == stated.count,
                when.weekdays.count == weekdays.count
            else { throw place.problem(window.compact, "hours_utc such as 16:30-00:30") }
            offPeak.append((when, list))
        }
    }

    func entry(_ model: String) throws(CatalogError) -> PriceBookEntry {
        // Windows are whole lists: what they do not state costs what it costs at other hours.
        let windows = offPeak.map { when, list in
            PriceVariant(
                when: when,
                bands: PriceBookEntry.Band.bands(
                    plain.tokens.merging(list.tokens) { $0.merging($1) { $1 } }),
                unitPrices: plain.units)
        }
        let services = services.sorted { $0.key < $1.key }.map { service, list in
            PriceVariant(
                when: PriceVariant.Condition(service: service),
                bands: PriceBookEntry.Band.bands(list.tokens), unitPrices: list.units)
        }
        if PriceVariant.repeated(windows) != nil {
            throw place.at("off_peak_pricing").problem("a window stated twice", "each window once")
        }
        return PriceBookEntry(
            model: model, bands: PriceBookEntry.Band.bands(plain.tokens), unitPrices: plain.units,
            variants: windows + services)
    }
}
