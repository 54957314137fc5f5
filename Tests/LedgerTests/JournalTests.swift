import Catalog
import Checkout
import GRDB
import Money
import Store
import Testing
import Time

@testable import Ledger

@Suite("The journal")
struct JournalTests {
    let ledger = try! SmallLedger()

    func entries(_ book: Book? = nil) throws -> [StoredEntry] {
        var entries: [StoredEntry] = []
        try ledger.file.read { try Journal.forEach($0, book: book) { entries.append($0) } }
        return entries
    }

    @Test("a day of a book has its entries, what they debit in CNY, and the last of them")
    func days() throws {
        let days = try ledger.file.read { try Journal.days($0) }
        let all = try entries()
        #expect(days.reduce(0) { $0 + $1.entries } == all.count)
        for day in days {
            let own = all.filter { $0.book == day.book && $0.day == "\(day.day)" }
            #expect(day.entries == own.count)
            #expect(day.last == (own.last!.sequence, own.last!.hash))
            let debits = own.flatMap(\.postings).filter {
                $0.currency == "CNY" && $0.minorUnits > 0
            }
            #expect(day.debits.minorUnits == debits.reduce(0) { $0 + $1.minorUnits })
        }
    }

    @Test("the chain: each hash is the SHA-256 of the entry's canonical JSON with the one before")
    func chain() throws {
        // The text is put together here by hand, keys in the order of their bytes, so that the
        // writer of canonical JSON is not judged by itself.
        let rows = try ledger.file.read {
            try Row.fetchAll(
                $0,
                sql: """
                    SELECT sequence, book, day, kind, source, hash, (
                        SELECT group_concat('{"account":"' || account || '","currency":"' || currency
                            || '","minor_units":' || minorUnits || '}') FROM (
                            SELECT * FROM posting WHERE entry = sequence ORDER BY position))
                    FROM journalEntry ORDER BY sequence
                    """)
        }
        #expect(rows.count == 11)
        var previous = String(repeating: "0", count: 64)
        for row in rows {
            let text =
                "{\"book\":\"\(row[1] as String)\",\"date\":\"\(row[2] as String)\","
                + "\"kind\":\"\(row[3] as String)\",\"postings\":[\(row[6] as String)],"
                + "\"previous_hash\":\"\(previous)\",\"sequence\":\(row[0] as Int),"
                + "\"source\":\"\(row[4] as String)\"}"
            let hash: String = row[5]
            #expect(SHA256Digest.hex(text.utf8) == hash, "entry \(row[0] as Int)")
            previous = hash
        }
        let head = try ledger.file.read { try Journal.head($0) }
        #expect(head.sequence == 11)
        #expect(head.hash == previous)
    }

    @Test("entries are numbered from 1 in the order they happened, over all books")
    func order() throws {
        let all = try entries()
        #expect(all.map(\.sequence) == Array(1...11))
        #expect(
            all.map(\.book) == [
                "mer_1", "mer_1", "mer_1", "mer_1", "platform", "mer_1", "platform", "mer_1",
                "platform", "platform", "mer_1",
            ])
        #expect(
            all.map(\.kind) == [
                "invoice", "recognition", "recognition", "recognition", "settlement",
                "settlement", "payment", "payment", "channelFee", "settlement", "settlement",
            ])
        #expect(try entries(.platform).map(\.sequence) == [5, 7, 9, 10])
        #expect(try entries(.merchant("mer_1")).map(\.sequence) == [1, 2, 3, 4, 6, 8, 11])
    }

    @Test("an append goes on where the chain ended; an empty journal begins with 64 zeros")
    func append() throws {
        let empty = try SmallLedger(empty: true)
        let draft = JournalEntry.Draft(
            book: .platform, day: try Day("2026-06-01"), kind: .payment, source: "payment x",
            postings: [
                Posting(debit: .channelCost, Amount(minorUnits: 1, .cny)),
                Posting(credit: .platformRevenue, Amount(minorUnits: 1, .cny)),
            ])
        try empty.file.write { db in
            let head = try Journal.head(db)
            #expect(head.sequence == 0)
            #expect(head.hash == String(repeating: "0", count: 64))
            let first = try Journal.append(db, [draft])
            let next = try Journal.append(db, [draft, draft])
            #expect((first + next).map(\.sequence) == [1, 2, 3])
            #expect(first[0].previousHash == head.hash)
            #expect(next[0].previousHash == first[0].hash)
            #expect(next[1].previousHash == next[0].hash)
            // The same draft twice is two facts with two hashes.
            #expect(Set((first + next).map(\.hash)).count == 3)
        }
    }

    @Test("balances, debits positive: what is left after June is paid out")
    func balances() throws {
        func balance(_ book: Book, _ account: Account, _ currency: Currency) throws -> String {
            try ledger.file.read { try Journal.balance($0, book, account, currency) }.decimal
        }
        #expect(try balance(.platform, .merchantPayable("mer_1"), .cny) == "0.00")
        #expect(try balance(.merchant("mer_1"), .dueFromPlatform, .cny) == "0.00")
        #expect(try balance(.merchant("mer_1"), .receivable("cus_1"), .cny) == "0.00")
        #expect(try balance(.platform, .channelClearing(.wechatPay), .cny) == "164.38")
        #expect(try balance(.platform, .payoutInTransit("mer_1"), .usd) == "-18.43")
        // 2.5 % of 165.37 is 4.13, two subscriptions of 10.00, and a wire fee in USD.
        #expect(try balance(.platform, .platformRevenue, .cny) == "-24.13")
        #expect(try balance(.platform, .platformRevenue, .usd) == "-1.00")
        #expect(try balance(.merchant("mer_1"), .paymentFees, .cny) == "24.13")
        #expect(try balance(.merchant("mer_1"), .payoutExpected, .usd) == "18.43")
    }

    @Test("the trial balance adds up to nothing in each book and currency")
    func trialBalance() throws {
        let rows = try ledger.file.read { try Journal.trialBalance($0) }
        #expect(rows.first?.book == "platform")
        for book in ["platform", "mer_1"] {
            for currency in [Currency.cny, .usd] {
                let ours = rows.filter { $0.book == book && $0.balance.currency == currency }
                #expect(!ours.isEmpty)
                #expect(ours.map(\.balance).total(currency).isZero, "\(book) \(currency)")
                #expect(
                    (ours.map(\.debits).total(currency) + ours.map(\.credits).total(currency))
                        .isZero)
            }
        }
        for row in rows { #expect(row.debits + row.credits == row.balance) }
    }
}
