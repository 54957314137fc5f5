import Catalog
import Checkout
import FX
import GRDB
import Invoicing
import Ledger
import Metering
import Money
import Rating
import Settlement
import Store
import Time

/// What `bm explain` prints: each step names the next one's source.
enum Explanations {
    static func invoice(_ db: Database, _ stored: StoredInvoice) throws -> [String] {
        let invoice = stored.invoice
        var lines = [
            "\(invoice.number) · \(invoice.merchant) → \(invoice.customer) · \(invoice.total)",
            "usage of \(invoice.month) (\(invoice.zone)) · issued \(invoice.zone.text(invoice.issuedAt))",
        ]
        if let lock = invoice.lock {
            lines.append(
                "rate \(lock.rate.text) · \(lock.rate.source) \(lock.rate.day)"
                    + (lock.rate.derivation.map { " · derived: \($0)" } ?? "")
                    + (lock.spread.isZero ? "" : " · spread \(lock.spreadPercent) %"))
        }
        lines.append(
            Console.table(
                invoice.lines.map { line in
                    [
                        "  #\(line.number)", title(line, invoice.zone), line.units.grouped,
                        line.precise.description, line.amount.description,
                    ]
                }, right: [2, 3, 4]))
        lines.append("subtotal \(invoice.subtotal)")
        for tax in invoice.taxes {
            lines.append("\(tax.name.english) \(tax.percent) % of \(tax.base) = \(tax.amount)")
        }
        lines.append("total \(invoice.total) · snapshot \(stored.digest)")
        lines += try payments(db, invoice: stored.id, invoice.zone)
        for note in try CreditNote.fetchAll(db, invoice: stored.id) {
            lines.append("credit note \(note.number) · \(note.total) less · \(note.reason)")
            lines += note.lines.map {
                "  #\($0.number): \($0.value) · \($0.amount) and \($0.tax) tax"
            }
        }
        if let void = try InvoiceVoid.fetch(db, invoice: stored.id) {
            lines.append("void · \(invoice.zone.text(void.at)) · \(void.reason)")
        }
        return lines
    }

    /// What came for an invoice, and went back.
    static func payments(_ db: Database, invoice: Int64, _ zone: Zone) throws -> [String] {
        try Payment.fetchAll(db, invoice: invoice).flatMap { payment in
            var lines = [
                "paid \(payment.amount) · \(payment.channel.name) \(payment.transactionID) · "
                    + zone.text(payment.paidAt)
            ]
            if let batch = try batchNumber(db, payment.id) { lines.append("settled in \(batch)") }
            lines += try Refund.fetchAll(db, payment: payment.id).map {
                "\($0.kind == .refund ? "refunded" : "charged back") \($0.amount) · "
                    + "\($0.refundID) · \(zone.text($0.refundedAt))"
            }
            return lines
        }
    }

    static func title(_ line: Invoice.Line, _ zone: Zone) -> String {
        let group = line.group.map { $0.value ?? "no \($0.dimension)" }
        let dates = line.dates(in: zone).map { [$0] } ?? []
        let fixed =
            (line.kind == .baseFee ? [] : [line.kind.words]) + [line.serviceText]
            + (line.precise.isNegative ? ["unused days given back"] : [])
        let late = line.kind == .lateUsage ? ["late usage of \(line.serviceText)"] : []
        return ([line.name.english] + (line.charge != nil ? group + late : fixed) + dates)
            .joined(separator: " · ")
    }

    static func line(
        _ db: Database, _ invoice: Invoice, _ line: Invoice.Line, showing count: Int
    ) throws -> [String] {
        var text = [
            "\(invoice.number)#\(line.number) · \(title(line, invoice.zone)) · \(line.amount)"
        ]
        if let explanation = line.explanation {
            text.append("measured: \(explanation.units.grouped) \(line.unit?.english ?? "")")
            if !explanation.included.isZero {
                text.append("included: \(explanation.included.grouped), free of charge")
            }
            for step in explanation.steps { text.append("  \(label(step)) \(step)") }
            if let source = explanation.priceSource { text.append("prices: \(source)") }
            if let switches = explanation.switches { text.append("semantics of \(switches)") }
        }
        if let proration = line.proration {
            text.append(
                "\(proration.full) × \(proration.days) / \(proration.periodDays) days = "
                    + "\(line.precise)")
        }
        text.append("precise: \(line.precise)")
        var left = line.precise
        for reduction in line.reductions {
            left = try left.minus(reduction.precise)
            var words =
                switch reduction.kind {
                case .coupon: "coupon"
                case .paidCredit: "prepaid credit"
                case .promotionalCredit: "credit given"
                case .creditNote: "credited before"
                }
            words += " \(reduction.code)"
            if let drawn = reduction.drawn, drawn.unit != reduction.precise.currency.code {
                words += " (\(drawn.amount.magnitude) \(drawn.unit))"
            }
            text.append(
                reduction.isGivenBack
                    ? "\(words), given back: +\(reduction.size.precise), \(left) left"
                    : "\(words): −\(reduction.precise), \(left) left")
        }
        if let lock = invoice.lock {
            let converted = try lock.convert(left)
            text.append(
                "converted: \(left) × \(lock.rate.value) = \(converted), rounded half away "
                    + "from zero: \(line.amount)")
        } else {
            text.append("rounded half away from zero: \(line.amount)")
        }
        guard let evidence = line.evidence else { return text }
        text.append(
            "evidence: \(evidence.events) events · \(evidence.first.at) to \(evidence.last.at)")
        text.append("sha256: \(evidence.digest)")
        let file = try self.evidence(db, invoice, line)
        let found = SHA256Digest.hex(file)
        text.append(
            found == evidence.digest
                ? "the ledger's events give the same digest now"
                : "the ledger's events now give \(found)")
        let events = file.split(separator: 10)
        for event in events.prefix(count) {
            text.append("  " + String(decoding: event, as: UTF8.self))
        }
        if events.count > count { text.append("  … and \(events.count - count) more") }
        return text
    }

    private static func label(_ step: Explanation.Step) -> String {
        switch step.subject {
        case .units: "units:"
        case .tier(let from, let upTo):
            "\(Explanation.range(from, upTo)):"
        case .volume(let from, let upTo):
            "all units, in \(Explanation.range(from, upTo)):"
        case .packages(let size, _): "packages of \(size.grouped(minimumScale: 0)):"
        case .blocks(let size): "blocks of \(size.grouped(minimumScale: 0)):"
        case .share(let events): "share of \(events) events:"
        case .events: "fixed fee by event:"
        case .eventMinimum: "events at the least one costs:"
        case .eventMaximum: "events at the most one costs:"
        case .eventAmounts(let events): "amounts of \(events) events:"
        case .discount: "discount:"
        case .maximum: "the most a period costs:"
        case .minimum: "the least a period costs:"
        case .alreadyBilled: "billed before:"
        case .spendCap(let limit, let at):
            "not billed, after the cap of \(limit.grouped(minimumScale: 2)) was reached at \(at):"
        case .commitment(let limit): "missing of \(limit.grouped(minimumScale: 2)) committed:"
        case .overage(let limit): "above \(limit.grouped(minimumScale: 2)) committed:"
        case .tokens(let tokenClass, let requests, let limit, let isOffPeak):
            "\(tokenClass.rawValue)\(isOffPeak ? ", off-peak" : ""), \(requests) requests"
                + (limit.map { " up to \($0) input tokens:" } ?? ":")
        }
    }

    /// The evidence file of a line, made again from the ledger.
    static func evidence(_ db: Database, _ invoice: Invoice, _ line: Invoice.Line) throws -> [UInt8]
    {
        guard let metric = line.metric else { return [] }
        let zone = invoice.zone
        let (start, end) = (zone.start(of: line.service.from), zone.start(of: line.service.to))
        let last = Instant(nanoseconds: (line.span?.to ?? end).nanoseconds - 1)
        let mark = try CloseMark(db, invoice.merchant, invoice.month)
        // Late usage is priced by what was known when its own month was closed.
        let home = try CloseMark(db, invoice.merchant, line.service.to.advanced(by: -1).month)
        let catalog = try MerchantCatalog(
            db, invoice.merchant, at: last, orFirstBefore: end,
            knowing: (line.kind == .lateUsage ? home : mark)?.lastVersion)
        let request = MeterRequest(
            metric: catalog.metric(metric), groupBy: line.group.map(\.dimension),
            customers: [invoice.customer], span: line.span)
        return try Evidence.file(
            db, merchant: invoice.merchant, from: start, to: end, request, group: line.group,
            after: line.kind == .lateUsage
                ? CloseMark(db, invoice.merchant, before: invoice.month) : nil,
            through: mark)
    }

    static func batchNumber(_ db: Database, _ payment: Int64) throws -> String? {
        try String.fetchOne(
            db,
            sql: """
                SELECT number FROM settledPayment
                JOIN settlementBatch ON settlementBatch.id = batchId WHERE paymentId = ?
                """,
            arguments: [payment])
    }

    /// The invoice an order was made for; nil where the reference is no order.
    private static func invoiceNumber(_ db: Database, order: String) throws -> String? {
        try String.fetchOne(
            db,
            sql: """
                SELECT number FROM paymentOrder JOIN invoice ON invoice.id = invoiceId
                WHERE outTradeNo = ?
                """,
            arguments: [order])
    }

    static func batch(_ db: Database, _ batch: SettlementBatch) throws -> [String] {
        var lines = ["\(batch.number) · \(batch.outcome)", "opening \(batch.opening)"]
        lines.append(
            Console.table(
                try batch.rows.map { row in
                    [
                        "  \(row.kind.rawValue)", row.reference,
                        try invoiceNumber(db, order: row.reference) ?? "",
                        batch.zone.text(row.at), row.amount.grouped, row.balance.grouped,
                    ]
                }, right: [4, 5]))
        lines.append("net \(batch.net)")
        if let lock = batch.lock {
            lines.append(batch.conversionText(lock))
        }
        lines.append(
            "opening \(batch.opening.grouped) + movements "
                + "\(batch.rows.map(\.amount).total(.cny).grouped) − paid out "
                + "\(batch.paidOut.grouped) = closing \(batch.closing)")
        if let share = batch.share { lines.append(share.words) }
        for event in try PayoutEvent.fetchAll(db, number: batch.number) {
            lines.append(event.line(in: batch.zone))
        }
        return lines
    }
}

extension Invoice.Kind {
    /// What a line bills, in words.
    var words: String {
        switch self {
        case .baseFee: "base fee"
        case .seat: "seats"
        case .addOn: "add-on"
        case .usage: "usage"
        case .lateUsage: "late usage"
        case .commitment: "commitment"
        }
    }
}
