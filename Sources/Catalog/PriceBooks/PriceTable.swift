/// A price table as a reader understood it: what a price book takes in.
public protocol PriceTable: Sendable {
    /// In the order of the file, a model or tool once.
    var entries: [PriceBookEntry] { get }
    /// How many models have a key that was not read, by key.
    var ignoredKeys: [String: Int] { get }
    /// The layout it was read from.
    var format: PriceTableFormat { get }
}

/// The layouts of price tables.
public enum PriceTableFormat: String, Sendable, CaseIterable {
    case litellm
    case genaiPrices = "genai-prices"
    case csv
    /// A price book as `bm pricing export --format json` writes it.
    case json

    /// Reads a table in this layout whole.
    ///
    ///     let table = try PriceTableFormat.litellm.table(bytes, file: "model_prices.json")
    ///     table.entries.count                     // 4551
    ///     table.ignoredKeys["supports_vision"]    // 2140
    ///
    /// - Throws: `CatalogError.notAPriceTable`.
    public func table(
        _ bytes: [UInt8], file: String
    ) throws(CatalogError) -> any PriceTable {
        switch self {
        case .litellm: try LiteLLMTable(bytes, file: file)
        case .genaiPrices: try GenAIPricesTable(bytes, file: file)
        case .csv: try CSVPriceTable(bytes, file: file)
        case .json: try PriceBookFile(bytes, file: file)
        }
    }
}

/// Where in a price table something stands, for errors.
struct PriceTablePlace {
    let file: String
    var line = 0
    var key = ""

    func at(_ name: String) -> PriceTablePlace {
        PriceTablePlace(file: file, line: line, key: key.isEmpty ? name : "\(key).\(name)")
    }

    /// `model.input_cost_per_token is "cheap"`, and what may stand there.
    func problem(_ value: String, _ allowed: String) -> CatalogError {
        .notAPriceTable(
            file, line: line, found: key.isEmpty ? value : "\(key) is \(value)", allowed: allowed)
    }
}
