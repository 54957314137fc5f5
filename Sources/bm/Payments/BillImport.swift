import Checkout
import GRDB
import Ledger
import Money
import Store
import Time

/// A bill file of either kind: its columns say which.
struct AnyBill {
    enum Content {
        case trade(ChannelBill)
        case fund(FundBill)
    }

    let content: Content
    /// SHA-256 of the file.
    let digest: String

    /// - Throws: `CheckoutError`, of a trade bill where the file is no bill of the channel at all.
    init(_ bytes: [UInt8], channel: Channel, file: String) throws {
        digest = SHA256Digest.hex(bytes)
        let fund: BillFormat = channel == .wechatPay ? .weChatFund : .alipayAccount
        content =
            BillFormat.found(in: bytes).contains(fund)
            ? .fund(try FundBill(bytes, channel: channel, file: file))
            : .trade(try ChannelBill(bytes, channel: channel, file: file))
    }
}

/// A bill that was read, and what it did to the ledger.
struct BillImport {
    /// False where the same file was imported before.
    let isNew: Bool
    /// Of a fund bill: how many movements no bill before it has. Nil for a trade bill.
    let movements: Int?
    let booking: ChannelBooking
    /// Rows of this bill that say what was booked before, and those that cannot be booked.
    let known: Int
    let parked: [ChannelBooking.Parked]

    /// Keeps a bill and books what it says; and what bills before it said, where it can be booked now.
    ///
    /// - Parameters:
    ///   - account: whose it is, for a bill that does not say it.
    ///   - day: of which day it is, for a bill without rows.
    init(
        _ db: Database, _ bill: AnyBill, name: String, account: String? = nil, day: Day? = nil,
        at instant: Instant
    ) throws {
        let id: Int64?
        switch bill.content {
        case .trade(let trade):
            id = try trade.insert(
                db, sourceName: name, digest: bill.digest, account: account, day: day, at: instant)
            movements = nil
        case .fund(let fund):
            let kept = try fund.insert(
                db, sourceName: name, digest: bill.digest, account: account, day: day, at: instant)
            id = kept?.bill
            movements = kept?.added ?? 0
        }
        isNew = id != nil
        booking = try BillImport.book(db, at: instant)
        known = booking.known.filter { $0 == id }.count
        parked = booking.parked.filter { $0.bill == id }
    }

    /// Books what the channels said, with its entries; credit that is paid now becomes active.
    static func book(_ db: Database, at instant: Instant) throws -> ChannelBooking {
        let booking = try ChannelBooking(db, at: instant)
        try Journal.append(db, Bookkeeper.entries(for: booking))
        for payment in booking.payments {
            try CreditBooks.activate(db, soldBy: payment.invoice, at: instant)
        }
        return booking
    }

    func text(file: String) -> String {
        guard isNew else { return repeatedText(file) }
        var parts = [file]
        if let movements {
            let sum = booking.withdrawals.map(\.amount).total(.cny)
            parts += [
                Console.count(movements, "movement"),
                "\(Console.count(booking.withdrawals.count, "withdrawal")) \(sum)",
                "fees \(booking.fees.map(\.amount).total(.cny))",
            ]
        } else {
            parts += [
                Console.count(booking.payments.count, "payment"),
                "\(booking.payments.map(\.amount).total(.cny))",
            ]
        }
        if !booking.refunds.isEmpty {
            parts.append(
                "\(Console.count(booking.refunds.count, "refund")) \(booking.refunds.map(\.amount).total(.cny))"
            )
        }
        if movements == nil { parts.append("\(known) known") }
        parts.append("\(parked.count) unmatched")
        let lines = parked.map { "  line \($0.line): \($0.amount) · \($0.reason)" }
        return ([parts.joined(separator: " · ")] + lines).joined(separator: "\n")
    }

    /// A bill that was there before can bring what could not be booked then, as its time had not come.
    private func repeatedText(_ file: String) -> String {
        let booked =
            booking.payments.map { "paid \($0.amount) for \($0.invoiceNumber)" }
            + booking.refunds.map { "refunded \($0.amount) of \($0.payment.transactionID)" }
        if booked.isEmpty { return "\(file) · imported before, nothing new" }
        return ([file, "imported before, booked now"] + booked).joined(separator: " · ")
    }

    func json(file: String) -> JSONValue {
        .object([
            .init("file", .string(file)), .init("new", .bool(isNew)),
            .init("payments", .int(booking.payments.count)),
            .init("refunds", .int(booking.refunds.count)), .init("known", .int(known)),
            .init("movements", movements.map { .int($0) } ?? .null),
            .init("withdrawals", .int(booking.withdrawals.count)),
            .init("fees", .amount(booking.fees.map(\.amount).total(.cny))),
            .init(
                "unmatched",
                .array(
                    parked.map {
                        .object([
                            .init("line", .int($0.line)),
                            .init("out_trade_no", .string($0.outTradeNo)),
                            .init("amount", .amount($0.amount)),
                            .init("reason", .string($0.reason.description)),
                        ])
                    })),
        ])
    }
}
