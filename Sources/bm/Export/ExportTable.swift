import GRDB
import Time

/// A table or report that can be exported. Its columns are the header of the CSV, the keys of the JSON and
/// the lines of `docs/exports.md`, so that these cannot differ.
struct ExportTable: Sendable {
    /// As on the command line: `invoice-lines`.
    let name: String
    /// What a row is.
    let about: String
    let columns: [ExportColumn]
    let rows: Rows

    /// Where rows come from.
    enum Rows: Sendable {
        case query(Query)
        /// What SQL cannot say, for the merchants that are asked for; a row is one value a column.
        case report(
            period: PeriodNeed, @Sendable (Database, ExportRequest) throws -> [[DatabaseValue]])
    }

    /// One statement that gives the columns in their order, one value each, and what narrows it.
    struct Query: Sendable {
        /// `SELECT … FROM …`, without conditions.
        let select: String
        /// What always narrows it.
        var whereClause: String?
        /// The column with the merchant's code; nil where rows are of no merchant.
        var merchant: String?
        /// The column with the month that --period names, or with an instant in it.
        var month: String?
        var instant: String?
        /// That column by its name in the export, or in words where it is not among them.
        var periodColumn: String?
        /// The column that says when the ledger was told: what is later than --as-of is left out.
        var recorded: String?
        var order: String
    }

    enum PeriodNeed: Sendable { case needed, allowed }

    /// Its name as a key of JSON: `invoice_lines`.
    var key: String { name.replacing("-", with: "_") }
    var schema: String { "bm.\(name)/1" }

    var takesMerchant: Bool {
        if case .query(let query) = rows { query.merchant != nil } else { true }
    }
    var takesPeriod: Bool {
        if case .query(let query) = rows {
            query.month != nil || query.instant != nil
        } else {
            true
        }
    }
    var needsPeriod: Bool {
        if case .report(.needed, _) = rows { true } else { false }
    }
}

/// One column of an export.
struct ExportColumn: Sendable {
    let name: String
    let kind: Kind
    let meaning: String

    /// What its values are, and so how they are written.
    enum Kind: Sendable {
        case text, integer, decimal, boolean, instant, day, month
        /// JSON as it is.
        case json
        /// JSON, left out of CSV: a document has no place in a cell.
        case document
        /// Minor units of the currency that another column names, or of one that is fixed. A decimal text in
        /// that currency; in JSON the minor units beside it, as `…_minor_units`.
        case money(String)
        case fen
    }

    init(_ name: String, _ kind: Kind, _ meaning: String) {
        self.name = name
        self.kind = kind
        self.meaning = meaning
    }

    var unit: String {
        switch kind {
        case .text: "text"
        case .integer: "whole number"
        case .decimal: "exact decimal"
        case .boolean: "true or false"
        case .instant: "RFC 3339, UTC"
        case .day: "YYYY-MM-DD"
        case .month: "YYYY-MM"
        case .json: "JSON"
        case .document: "JSON, not in CSV"
        case .money(let column): "amount in `\(column)`"
        case .fen: "amount in CNY"
        }
    }

    var isInCSV: Bool { if case .document = kind { false } else { true } }
}

/// What is asked of an export.
struct ExportRequest: Sendable {
    var merchants: [String]
    /// Whether only these merchants' rows are asked for.
    var isNarrowed = false
    var month: Month?
    var asOf: Instant
}
