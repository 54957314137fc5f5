import Catalog
import Checkout
import FX
import Foundation
import GRDB
import Invoicing
import Metering
import Money
import Store
import TestSupport
import Time

@testable import bm

/// Statements that bring something in from outside.
extension ScenarioRun {
    /// `prices DAY MODEL [input=…] [output=…] [input>200k=…]`: USD for one token; none for a model
    /// that the table names without a price.
    func prices(_ statement: Scenario.Statement) throws {
        let keys = [
            "input": "input_cost_per_token", "output": "output_cost_per_token",
            "cache_read": "cache_read_input_token_cost",
            "reasoning": "output_cost_per_reasoning_token",
        ]
        var members: [JSONValue.Member] = []
        for (option, price) in statement.options.sorted(by: { $0.key < $1.key }) {
            let parts = option.split(separator: ">")
            guard let key = keys[String(parts[0])] else {
                throw Scenario.Problem(description: "prices has no \(option)=")
            }
            let above = parts.count > 1 ? "_above_\(parts[1])_tokens" : ""
            members.append(.init(key + above, .number(price)))
        }
        let table = JSONValue.object([
            .init(try statement.word(2, "a model"), .object(members))
        ])
        let day = try Day(statement.word(1, "a day"))
        try ledger.write {
            _ = try PriceBook.add(
                $0, LiteLLMTable(Array(table.compact.utf8), file: "prices.json"), book: "litellm",
                digest: table.digest, sourceName: "prices.json", markup: .one,
                effectiveFrom: Zone.utc.start(of: day), at: clock)
        }
    }

    /// `adjust KEY QUANTITY [key=…] [property=…]` and `cancel KEY`: what counts for an event of an
    /// open month.
    func correct(_ statement: Scenario.Statement, at now: Instant) throws {
        let key = try statement.word(1, "the key of an event")
        var change = Correction.Change.cancel
        if statement.verb == "adjust" {
            var properties = statement.options.filter { $0.key != "at" }
            let new = properties.removeValue(forKey: "key")
            change = .adjust(
                key: new, quantity: Exact(try statement.word(2, "a quantity").plain),
                properties: properties.mapValues { .string($0.plain) })
        } else {
            try statement.only("at", words: 2)
        }
        attempt {
            try ledger.write {
                _ = try Correction.apply(
                    $0, [Correction(event: key, change)], sourceName: "-", at: now)
            }
        }
    }

    /// `rates DAY USD=… CNY=…`: units of each currency for one euro.
    func rates(_ statement: Scenario.Statement) throws {
        let columns = statement.options.sorted { $0.key < $1.key }
        let text = """
            Date,\(columns.map(\.key).joined(separator: ","))
            \(try statement.word(1, "a day")),\(columns.map(\.value).joined(separator: ","))
            """
        try ledger.write {
            _ = try ECBTable(text, file: "ecb.csv").add(
                $0, sourceName: "ecb.csv", digest: SHA256Digest.hex(text.utf8), at: clock,
                // Rates that make a rule visible may be far from each other.
                acceptingJumps: true)
        }
    }

    /// The invoice of the customer and month that stand at that word; of several, the one whose
    /// place `number` says, from 1.
    func invoice(_ statement: Scenario.Statement, _ index: Int) throws -> StoredInvoice {
        let customer = try statement.word(index, "a customer")
        let month = try Month(statement.word(index + 1, "a month"))
        let found = try ledger.read {
            try Invoice.fetchAll($0, month: month, customer: Customer.ID(customer))
        }
        let place = try statement.options["number"].map { text in
            guard let place = Int(text), found.indices.contains(place - 1) else {
                throw Scenario.Problem(
                    description: "\(customer) has \(found.count) invoices of \(month)")
            }
            return place - 1
        }
        if let place { return found[place] }
        guard found.count == 1 else {
            throw Scenario.Problem(
                description: "\(customer) has \(found.count) invoices of \(month)")
        }
        return found[0]
    }

    /// `bill MERCHANT at TIME`: what WeChat Pay collected in the merchant's account. A row is
    /// `TIME CUSTOMER MONTH TRANSACTION YUAN [fee=…] [order=N]`, for the last order of the
    /// customer's invoice or for its attempt N. Where there is no order yet, one is made then. In place of
    /// the month may stand the id of a paid grant.
    func bill(_ statement: Scenario.Statement, at now: Instant) throws {
        try statement.only("at", words: 2)
        let merchant = Merchant.ID(try statement.word(1, "a merchant"))
        let account = try ledger.read {
            try MerchantCatalog($0, merchant, at: now).merchant.wechatPay.mchid
        }
        let payments = try statement.rows.map { row in
            try row.only("fee", "order", "refund", words: 5)
            let paidAt = try Instant(row.word(0, "a time"))
            let sold = try order(ofGrant: row.word(2, "a month or a grant"), at: paidAt)
            let order =
                try sold ?? order(of: invoice(row, 1), row.options["order"], at: paidAt)
            // Bills print China Standard Time without saying so.
            let time = String(Zone.shanghai.text(paidAt).prefix(19)).replacing("T", with: " ")
            var payment = SampleBill.Payment(
                order.outTradeNo, try row.word(3, "a transaction"),
                try row.word(4, "an amount").plain, fee: row.options["fee"] ?? "0.00", at: time)
            payment.refund = row.options["refund"]
            return payment
        }
        let bytes = try SampleBill.weChat(payments, mchid: account)
        let bill = try AnyBill(bytes, channel: .wechatPay, file: "bill.csv")
        imported = try ledger.write { try BillImport($0, bill, name: "bill.csv", at: now) }
    }

    /// `message CUSTOMER MONTH TRANSACTION YUAN at TIME`: WeChat Pay says at once that the last order of the
    /// invoice was paid. Where there is none yet, one is made then.
    func message(_ statement: Scenario.Statement, at now: Instant) throws {
        try statement.only("at", words: 5)
        let stored = try invoice(statement, 1)
        let order = try order(of: stored, nil, at: now)
        let account = try ledger.read {
            try MerchantCatalog($0, stored.invoice.merchant, at: now).merchant.wechatPay.mchid
        }
        let amount = try Amount(statement.word(4, "an amount").plain, .cny)
        let text = """
            {"mchid": "\(account)", "out_trade_no": "\(order.outTradeNo)", "trade_state": "SUCCESS",
             "transaction_id": "\(try statement.word(3, "a transaction"))",
             "success_time": "\(Zone.shanghai.text(now))",
             "amount": {"total": \(amount.minorUnits), "currency": "CNY"}}
            """
        let message = try ChannelMessage(
            Array(text.utf8), channel: .wechatPay, file: "message.json")
        try ledger.write {
            _ = try message.insert($0, file: "message.json", at: now)
            _ = try BillImport.book($0, at: now)
        }
    }

    private func order(
        of stored: StoredInvoice, _ attempt: String?, at instant: Instant
    ) throws -> PaymentOrder {
        try ledger.write { db in
            let orders = try PaymentOrder.fetchAll(db, invoice: stored.id)
            if let attempt {
                guard let order = orders.first(where: { "\($0.attempt)" == attempt }) else {
                    throw Scenario.Problem(description: "there is no order \(attempt)")
                }
                return order
            }
            return try orders.last
                ?? Cashier.open(db, stored, channel: .wechatPay, at: instant)
        }
    }
}
