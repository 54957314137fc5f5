import Catalog
import Checkout
import FX
import GRDB
import Invoicing
import Metering
import Money
import Settlement
import Store
import TestSupport
import Time

/// Invoices and settlements as the rows a scenario writes.
extension ScenarioRun {
    static func text(_ amount: Amount) -> String { "\(amount.currency.code) \(amount.decimal)" }

    private static func text(_ amount: PreciseAmount) -> String {
        "\(amount.currency.code) \(amount.exact)"
    }

    static func text(_ usage: MeteredUsage) -> String {
        guard case .units(let units) = usage.amount else { return "tokens" }
        return (usage.group.map { $0.value ?? "-" } + [units.description]).joined(separator: " ")
    }

    private static func text(_ lock: FXLock) -> String {
        "rate \(lock.rate.base.code)/\(lock.rate.quote.code) \(lock.rate.value) of \(lock.rate.day)"
    }

    /// The rate, a row a line with its precise amount and what it is rounded to, tax and total.
    static func rows(_ invoice: Invoice) -> [String] {
        var rows = invoice.lock.map { [text($0)] } ?? []
        for line in invoice.lines {
            var words: [String]
            switch line.kind {
            case .baseFee, .seat, .addOn:
                words = [
                    line.kind == .baseFee ? "base" : line.kind == .seat ? "seats" : "addon",
                    line.serviceWords,
                ]
                if line.kind == .addOn { words.insert(line.name.english, at: 1) }
                if line.kind != .baseFee { words.append(line.units.description) }
                if let part = line.proration { words.append("\(part.days)/\(part.periodDays)") }
            case .commitment: words = ["commitment"]
            case .usage, .lateUsage:
                words = line.kind == .lateUsage ? ["late", line.serviceWords] : []
                words += [line.charge!.text] + line.group.map { $0.value ?? "-" }
                words.append(line.units.description)
            }
            rows.append((words + [text(line.precise), text(line.gross)]).joined(separator: " "))
            for reduction in line.reductions {
                rows.append(
                    "\(Self.word(reduction.kind)) \(reduction.code) \(text(reduction.precise)) "
                        + text(reduction.amount))
            }
        }
        for tax in invoice.taxes where !tax.percent.isZero {
            rows.append("tax \(tax.percent) % of \(text(tax.base)) \(text(tax.amount))")
        }
        return rows + ["total \(text(invoice.total))"]
    }

    private static func word(_ kind: Invoice.Reduction.Kind) -> String {
        switch kind {
        case .coupon: "coupon"
        case .paidCredit, .promotionalCredit: "credit"
        case .creditNote: "note"
        }
    }

    /// The waterfall: opening, movements, net, and what becomes of it.
    func rows(_ batch: SettlementBatch) throws -> [String] {
        // Where days are paid, each batch begins with the last of its own.
        var rows = batch.day.map { ["day \($0)"] } ?? []
        rows.append("opening \(Self.text(batch.opening))")
        for row in batch.rows {
            switch row.kind {
            case .platformFee where row.channel == nil:
                rows.append("fee \(row.reference) \(Self.text(row.amount))")
            case .payment, .platformFee:
                let name = row.kind == .payment ? "payment" : "fee"
                rows.append("\(name) \(try customer(of: row.reference)) \(Self.text(row.amount))")
            case .refund, .feeReturned, .chargeback:
                rows.append(
                    "\(row.kind.rawValue) \(try customer(of: row.reference)) \(Self.text(row.amount))"
                )
            case .subscription: rows.append("subscription \(Self.text(row.amount))")
            case .revenueShare: rows.append("share \(Self.text(row.amount))")
            case .adjustment, .returnedPayout:
                let name = row.kind == .adjustment ? "adjustment" : "returned"
                rows.append("\(name) \(row.reference) \(Self.text(row.amount))")
            case .reserveHeld: rows.append("held \(Self.text(row.amount)) until \(row.reference)")
            case .reserveReleased:
                rows.append("released \(row.reference) \(Self.text(row.amount))")
            }
        }
        rows.append("net \(Self.text(batch.net))")
        switch batch.state {
        case .carriedOver: rows.append("carried over")
        case .held: rows.append("held")
        case .scheduled:
            rows.append(Self.text(batch.lock!))
            rows.append("converted \(Self.text(batch.converted + batch.spread))")
            if !batch.spread.isZero { rows.append("spread \(Self.text(-batch.spread))") }
            if !batch.wireFee.isZero { rows.append("wire \(Self.text(-batch.wireFee))") }
            rows.append("payout \(Self.text(batch.payout)) on \(batch.payoutDay!)")
        }
        return rows + ["closing \(Self.text(batch.closing))"]
    }

    private func customer(of outTradeNo: String) throws -> String {
        let payment = try ledger.read { try Payment.fetchAll($0) }
            .first { $0.outTradeNo == outTradeNo }
        return payment?.customer.text ?? "nobody"
    }

    /// Every invoice and settlement as it is kept, byte for byte.
    func snapshots() throws -> [String] {
        try ledger.read {
            try String.fetchAll(
                $0,
                sql: """
                    SELECT snapshot FROM (
                        SELECT 1 AS kind, id, snapshot FROM invoice
                        UNION ALL SELECT 2, id, snapshot FROM settlementBatch)
                    ORDER BY kind, id
                    """)
        }
    }
}

extension Invoice.Line {
    /// The month it pays for, all or a part of it, or its first day and the first after its last.
    fileprivate var serviceWords: String {
        let isPart = proration?.periodDays == month.length && service.to <= month.next.firstDay
        return service == DaySpan(month) || isPart
            ? "\(month)"
            : "\(service.from)..\(service.to == BillingCycle.never ? "" : "\(service.to)")"
    }
}
