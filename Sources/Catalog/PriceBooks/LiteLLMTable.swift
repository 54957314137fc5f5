import Money
import Store

/// A model price table in litellm's layout: one object, a model a key, US dollars for one unit.
///
/// Read is every key that states a price: tokens by class and by size of request, other units by
/// name, the same for other services, tiers by range, and quiet hours. Every other key is counted
/// by name in `ignoredKeys`.
///
///     {"m": {"input_cost_per_token": 3e-06, "input_cost_per_token_batches": 1.5e-06,
///            "output_cost_per_image": 0.04, "mode": "chat"}}
///     // input 0.000003, for batch 0.0000015; output_image 0.04; ignored: mode (1)
public struct LiteLLMTable: PriceTable {
    public let entries: [PriceBookEntry]
    public let ignoredKeys: [String: Int]
    public var format: PriceTableFormat { .litellm }

    /// Entries of the table that are not models.
    static let notModels: Set<String> = ["sample_spec", "fallback_generalizations"]

    /// Reads a table whole.
    ///
    /// - Throws: `CatalogError.notAPriceTable` with the model, key and value that cannot be read.
    public init(_ bytes: [UInt8], file: String) throws(CatalogError) {
        let place = PriceTablePlace(file: file)
        let root = try place.json(bytes)
        guard let models = root.members else {
            throw .notAPriceTable(
                file, line: 1, found: root.kind, allowed: "an object with a model a key")
        }
        var entries: [PriceBookEntry] = []
        var ignored: [String: Int] = [:]
        for model in models where !LiteLLMTable.notModels.contains(model.key) {
            guard let fields = model.value.members else {
                throw place.at(model.key).problem(model.value.kind, "an object of prices")
            }
            if model.key.isEmpty { throw place.problem("a model without a name", "a name") }
            var reader = LiteLLMModel(place: place.at(model.key))
            try reader.read(fields)
            entries.append(try reader.entry(model.key))
            for key in reader.ignored { ignored[key, default: 0] += 1 }
        }
        self.entries = entries
        ignoredKeys = ignored
    }
}

extension PriceTablePlace {
    func json(_ bytes: [UInt8]) throws(CatalogError) -> JSONValue {
        do {
            return try JSONValue(parsing: bytes)
        } catch {
            let line = 1 + bytes.prefix(error.offset).count { $0 == 10 }
            throw .notAPriceTable(file, line: line, found: error.problem, allowed: "a JSON object")
        }
    }

    /// A price: a number or a string of one, not below zero, with every digit it is written with.
    func price(_ value: JSONValue) throws(CatalogError) -> Exact {
        guard let price = value.exact, !price.isNegative else {
            throw problem(value.compact, "a price not below zero")
        }
        return price
    }
}
