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
    ///     statement,no,kind,channel,reference,at,currency,amount,balance_cny,fx_rate
    ///     SET-2026-06-mer_001-USD,1,opening,,,,CNY,0.00,0.00,
    ///     …
    ///     SET-2026-06-mer_001-USD,END,5,,,,CNY,0.00,,
    var csv: String {
        var table: [[String]] = []
        func add(
            _ kind: String, _ amount: Amount, channel: String? = nil, reference: String = "",
            at instant: Instant? = nil, balance: Amount? = nil, rate: String = ""
        ) {
            table.append([
                number, "\(table.count + 1)", kind, channel ?? "", reference,
                instant?.description ?? "", amount.currency.code, amount.decimal,
                balance?.decimal ?? "", rate,
            ])
        }
        add("opening", opening, balance: opening)
        for row in rows {
            add(
                row.kind.rawValue, row.amount, channel: row.channel, reference: row.reference,
                at: row.at, balance: row.balance)
        }
        if let lock {
            add(
                "payout", -paidOut, reference: remittanceReference, at: closedAt,
                balance: closing)
            add("converted", converted, at: closedAt, rate: "\(lock.rate.value)")
            if !wireFee.isZero { add("wireFee", -wireFee, at: closedAt) }
        }
        let header = [
            "statement", "no", "kind", "channel", "reference", "at", "currency", "amount",
            "balance_cny", "fx_rate",
        ]
        let end = [
            number, "END", "\(table.count)", "", "", "", closing.currency.code, closing.decimal,
            "", "",
        ]
        return ([header] + table + [end]).map { CSVRows.line($0.map(CSVCell.safe)) + "\n" }
            .joined()
    }
}
