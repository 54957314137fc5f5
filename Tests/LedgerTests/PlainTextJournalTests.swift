import Catalog
import Foundation
import GRDB
import Money
import Store
import Testing
import Time

@testable import Ledger

@Suite("The journal as plain text")
struct PlainTextJournalTests {
    /// Two entries, the second of an earlier day and in yen.
    func twoEntries() throws -> (beancount: String, hledger: String, hashes: [String]) {
        let ledger = try SmallLedger(empty: true)
        func posting(_ account: Account, _ amount: String, _ currency: Currency) throws -> Posting {
            Posting(debit: account, try Amount(amount, currency))
        }
        return try ledger.file.write { db in
            let entries = try Journal.append(
                db,
                [
                    JournalEntry.Draft(
                        book: .merchant("mer_1"), day: Day("2026-06-03"), kind: .payment,
                        source: "payment wechat_pay/4200001",
                        postings: [
                            posting(.dueFromPlatform, "165.37", .cny),
                            posting(.receivable("cus_1"), "-165.37", .cny),
                        ]),
                    JournalEntry.Draft(
                        book: .platform, day: Day("2026-06-01"), kind: .settlement,
                        source: "settlement SET-2026-05-mer_1-JPY",
                        postings: [
                            posting(.merchantPayable("mer_1"), "100.00", .cny),
                            posting(.fxClearing, "-100.00", .cny),
                            posting(.fxClearing, "2373", .jpy),
                            posting(.payoutInTransit("mer_1"), "-2373", .jpy),
                        ]),
                ])
            return (
                try PlainTextJournal.text(db, .beancount), try PlainTextJournal.text(db, .hledger),
                entries.map(\.hash)
            )
        }
    }

    @Test("beancount: accounts opened, entries by day, each with its place in the chain")
    func beancount() throws {
        let (text, _, hashes) = try twoEntries()
        #expect(
            text == """
                option "title" "bm ledger"
                option "inferred_tolerance_default" "*:0"

                2026-06-01 open Assets:Mer-1:Due-From-Platform
                2026-06-01 open Assets:Mer-1:Receivable:Cus-1
                2026-06-01 open Equity:Platform:Fx-Clearing
                2026-06-01 open Liabilities:Platform:Merchant-Payable:Mer-1
                2026-06-01 open Liabilities:Platform:Payout-In-Transit:Mer-1

                2026-06-01 * "platform" "settlement SET-2026-05-mer_1-JPY"
                  sequence: "2"
                  hash: "\(hashes[1])"
                    Liabilities:Platform:Merchant-Payable:Mer-1  100.00 CNY
                    Equity:Platform:Fx-Clearing  -100.00 CNY
                    Equity:Platform:Fx-Clearing  2373 JPY
                    Liabilities:Platform:Payout-In-Transit:Mer-1  -2373 JPY

                2026-06-03 * "mer_1" "payment wechat_pay/4200001"
                  sequence: "1"
                  hash: "\(hashes[0])"
                    Assets:Mer-1:Due-From-Platform  165.37 CNY
                    Assets:Mer-1:Receivable:Cus-1  -165.37 CNY

                """)
    }

    @Test("hledger: accounts and commodities declared, so that its strict checks have a say")
    func hledger() throws {
        let (_, text, hashes) = try twoEntries()
        #expect(
            text == """
                account Assets:Mer-1:Due-From-Platform
                account Assets:Mer-1:Receivable:Cus-1
                account Equity:Platform:Fx-Clearing
                account Liabilities:Platform:Merchant-Payable:Mer-1
                account Liabilities:Platform:Payout-In-Transit:Mer-1
                commodity 1000.00 CNY
                commodity 1000. JPY

                2026-06-01 * (2) platform | settlement SET-2026-05-mer_1-JPY
                    ; hash: \(hashes[1])
                    Liabilities:Platform:Merchant-Payable:Mer-1  100.00 CNY
                    Equity:Platform:Fx-Clearing  -100.00 CNY
                    Equity:Platform:Fx-Clearing  2373 JPY
                    Liabilities:Platform:Payout-In-Transit:Mer-1  -2373 JPY

                2026-06-03 * (1) mer_1 | payment wechat_pay/4200001
                    ; hash: \(hashes[0])
                    Assets:Mer-1:Due-From-Platform  165.37 CNY
                    Assets:Mer-1:Receivable:Cus-1  -165.37 CNY

                """)
    }

    @Test("an empty journal is one too")
    func empty() throws {
        let ledger = try SmallLedger(empty: true)
        for format in PlainTextJournal.Format.allCases {
            let text = try ledger.file.read { try PlainTextJournal.text($0, format) }
            #expect(!text.contains("1970"))
        }
    }

    @Test("bean-check accepts it, and refuses it a fen off", .needs("bean-check"))
    func beanCheck() throws {
        let text = try journal(.beancount)
        let good = try judge(text, "bean-check", [])
        #expect(good.status == 0, "\(good.output)")
        let bad = try judge(aFenOff(text), "bean-check", [])
        #expect(bad.status != 0)
        #expect(bad.output.contains("does not balance"))
    }

    @Test("hledger's strict checks accept it, and refuse it a fen off", .needs("hledger"))
    func hledgerCheck() throws {
        let text = try journal(.hledger)
        let good = try judge(text, "hledger", ["check", "--strict", "ordereddates", "-f"])
        #expect(good.status == 0, "\(good.output)")
        let bad = try judge(aFenOff(text), "hledger", ["check", "--strict", "-f"])
        #expect(bad.status != 0)
        #expect(bad.output.contains("0.01 CNY"), "\(bad.output)")
    }

    @Test("hledger finds the balances that the books have", .needs("hledger"))
    func hledgerBalances() throws {
        let ledger = try SmallLedger()
        let text = try ledger.file.read { try PlainTextJournal.text($0, .hledger) }
        func balance(_ account: String) throws -> String {
            try judge(text, "hledger", ["balance", "--flat", "-N", "-E", account, "-f"]).output
                .trimmingCharacters(in: .whitespacesAndNewlines)
        }
        #expect(
            try balance("Assets:Mer-1:Payout-Expected")
                == "18.43 USD  Assets:Mer-1:Payout-Expected")
        #expect(
            try balance("Income:Mer-1:Revenue:Usage")
                == "-10.61 CNY  Income:Mer-1:Revenue:Usage")
        #expect(
            try balance("Assets:Mer-1:Receivable:Cus-1")
                == "0  Assets:Mer-1:Receivable:Cus-1")
    }

    private func journal(_ format: PlainTextJournal.Format) throws -> String {
        let ledger = try SmallLedger()
        return try ledger.file.read { try PlainTextJournal.text($0, format) }
    }

    private func aFenOff(_ text: String) -> String {
        precondition(text.contains("165.37 CNY"))
        return text.replacing("165.37 CNY", with: "165.38 CNY", maxReplacements: 1)
    }

    private func judge(
        _ text: String, _ tool: String, _ arguments: [String]
    ) throws -> (status: Int32, output: String) {
        let file = FileManager.default.temporaryDirectory
            .appendingPathComponent("bm-\(UUID().uuidString).journal")
        try text.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        return try Tool.run(tool, arguments + [file.path])
    }
}
