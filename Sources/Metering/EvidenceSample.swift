public import Money
import Store
public import Time

/// One event of a line, as its evidence file has it: what a document shows of the many.
///
/// Of `{"id":"evt_1",…,"quantity":"1","timestamp":"2026-05-03T09:41:23.12Z","properties":{"model":
/// "m","input_tokens":71175}}` the id, the time, the quantity, and 71,175 as its figure `input_tokens`. What
/// is no number stays in the file.
public struct EvidenceSample: Sendable, Hashable {
    /// The idempotency key it came with.
    public let id: String
    public let at: Instant
    public let quantity: Exact
    /// Its numeric properties in the order of their names, at most `mostFigures`.
    public let figures: [Figure]

    /// A numeric property: `input_tokens` 71,175.
    public struct Figure: Sendable, Hashable {
        public let name: String
        public let value: Exact

        public init(name: String, value: Exact) {
            self.name = name
            self.value = value
        }
    }

    /// More are not worth a line on paper; the file has them all.
    public static let mostFigures = 8

    public init(id: String, at: Instant, quantity: Exact, figures: [Figure]) {
        self.id = id
        self.at = at
        self.quantity = quantity
        self.figures = figures
    }

    /// - Parameter line: of an evidence file, which this program wrote.
    init(line: [UInt8], at instant: Instant) throws {
        let event = try JSONValue(parsing: line)
        let properties = event["properties"]?.members ?? []
        let figures = properties.compactMap { property -> Figure? in
            guard case .number = property.value, let value = property.value.exact else {
                return nil
            }
            return Figure(name: property.key, value: value)
        }
        guard let id = event["id"]?.string, let quantity = event["quantity"]?.exact else {
            preconditionFailure("an evidence line without id or quantity: \(event.compact)")
        }
        self.init(
            id: id, at: instant, quantity: quantity,
            figures: Array(figures.prefix(EvidenceSample.mostFigures)))
    }
}
