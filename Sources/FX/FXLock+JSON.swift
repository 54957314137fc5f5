import Money
public import Store
import Time

extension FXLock {
    /// The lock as documents and exports show it. A spread stands there where there is one.
    public var json: JSONValue {
        .object(
            [
                .init("base", .string(rate.base.code)), .init("quote", .string(rate.quote.code)),
                .init("value", .exact(rate.value)),
            ] + (spread.isZero ? [] : [.init("spread", .exact(spread))]) + [
                .init("rate_date", .string(rate.day.description)),
                .init("wanted_date", .string(wantedDay.description)),
                .init("source", .string(rate.source)),
                .init("locked_at", .string(lockedAt.description)),
                .init(
                    "derived_from",
                    .array(
                        rate.derivedFrom.map {
                            .object([
                                .init("base", .string($0.base.code)),
                                .init("quote", .string($0.quote.code)),
                                .init("value", .exact($0.value)),
                            ])
                        })),
            ])
    }

    /// A lock as a snapshot shows it.
    public init(_ reader: JSONFields, purpose: Purpose) throws {
        let rate = FXRate(
            base: try Currency(code: try reader.text("base")),
            quote: try Currency(code: try reader.text("quote")), value: try reader.exact("value"),
            day: try Day(try reader.text("rate_date")), source: try reader.text("source"),
            derivedFrom: try reader.list("derived_from").map {
                FXRate.Published(
                    base: try Currency(code: try $0.text("base")),
                    quote: try Currency(code: try $0.text("quote")), value: try $0.exact("value"))
            })
        let spread = reader.value["spread"] == nil ? .zero : try reader.exact("spread")
        guard FXLock.isSpread(spread) else { throw reader.failure("spread") }
        self.init(
            purpose: purpose, rate: rate, spread: spread,
            wantedDay: try Day(try reader.text("wanted_date")),
            lockedAt: try Instant(try reader.text("locked_at")))
    }
}
