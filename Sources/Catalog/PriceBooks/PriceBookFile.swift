public import Money
public import Store
public import Time

/// One version of a price book as a JSON document of its own: what `bm pricing export` writes and
/// `bm pricing import --format json` reads.
///
///     {"schema": "bm.price_book/1", "book": "litellm", "source": "model_prices.json",
///      "effective_from": "2026-01-01", "markup": "1.2", "currency": "USD", "entries": [
///       {"model": "m", "state": "priced", "bands": [{"max_input_tokens": null, "input": "0.000003"}]}]}
///
/// Prices are of one token or unit, as the supplier states them: the markup is not in them.
public struct PriceBookFile: PriceTable {
    public static let schema = "bm.price_book/1"

    public let entries: [PriceBookEntry]
    public let book: String
    public let sourceName: String
    public let effectiveFrom: Day
    public let markup: Exact
    public var ignoredKeys: [String: Int] { [:] }
    public var format: PriceTableFormat { .json }

    public init(
        entries: [PriceBookEntry], book: String, sourceName: String, effectiveFrom: Day,
        markup: Exact
    ) {
        self.entries = entries
        self.book = book
        self.sourceName = sourceName
        self.effectiveFrom = effectiveFrom
        self.markup = markup
    }

    /// Reads a document whole. It is our own, so a key that is not as we write it is an error.
    ///
    /// - Throws: `CatalogError.notAPriceTable` with the key.
    public init(_ bytes: [UInt8], file: String) throws(CatalogError) {
        let place = PriceTablePlace(file: file)
        let root = try place.json(bytes)
        guard root["schema"]?.string == PriceBookFile.schema else {
            throw place.at("schema").problem(
                root["schema"]?.compact ?? "missing", PriceBookFile.schema)
        }
        do throws(JSONShapeError) {
            let fields = JSONFields(root)
            guard let day = try? Day(try fields.text("effective_from")) else {
                throw fields.failure("effective_from")
            }
            let markup = try fields.exact("markup")
            if markup <= .zero { throw fields.failure("markup") }
            if try fields.text("currency") != "USD" { throw fields.failure("currency") }
            var entries: [PriceBookEntry] = []
            var seen: Set<String> = []
            for entry in try fields.list("entries") {
                entries.append(try PriceBookEntry(entry))
                if !seen.insert(entries.last!.model).inserted { throw entry.failure("model") }
            }
            self.init(
                entries: entries, book: try fields.text("book"),
                sourceName: try fields.text("source"), effectiveFrom: day, markup: markup)
        } catch {
            throw .notAPriceTable(
                file, line: 0, found: "\(error.key) is missing or wrong",
                allowed: "a price book as bm pricing export --format json writes it")
        }
    }

    public var json: JSONValue {
        .object([
            .init("schema", .string(PriceBookFile.schema)), .init("book", .string(book)),
            .init("source", .string(sourceName)),
            .init("effective_from", .string("\(effectiveFrom)")), .init("markup", .exact(markup)),
            .init("currency", "USD"), .init("entries", .array(entries.map(\.json))),
        ])
    }
}

extension PriceBookEntry {
    /// The entry with all that a row of the ledger has in columns.
    fileprivate var json: JSONValue {
        var members = [
            JSONValue.Member("model", .string(model)), .init("state", .string(state.rawValue)),
        ]
        if let match { members.append(.init("match", match.json)) }
        return .object(members + (document.members ?? []).filter { $0.key != "currency" })
    }

    fileprivate init(_ fields: JSONFields) throws(JSONShapeError) {
        let prices = try PriceBookEntry.prices(fields)
        var match: ModelMatch?
        if let rule = fields.value["match"] {
            match = ModelMatch(rule)
            if match == nil { throw fields.failure("match") }
        }
        let state = try fields.text("state")
        if try fields.text("model").isEmpty { throw fields.failure("model") }
        self.init(
            model: try fields.text("model"), bands: prices.bands, unitPrices: prices.unitPrices,
            variants: try PriceBookEntry.variants(fields), match: match, isFree: state == "free")
        if state != self.state.rawValue { throw fields.failure("state") }
    }
}
