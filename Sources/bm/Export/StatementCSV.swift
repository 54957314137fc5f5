import FX
import Money
import Settlement
import Store
import Time

extension SettlementBatch {
    /// The statement as a table, one row a movement. The rows in CNY come to the closing balance, those in the
    /// payout's currency to the payout; the last row says END, how many rows stand above it, and the closing
    /// balance, so that a file that was cut off is seen to be.
    ///
    /// `fx_rate` is the rate that the whole net was converted at, once; empty where nothing was. `reason` is that
    /// of a correction by hand.
    ///
    ///     statement,no,kind,channel,reference,at,currency,amount,balance_cny,fx_rate,reason
    ///     SET-2026-06-mer_001-USD,1,opening,,,,CNY,0.00,0.00,6.7745407,
    ///     …
    ///     SET-2026-06-mer_001-USD,END,5,,,,CNY,0.00,,,
    var csv: String {
        var table: [[String]] = []
        let rate = lock.map { "\($0.rate.value)" } ?? ""
        func add(
            _ kind: String, _ amount: Amount, channel: String? = nil, reference: String = "",
            at instant: Instant? = nil, balance: Amount? = nil, reason: String = ""
        ) {
            table.append([
                number, "\(table.count + 1)", kind, channel ?? "", reference,
                instant?.description ?? "", amount.currency.code, amount.decimal,
                balance?.decimal ?? "", rate, reason,
            ])
        }
        add("opening", opening, balance: opening)
        for row in rows {
            add(
                row.kind.rawValue, row.amount, channel: row.channel, reference: row.reference,
                at: row.at, balance: row.balance, reason: row.reason ?? "")
        }
        if lock != nil {
            add(
                "payout", -paidOut, reference: remittanceReference, at: closedAt,
                balance: closing)
            add("converted", converted, at: closedAt)
            if !wireFee.isZero { add("wireFee", -wireFee, at: closedAt) }
        }
        let header = [
            "statement", "no", "kind", "channel", "reference", "at", "currency", "amount",
            "balance_cny", "fx_rate", "reason",
        ]
        let end = [
            number, "END", "\(table.count)", "", "", "", closing.currency.code, closing.decimal,
            "", "", "",
        ]
        return ([header] + table + [end]).map { CSVRows.line($0.map(CSVCell.safe)) + "\n" }
            .joined()
    }
}
