import Money
import Store

/// A model price table in litellm's layout: one object, a model a key, US dollars for one token.
///
/// Read: input, output, cache read, cache write by life and reasoning prices, each also for
/// requests above a number of input tokens. Every other key is counted by name in `ignoredKeys`.
public struct LiteLLMTable: Sendable {
    public let entries: [PriceBookEntry]
    /// How many models have a key that was not read, by key.
    public let ignoredKeys: [String: Int]

    /// Entries of the table that are not models.
    static let notModels: Set<String> = ["sample_spec", "fallback_generalizations"]

    private static let classes: [(key: String, tokenClass: TokenClass)] = [
        ("input_cost_per_token", .input),
        ("output_cost_per_token", .output),
        ("cache_read_input_token_cost", .cacheRead),
        ("cache_creation_input_token_cost_above_1hr", .cacheWriteOneHour),
        ("cache_creation_input_token_cost", .cacheWrite),
        ("output_cost_per_reasoning_token", .reasoning),
    ]

    /// Reads a table whole.
    ///
    /// - Throws: `CatalogError.notAPriceTable` with the model, key and value that cannot be read.
    public init(_ bytes: [UInt8], file: String) throws(CatalogError) {
        let root: JSONValue
        do {
            root = try JSONValue(parsing: bytes)
        } catch {
            let line = 1 + bytes.prefix(error.offset).count { $0 == 10 }
            throw .notAPriceTable(file, line: line, found: error.problem, allowed: "a JSON object")
        }
        guard let models = root.members else {
            throw .notAPriceTable(
                file, line: 1, found: root.kind, allowed: "an object with a model a key")
        }
        var entries: [PriceBookEntry] = []
        var ignored: [String: Int] = [:]
        for model in models where !LiteLLMTable.notModels.contains(model.key) {
            guard let fields = model.value.members else {
                throw .notAPriceTable(
                    file, line: 0, found: "\(model.key) is \(model.value.kind)",
                    allowed: "an object of prices")
            }
            entries.append(
                try LiteLLMTable.entry(model.key, fields, file: file, ignored: &ignored))
        }
        self.entries = entries
        ignoredKeys = ignored
    }

    private static func entry(
        _ model: String, _ fields: [JSONValue.Member], file: String,
        ignored: inout [String: Int]
    ) throws(CatalogError) -> PriceBookEntry {
        // Prices by the number of input tokens they hold above; 0 for those of every request.
        var prices: [Int64: [TokenClass: Exact]] = [:]
        for field in fields {
            guard let (tokenClass, above) = price(field.key), field.value != .null else {
                ignored[field.key, default: 0] += 1
                continue
            }
            guard let price = field.value.exact, !price.isNegative else {
                throw .notAPriceTable(
                    file, line: 0, found: "\(model).\(field.key) is \(field.value.compact)",
                    allowed: "a price not below zero")
            }
            prices[above, default: [:]][tokenClass] = price
        }
        return PriceBookEntry(model: model, state: state(prices), bands: bands(prices))
    }

    /// What a key prices, or nil for every key that is not a price by token.
    static func price(_ key: String) -> (TokenClass, above: Int64)? {
        for (name, tokenClass) in classes where key.hasPrefix(name) {
            let rest = key.dropFirst(name.count)
            if rest.isEmpty { return (tokenClass, 0) }
            // …_above_200k_tokens; other endings (_batches, _flex, _priority) are other services.
            guard rest.hasPrefix("_above_"), rest.hasSuffix("k_tokens"),
                let thousands = Int64(rest.dropFirst(7).dropLast(8)), thousands > 0,
                case let (tokens, false) = thousands.multipliedReportingOverflow(by: 1000)
            else { return nil }
            return (tokenClass, tokens)
        }
        return nil
    }

    private static func state(_ prices: [Int64: [TokenClass: Exact]]) -> PriceBookEntry.State {
        let all = prices.values.flatMap(\.values)
        if all.isEmpty { return .unpriced }
        return all.allSatisfy(\.isZero) ? .zero : .priced
    }

    /// Thresholds become bands: above 200,000 tokens a class without a price of its own keeps the
    /// price of the band below. A class priced only above a threshold has no price below it.
    private static func bands(_ prices: [Int64: [TokenClass: Exact]]) -> [PriceBookEntry.Band] {
        if prices.isEmpty { return [] }
        let thresholds = Set(prices.keys).union([0]).sorted()
        var bands: [PriceBookEntry.Band] = []
        var inForce: [TokenClass: Exact] = [:]
        for (index, threshold) in thresholds.enumerated() {
            inForce.merge(prices[threshold] ?? [:]) { $1 }
            let end = index + 1 < thresholds.count ? thresholds[index + 1] : nil
            bands.append(PriceBookEntry.Band(maxInputTokens: end, prices: inForce))
        }
        return bands
    }
}
