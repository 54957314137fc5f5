public import Catalog
import Invoicing
public import Money
public import Store
public import Time

/// A merchant's month: all its batches, and what they come to together.
public struct MonthStatement: Sendable {
    public let merchant: Merchant.ID
    public let month: Month
    /// By day, at least one, each with what became of its payout.
    public let batches: [(batch: SettlementBatch, state: PayoutState)]

    public init?(
        _ merchant: Merchant.ID, _ month: Month,
        _ batches: [(batch: SettlementBatch, state: PayoutState)]
    ) {
        if batches.isEmpty { return nil }
        self.merchant = merchant
        self.month = month
        self.batches = batches
    }

    public var opening: Amount { batches[0].batch.opening }
    public var closing: Amount { batches[batches.count - 1].batch.closing }
    public var paidOut: Amount { batches.map(\.batch.paidOut).total(.cny) }

    /// Each kind of movement that occurs, and its sum in CNY. Opening + Σ − paid out = closing.
    public var totals: [(kind: SettlementBatch.Kind, amount: Amount)] {
        SettlementBatch.Kind.allCases.compactMap { kind in
            if !batches.contains(where: { $0.batch.rows.contains { $0.kind == kind } }) {
                return nil
            }
            return (kind, batches.map { $0.batch.total(kind) }.total(.cny))
        }
    }

    /// What is paid out, by currency: a contract can change it inside a month.
    public var payouts: [Amount] {
        let paid = batches.map(\.batch).filter { $0.state == .scheduled }
        return Set(paid.map(\.currency)).sorted().map { currency in
            paid.filter { $0.currency == currency }.map(\.payout).total(currency)
        }
    }

    /// `bm.settlement_month/1`
    public var json: JSONValue {
        .object([
            .init("schema", "bm.settlement_month/1"),
            .init("merchant_id", .string(merchant.text)), .init("month", .string("\(month)")),
            .init("opening_cny", .amount(opening)),
            .init(
                "totals_cny",
                .object(totals.map { .init($0.kind.rawValue, .amount($0.amount)) })),
            .init("paid_out_cny", .amount(paidOut)), .init("closing_cny", .amount(closing)),
            .init(
                "payouts",
                .array(
                    payouts.map {
                        .object([
                            .init("currency", .string($0.currency.code)),
                            .init("amount", .amount($0)),
                        ])
                    })),
            .init(
                "batches",
                .array(
                    batches.map {
                        .object([
                            .init("payout_state", .string($0.state.rawValue)),
                            .init("batch", $0.batch.json),
                        ])
                    })),
        ])
    }
}
