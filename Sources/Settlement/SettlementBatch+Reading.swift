import Catalog
import FX
import Invoicing
import Money
public import Store
import Time

extension SettlementBatch {
    /// Reads a snapshot back.
    ///
    /// - Throws: `JSONShapeError` with the key that is not as this version writes it.
    public init(snapshot: JSONValue) throws {
        let reader = JSONFields(snapshot)
        let period = try reader.child("period")
        let currency = try Currency(code: try reader.text("currency"))
        guard let language = Language(rawValue: try reader.text("language")) else {
            throw reader.failure("language")
        }
        guard let state = State(rawValue: try reader.text("state")) else {
            throw reader.failure("state")
        }
        func amount(_ key: String, _ currency: Currency) throws -> Amount {
            try Amount(try reader.text(key), currency)
        }
        self.init(
            number: try reader.text("number"), merchant: Code(try reader.text("merchant_id")),
            merchantName: try reader.localized("merchant_name"),
            month: try Month(try period.text("month")),
            day: try snapshot["last_day"]?.string.map { try Day($0) },
            zone: try Zone(try period.text("time_zone")),
            language: language, closedAt: try Instant(try reader.text("closed_at")),
            currency: currency, opening: try amount("opening_cny", .cny),
            rows: try reader.list("rows").map { try Row($0) },
            lock: try reader.optional("fx").map { try FXLock($0, purpose: .settlement) },
            converted: try amount("converted", currency),
            spread: snapshot["fx_spread"] == nil
                ? .zero(currency) : try amount("fx_spread", currency),
            wireFee: try amount("wire_fee", currency),
            payoutDay: try snapshot["payout_date"]?.string.map { try Day($0) }, state: state,
            remittanceReference: try reader.text("remittance_reference"),
            bank: try reader.text("bank"),
            platformFeePercent: try reader.exact("platform_fee_percent"),
            minimumPayout: try amount("minimum_payout", currency),
            share: try reader.optional("revenue_share").map { try SharedRevenue($0) })
    }
}

extension SettlementBatch.Row {
    init(_ reader: JSONFields) throws {
        guard let kind = SettlementBatch.Kind(rawValue: try reader.text("kind")) else {
            throw reader.failure("kind")
        }
        self.init(
            kind: kind, reference: try reader.text("reference"),
            at: try Instant(try reader.text("at")), channel: reader.value["channel"]?.string,
            amount: try Amount(try reader.text("amount_cny"), .cny),
            balance: try Amount(try reader.text("balance_cny"), .cny),
            reason: reader.value["reason"]?.string)
    }
}
