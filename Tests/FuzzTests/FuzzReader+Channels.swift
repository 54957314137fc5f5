import Foundation
import Money
import Store

@testable import Checkout

/// What a channel sends: what is accepted must be consistent in itself, whatever was done to it.
extension FuzzReader {
    static func bill(_ bytes: [UInt8], _ channel: Channel) throws {
        let bill = try ChannelBill(bytes, channel: channel, file: "bill")
        try hold(
            try ChannelBill(bytes, channel: channel, file: "bill") == bill, "two bills of one file")
        var payments: Set<String> = []
        for row in bill.rows {
            try hold(row.line > 1, "a row without a line")
            try hold(
                row.amount > .zero(.cny) && !row.settled.isNegative, "an amount of nothing")
            try hold(!row.transactionID.isEmpty, "a row without a transaction")
            if row.kind == .payment {
                try hold(payments.insert(row.transactionID).inserted, "a transaction paid twice")
                try hold(!row.wentBack && row.refundID == nil, "a payment with a refund's facts")
            }
            // A fee may be refused, in words; it must not crash.
            _ = try? row.feeAmount()
        }
        try hold(BillFormat.found(in: bytes).contains { $0.channel == channel }, "no such format")
    }

    static func fundBill(_ bytes: [UInt8], _ channel: Channel) throws {
        let bill = try FundBill(bytes, channel: channel, file: "bill")
        try hold(
            try FundBill(bytes, channel: channel, file: "bill") == bill, "two bills of one file")
        // Again from the opening balance to the closing one, without the reader.
        var balance = bill.opening?.minorUnits ?? 0
        for row in bill.rows {
            try hold(row.line > 1, "a row without a line")
            balance += row.amount.minorUnits
            try hold(balance == row.balance.minorUnits, "a balance that does not follow")
        }
        try hold(bill.closing.map { $0.minorUnits == balance } ?? true, "another closing balance")
        try hold(Set(bill.rows.map(\.flowNo)).count == bill.rows.count, "a movement twice")
        try hold(BillFormat.found(in: bytes).contains { $0.channel == channel }, "no such format")
    }

    static func message(_ bytes: [UInt8], _ channel: Channel) throws {
        let message = try ChannelMessage(bytes, channel: channel, file: "message")
        try hold((8...16).contains(message.account.utf8.count), "no account")
        try hold(!message.key.isEmpty, "a message without a key")
        switch message.event {
        case .paid(let paid): try hold(paid.amount > .zero(.cny), "nothing paid")
        case .refunded(let refund):
            switch refund.amount {
            case .this(let amount), .soFar(let amount):
                try hold(amount > .zero(.cny), "nothing refunded")
            }
        case .refundFailed(let failed): try hold(failed.amount > .zero(.cny), "no refund failed")
        case .closed(let order), .waiting(let order):
            try hold(!order.outTradeNo.isEmpty, "no order")
        }
        guard channel == .wechatPay else { return }
        // What was kept of it, read again, says the same.
        let kept = Array(message.fields.canonical.utf8)
        let again = try ChannelMessage(kept, channel: channel, file: "message")
        try hold(
            again.event == message.event && again.key == message.key,
            "the fields kept say something else")
    }
}
