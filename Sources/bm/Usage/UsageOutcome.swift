import Catalog
import Money
import Store
import Time

/// Where an input line ends. Every line ends in exactly one of these.
enum UsageOutcome: String, CaseIterable {
    /// A charge prices it at more, or less, than nothing.
    case billed
    /// By rule it costs nothing: included, a free model, a price of zero, or no charge of the plan
    /// asks for it.
    case free
    /// It repeats an event that is there.
    case duplicate
    /// It came in after its month was closed: the next close bills it, or has.
    case late
    /// Its customer, metric, plan or price is not known; it waits.
    case unmatched
    /// The metric's filter leaves it out, or it was corrected.
    case notBillable = "not_billable"
    /// Its counts contradict each other; it waits.
    case quarantined
    /// It could not be taken, and no mended catalog changes that.
    case malformed
}

/// One input line, or one event that corrects another, with its outcome.
struct UsageRow {
    /// nil where it is no event of its own.
    var sequence: Int64?
    var key: String?
    var merchant: String?
    var customer: String?
    var metric: String?
    var quantity: Exact?
    var at: Instant?
    var properties: [JSONValue.Member] = []
    var outcome: UsageOutcome
    var invoice: String?
    /// The lines that count it; several charges may.
    var lines: [Int] = []
    /// What the first of the lines costs in all, with its other events.
    var precise: Exact?
    var file: String
    /// Where in the file it stands; nil where the ledger does not keep it.
    var inputLine: Int?
    /// Why it is not billed; of a duplicate, the event it repeats.
    var reason: String?

    /// Keys in their fixed order; more may be added at the end.
    var members: [JSONValue.Member] {
        let properties = properties.sorted {
            $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
        }
        return [
            .init("sequence", sequence.map { .int($0) } ?? .null),
            .init("idempotency_key", .optional(key)), .init("merchant_id", .optional(merchant)),
            .init("customer_id", .optional(customer)), .init("metric", .optional(metric)),
            .init("quantity", .optional(quantity?.description)),
            .init("timestamp", .optional(at?.description)),
            .init("dimensions", .object(properties)),
            .init("outcome", .string(outcome.rawValue)), .init("invoice", .optional(invoice)),
            .init("line", lines.first.map { .int($0) } ?? .null),
            .init("precise_amount", .optional(precise?.description)),
            .init("other_lines", .array(lines.dropFirst().map { .int($0) })),
            .init("reason", .optional(reason)), .init("file", .string(file)),
            .init("input_line", inputLine.map { .int($0) } ?? .null),
        ]
    }
}
