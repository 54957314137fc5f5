import FX
import Money
import Store
import Time

extension LockCertificate {
    /// `bm.fx-lock/1`
    var json: JSONValue {
        .object(
            [.init("schema", "bm.fx-lock/1")] + LockCertificate.members(id, lock) + [
                .init("converted", .array(conversions.map { $0.json(lock) })),
                .init(
                    "check",
                    .object([
                        .init("published", .bool(isPublished)),
                        .init("derived", .bool(lock.rate.isDerivedRight)),
                        .init("days", .bool(isOfItsDay)),
                        .init("converted", .bool(isConvertedRight)),
                        .init("ok", .bool(isRight)),
                    ])),
            ])
    }

    /// A lock as a list shows it.
    static func members(_ id: Int64, _ lock: FXLock) -> [JSONValue.Member] {
        [.init("id", .int(id)), .init("purpose", .string(lock.purpose.rawValue))]
            + lock.rate.members
            + [
                .init("wanted_date", .string("\(lock.wantedDay)")),
                .init("spread", .exact(lock.spread)),
                .init(
                    "applied",
                    .object([
                        .init("from_base", applied(lock, from: lock.rate.base)),
                        .init("from_quote", applied(lock, from: lock.rate.quote)),
                    ])), .init("rounding", "half_away_from_zero"),
                .init("locked_at", .string("\(lock.lockedAt)")),
            ]
    }

    private static func applied(_ lock: FXLock, from currency: Currency) -> JSONValue {
        (try? lock.appliedRate(from: currency)).map { .exact($0) } ?? .null
    }
}

extension LockCertificate.Conversion {
    func json(_ lock: FXLock) -> JSONValue {
        .object([
            .init("document", .string(kind)), .init("merchant_id", .string(merchant)),
            .init("number", .string(number)), .init("line", line.map { .int($0) } ?? .null),
            .init("from", .string(amount.currency.code)), .init("amount", .exact(amount.exact)),
            .init("to", .string(result.currency.code)), .init("precise", .exact(precise.exact)),
            .init("result", .amount(result)),
            .init("at_published_rate", .amount(atPublishedRate)),
            .init("spread", .amount(atPublishedRate - rounded)), .init("ok", .bool(isRight)),
        ])
    }
}

extension FXRate {
    /// A rate with what it follows from.
    var members: [JSONValue.Member] {
        [
            .init("base", .string(base.code)), .init("quote", .string(quote.code)),
            .init("value", .exact(value)), .init("direction", .string(direction)),
            .init("rate_date", .string("\(day)")), .init("source", .string(source)),
            .init(
                "derived_from",
                .array(
                    derivedFrom.map {
                        .object([
                            .init("base", .string($0.base.code)),
                            .init("quote", .string($0.quote.code)),
                            .init("value", .exact($0.value)),
                        ])
                    })), .init("derivation", .optional(derivation)),
        ]
    }
}
