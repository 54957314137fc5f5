import Catalog
import Checkout
import GRDB
import Invoicing
import Ledger
import Money
import Store
import Time

/// Plays the demo's June day by day: what people do on a day, and in the morning after it the bills of the
/// channels, which say it.
struct DemoJune {
    typealias Bill = (channel: Channel, name: String, bytes: [UInt8])

    private let db: Database
    private(set) var bills: [Bill] = []
    private(set) var bookings: [ChannelBooking] = []
    private var payments: [String: DemoPayment] = [:]
    private var balances: [DemoAccount: Amount] = [:]

    /// - Throws: what the ledger refuses of a step, as of the command it stands for.
    init(_ db: Database, _ steps: [DemoStep]) throws {
        self.db = db
        let steps = steps.enumerated().sorted { ($0.1.at, $0.0) < ($1.1.at, $1.0) }.map(\.1)
        guard let first = steps.first, let last = steps.last else { return }
        var day = Zone.shanghai.day(of: first.at)
        while day <= Zone.shanghai.day(of: last.at) {
            var movements: [DemoMovement] = []
            for step in steps where Zone.shanghai.day(of: step.at) == day {
                if let movement = try play(step) { movements.append(movement) }
            }
            day = day.advanced(by: 1)
            // Both channels have a day's bills at ten on the next one.
            try collect(movements, at: Zone.shanghai.start(of: day).advanced(bySeconds: 39_600))
        }
    }

    /// - Returns: what it moved at a channel.
    private mutating func play(_ step: DemoStep) throws -> DemoMovement? {
        let merchant = try Merchant(db, step.merchant, at: step.at)
        func move(
            _ kind: DemoMovement.Kind, _ channel: Channel, _ amount: Amount
        ) -> DemoMovement {
            DemoMovement(
                kind: kind, account: DemoAccount(merchant, channel), amount: amount, at: step.at)
        }
        if step.what == .withdraw, let channel = step.channel {
            return move(.withdrawal, channel, try Amount(step.amount, .cny))
        }
        let invoice = try DemoInvoice(db, step)
        switch step.what {
        case .order:
            _ = try Cashier.open(
                db, invoice: invoice.row, invoice.number, total: invoice.total,
                channel: try invoice.channel(), at: step.at)
            return nil
        case .pay:
            let order = try invoice.lastOrder(db)
            let payment = DemoPayment(
                order: order, invoiceNumber: step.invoice,
                account: DemoAccount(merchant, order.channel),
                amount: try step.amount.isEmpty ? order.amount : Amount(step.amount, .cny),
                paidAt: step.at)
            payments[payment.transactionID] = payment
            return move(.payment(payment), order.channel, payment.amount)
        case .creditNote:
            _ = try Corrections.create(
                db, invoice.stored(db), lowering: try step.lines,
                refundTo: step.channel == nil ? .none : .channel, reason: step.reason, at: step.at)
            return nil
        case .refund:
            guard let order = try RefundOrder.fetchAll(db, invoice: invoice.row).last else {
                throw CheckoutError.unknownPayment(step.invoice, try invoice.channel())
            }
            let payment = try played(order.payment)
            return move(
                .refund(payment, order.outRefundNo), order.payment.channel, order.amount)
        case .chargeback:
            let payment = try played(invoice.lastPayment(db))
            let amount = try step.amount.isEmpty ? payment.amount : Amount(step.amount, .cny)
            let reference = "DSP\(Zone.shanghai.day(of: step.at).number)001"
            let refund = try Chargeback(
                channel: payment.order.channel, transactionID: payment.transactionID,
                reference: reference, amount: amount, at: step.at, reason: step.reason
            ).record(db, at: step.at).refund
            try Journal.append(db, Bookkeeper.entries(for: refund))
            return move(.chargeback(payment, reference), payment.order.channel, amount)
        case .fee:
            let payment = try played(invoice.lastPayment(db))
            return move(.fee(payment), payment.order.channel, try Amount(step.amount, .cny))
        case .decide:
            let payment = try invoice.lastPayment(db)
            let open = Reconciliation(
                try Clearing.sides(db, asOf: step.at), period: nil, asOf: step.at
            ).open.filter { $0.transactionID == payment.transactionID }
            for difference in open {
                _ = try ReconciliationDecision.record(
                    db, difference: difference.id, note: step.reason, at: step.at)
            }
            return nil
        case .void:
            try Corrections.void(db, invoice.stored(db), reason: step.reason, at: step.at)
            return nil
        case .withdraw: preconditionFailure("a withdrawal without a channel")
        }
    }

    private func played(_ payment: Payment) throws -> DemoPayment {
        guard let known = payments[payment.transactionID] else {
            throw CheckoutError.unknownPayment(payment.transactionID, payment.channel)
        }
        return known
    }

    /// A trade bill of what was traded and a fund bill of all that moved, an account each.
    private mutating func collect(_ movements: [DemoMovement], at instant: Instant) throws {
        let groups = Dictionary(grouping: movements, by: \.account).sorted {
            ($0.key.channel, $0.key.number) < ($1.key.channel, $1.key.number)
        }
        for (account, movements) in groups {
            var balance = balances[account] ?? .zero(.cny)
            let traded = movements.filter(\.isTraded)
            let day = movements[0].day.number
            var made: [(name: String, bytes: [UInt8])] = []
            switch account.channel {
            case .wechatPay:
                let name = "\(account.number)-\(day)"
                if !traded.isEmpty {
                    made.append(("\(name)-trade.csv", try DemoBills.weChat(traded)))
                }
                made.append(
                    ("\(name)-fund.csv", try DemoBills.weChatFund(movements, &balance)))
            case .alipay:
                let name = "\(account.number)0156_\(day)"
                if !traded.isEmpty { made.append(("\(name).zip", try DemoBills.alipay(traded))) }
                made.append(
                    ("\(name)-account.zip", try DemoBills.alipayAccount(movements, &balance)))
            }
            balances[account] = balance
            for (name, bytes) in made {
                let bill = try AnyBill(bytes, channel: account.channel, file: name)
                bookings.append(
                    try BillImport(
                        db, bill, name: name,
                        account: account.channel == .wechatPay ? account.number : nil, at: instant
                    ).booking)
                bills.append((account.channel, name, bytes))
            }
        }
    }
}

/// The invoice that a step is about.
private struct DemoInvoice {
    let step: DemoStep
    let number: Invoice.Number
    let row: Int64
    let total: Amount

    init(_ db: Database, _ step: DemoStep) throws {
        guard let number = Invoice.Number(step.invoice) else {
            throw InvoicingError.unknownInvoice(step.invoice)
        }
        self.step = step
        self.number = number
        if let sale = try TopUpInvoice.fetchOne(db, number, merchant: step.merchant) {
            (row, total) = (sale.id, sale.invoice.total)
        } else {
            let stored = try Invoice.fetchOne(db, number, merchant: step.merchant)
            (row, total) = (stored.id, stored.invoice.total)
        }
    }

    func stored(_ db: Database) throws -> StoredInvoice {
        try Invoice.fetchOne(db, number, merchant: step.merchant)
    }

    func channel() throws -> Channel {
        guard let channel = step.channel else {
            throw CSVError(line: 1, found: "no channel for \(step.invoice)", allowed: "a channel")
        }
        return channel
    }

    func lastOrder(_ db: Database) throws -> PaymentOrder {
        let channel = try channel()
        let orders = try PaymentOrder.fetchAll(db, invoice: row).filter { $0.channel == channel }
        guard let last = orders.last(where: { $0.createdAt <= step.at }) else {
            throw CheckoutError.unknownOrder("\(step.invoice) \(channel.rawValue)")
        }
        return last
    }

    func lastPayment(_ db: Database) throws -> Payment {
        guard let last = try Payment.fetchAll(db, invoice: row).last else {
            throw CheckoutError.unknownPayment(step.invoice, try channel())
        }
        return last
    }
}

extension DemoAccount {
    init(_ merchant: Merchant, _ channel: Channel) {
        self.init(
            channel: channel,
            number: channel == .wechatPay ? merchant.wechatPay.mchid : merchant.alipay.pid,
            appid: merchant.wechatPay.appid)
    }
}

extension DemoStep {
    /// `1=12.00 2` as lines of a credit note; every line where it is empty.
    var lines: [(line: Int, value: Exact?)] {
        get throws {
            try amount.split(separator: " ").map { part in
                let parts = part.split(separator: "=").map(String.init)
                guard let number = Int(parts[0]) else {
                    throw CSVError(line: 1, found: "“\(amount)”", allowed: "lines such as 1=12.00")
                }
                return (number, try parts.count > 1 ? Exact(parsing: parts[1]) : nil)
            }
        }
    }
}
