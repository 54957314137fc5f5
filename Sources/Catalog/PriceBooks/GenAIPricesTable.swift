import Money
import Store
import Time

/// A model price table in the layout of genai-prices: providers, their models, how a name is
/// recognised, prices by date and hour.
///
/// A model becomes the entry `provider/id`. Prices are for a million (`_mtok`) or a thousand
/// (`_kcount`) units in the file, for one in the book.
///
///     {"providers": [{"provider": "anthropic", "models": [{"id": "claude-haiku-4-5",
///       "match": {"starts_with": "claude-haiku-4-5"},
///       "prices": [{"when": null, "prices": {"input_mtok": "1", "web_searches_kcount": "10"}}]}]}]}
///     // anthropic/claude-haiku-4-5: input 0.000001; web_search 0.01
public struct GenAIPricesTable: PriceTable {
    public let entries: [PriceBookEntry]
    public let ignoredKeys: [String: Int]
    public var format: PriceTableFormat { .genaiPrices }

    /// Reads a table whole, or the providers named, in their order.
    ///
    /// The order matters to a name that several providers' rules fit, such as `gpt-4o`, which azure
    /// sells too: the first provider's price is taken.
    ///
    /// - Throws: `CatalogError.notAPriceTable` with the model, key and value that cannot be read.
    public init(_ bytes: [UInt8], file: String, only chosen: [String] = []) throws(CatalogError) {
        let place = PriceTablePlace(file: file)
        let root = try place.json(bytes)
        guard var providers = root["providers"]?.array else {
            throw .notAPriceTable(
                file, line: 1, found: root.kind, allowed: "an object with a list of providers")
        }
        if !chosen.isEmpty {
            let all = providers
            providers = []
            for name in chosen {
                guard let provider = all.first(where: { $0["provider"]?.string == name }) else {
                    throw place.at("providers").problem(
                        "without \(name)",
                        all.compactMap { $0["provider"]?.string }.joined(separator: ", "))
                }
                providers.append(provider)
            }
        }
        var entries: [PriceBookEntry] = []
        var ignored: [String: Int] = [:]
        var seen: Set<String> = []
        for provider in providers {
            guard let name = provider["provider"]?.string, let models = provider["models"]?.array
            else { throw place.problem(provider.kind, "a provider and its models") }
            for model in models {
                guard let id = model["id"]?.string else {
                    throw place.at(name).problem(model.kind, "a model with an id")
                }
                let code = "\(name)/\(id)"
                guard seen.insert(code).inserted else {
                    throw place.at(code).problem("stated twice", "a model once")
                }
                var reader = GenAIPricesModel(place: place.at(code))
                entries.append(try reader.entry(code, model))
                for key in reader.ignored { ignored[key, default: 0] += 1 }
            }
        }
        self.entries = entries
        ignoredKeys = ignored
    }
}

/// Reads one model of the layout of genai-prices.
private struct GenAIPricesModel {
    let place: PriceTablePlace
    var ignored: Set<String> = []

    private static let classes: [String: TokenClass] = [
        "input_mtok": .input, "output_mtok": .output, "cache_read_mtok": .cacheRead,
        "cache_write_mtok": .cacheWrite, "cache_write_1h_mtok": .cacheWriteOneHour,
        "output_reasoning_mtok": .reasoning, "output_image_mtok": .imageOutput,
    ]

    /// Units by the names that other tables have for them, and how many of them a price is for, as
    /// a power of ten.
    private static let units: [String: (name: String, power: Int)] = [
        "input_audio_mtok": ("input_audio_token", 6),
        "output_audio_mtok": ("output_audio_token", 6),
        "cache_audio_read_mtok": ("cache_read_input_audio_token", 6),
        "input_image_mtok": ("input_image_token", 6),
        "cache_image_read_mtok": ("cache_read_input_image_token", 6),
        "input_video_mtok": ("input_video_token", 6),
        "output_video_mtok": ("output_video_token", 6),
        "output_citation_mtok": ("citation_token", 6),
        "input_mchars": ("input_character", 6),
        "input_text_messages_kcount": ("input_text_message", 3),
        "input_document_kpages": ("input_document_page", 3),
        "input_annotated_document_kpages": ("input_annotated_document_page", 3),
        "web_searches_kcount": ("web_search", 3),
        "storage_searches_kcount": ("storage_search", 3),
        "requests_kcount": ("request", 3),
        "audio_hours": ("audio_hour", 0),
        "input_audio_hours": ("input_audio_hour", 0),
    ]

    private typealias List = (bands: [PriceBookEntry.Band], units: [String: Exact])

    mutating func entry(_ code: String, _ model: JSONValue) throws(CatalogError) -> PriceBookEntry {
        var match: ModelMatch?
        if let rule = model["match"], rule != .null {
            match = ModelMatch(rule)
            if match == nil { throw place.at("match").problem(rule.compact, "a rule for names") }
        }
        for member in model.members ?? []
        where !["id", "match", "prices", "variants"].contains(member.key) {
            ignored.insert(member.key)
        }
        guard let lists = model["prices"]?.array, !lists.isEmpty else {
            throw place.problem("without prices", "a list of prices")
        }
        var plain: List = ([], [:])
        var variants: [PriceVariant] = []
        for (index, list) in lists.enumerated() {
            let prices = try read(list["prices"] ?? .null, place.at("prices"))
            let when = try condition(list["when"] ?? .null, place.at("when"))
            // The plain list stands first; a later one without a condition would hide all others.
            guard (index == 0) == (when == .init()) else {
                throw place.at("when").problem(
                    (list["when"] ?? .null).compact, "null for the first list only")
            }
            if index == 0 {
                plain = prices
            } else {
                variants.append(
                    PriceVariant(when: when, bands: prices.bands, unitPrices: prices.units))
            }
        }
        for variant in model["variants"]?.array ?? [] {
            let prices = try read(variant["prices"] ?? .null, place.at("variants"))
            var when = try condition(variant["from"] ?? .null, place.at("variants.from"))
            when.service = try service(variant["when"] ?? .null)
            variants.append(
                PriceVariant(when: when, bands: prices.bands, unitPrices: prices.units))
        }
        if PriceVariant.repeated(variants) != nil {
            throw place.at("prices").problem("a condition stated twice", "each condition once")
        }
        return PriceBookEntry(
            model: code, bands: plain.bands, unitPrices: plain.units, variants: variants,
            match: match)
    }

    private mutating func read(
        _ value: JSONValue, _ place: PriceTablePlace
    ) throws(CatalogError) -> List {
        guard let members = value.members else { throw place.problem(value.kind, "prices") }
        var tokens: [Int64: [TokenClass: Exact]] = [:]
        var units: [String: Exact] = [:]
        for member in members where member.value != .null {
            let place = place.at(member.key)
            if let tokenClass = GenAIPricesModel.classes[member.key] {
                for (above, price) in try tiers(member.value, power: 6, place) {
                    tokens[above, default: [:]][tokenClass] = price
                }
            } else if let (name, power) = GenAIPricesModel.units[member.key] {
                for (above, price) in try tiers(member.value, power: power, place) {
                    units[above == 0 ? name : "\(name)_above_\(above)_tokens"] = price
                }
            } else {
                ignored.insert(member.key)
            }
        }
        return (PriceBookEntry.Band.bands(tokens), units)
    }

    /// A price, or a base and prices above sizes of request; of one unit, by size.
    private func tiers(
        _ value: JSONValue, power: Int, _ place: PriceTablePlace
    ) throws(CatalogError) -> [Int64: Exact] {
        func one(_ value: JSONValue) throws(CatalogError) -> Exact {
            let price = try place.price(value)
            do { return try price.shifted(right: power) } catch {
                throw place.problem(value.compact, "a price of at most 40 decimals for one unit")
            }
        }
        guard let tiers = value["tiers"]?.array else { return [0: try one(value)] }
        var prices = [Int64(0): try one(value["base"] ?? .null)]
        for tier in tiers {
            guard let above = tier["above_input_tokens"]?.int, above > 0 else {
                throw place.problem(tier.compact, "above_input_tokens, a number above zero")
            }
            prices[Int64(above)] = try one(tier["price"] ?? .null)
        }
        return prices
    }

    /// `null`, `{"from_date": "2026-03-13"}` or `{"time_utc": ["16:30:00+00:00", "00:30:00+00:00"]}`.
    private func condition(
        _ value: JSONValue, _ place: PriceTablePlace
    ) throws(CatalogError) -> PriceVariant.Condition {
        if value == .null { return .init() }
        if value.members?.count == 1 {
            if let day = value["from_date"]?.string.flatMap({ try? Day($0) }) {
                return .init(from: day)
            }
            let ends = value["time_utc"]?.array?.compactMap {
                $0.string.flatMap { text in
                    text.hasSuffix(":00+00:00")
                        ? PriceVariant.Hours.minute(text.dropLast(9)) : nil
                }
            }
            if let ends, ends.count == 2 {
                return .init(hours: [PriceVariant.Hours(from: ends[0], to: ends[1])])
            }
        }
        throw place.problem(value.compact, "null, from_date, or time_utc in whole minutes")
    }

    /// `{"processing": "batch"}` is batch, `{"service_tier": "flex"}` is flex; others keep their
    /// key: `speed=fast`.
    private func service(_ value: JSONValue) throws(CatalogError) -> String {
        guard let members = value.members, let first = members.first, members.count == 1,
            let word = first.value.string, !word.isEmpty
        else { throw place.at("variants.when").problem(value.compact, "one key with a word") }
        return ["processing", "service_tier"].contains(first.key) ? word : "\(first.key)=\(word)"
    }
}
