import FX
import GRDB
import Money
import TestSupport
import Testing
import Time

@Suite("Which rate serves")
struct FXRateStoreTests {
    let ledger = try! TestLedger()

    @Test("the ECB's rates cross through the euro, and are inverted to the euro")
    func crosses() throws {
        try Sample.addECB("Date,USD,CNY\n2026-05-29,1.1644,7.8793\n", to: ledger)
        // 7.8793 ÷ 1.1644 = 6.76683270…
        let usd = try Sample.find(ledger, .usd, .cny, "2026-05-29")
        #expect(usd.text == "USD/CNY 6.7668327")
        #expect(usd.derivation == "EUR/CNY 7.8793 ÷ EUR/USD 1.1644")
        let eur = try Sample.find(ledger, .eur, .cny, "2026-05-29")
        #expect(eur.text == "EUR/CNY 7.8793" && eur.derivation == nil)
        // 1 ÷ 7.8793 = 0.126914827…
        let back = try Sample.find(ledger, .cny, .eur, "2026-05-29")
        #expect(back.text == "CNY/EUR 0.12691483")
        #expect(back.derivation == "1 ÷ EUR/CNY 7.8793")
        for rate in [usd, eur, back] {
            #expect(try ledger.read { try rate.isPublished($0) })
        }
    }

    @Test("of one day the pair itself comes first, then its inverse, then the cross")
    func order() throws {
        let euro = "2026-05-29,EUR,USD,1.1644\n2026-05-29,EUR,CNY,7.8793\n"
        func find(_ rows: String) throws -> String {
            let ledger = try TestLedger()
            try Sample.add(rows, to: ledger)
            return try Sample.find(ledger, .usd, .cny, "2026-05-29", source: "Desk").text
        }
        #expect(try find(euro) == "USD/CNY 6.7668327")
        // 1 ÷ 0.14775 = 6.76818950…
        #expect(try find(euro + "2026-05-29,CNY,USD,0.14775\n") == "USD/CNY 6.7681895")
        #expect(
            try find(euro + "2026-05-29,CNY,USD,0.14775\n2026-05-29,USD,CNY,6.77123456789\n")
                == "USD/CNY 6.77123456789")
        // The later day comes before the more direct way.
        #expect(try find(euro + "2026-05-28,USD,CNY,6.9\n") == "USD/CNY 6.7668327")
    }

    @Test("another publisher's rate serves only who asks for it")
    func sources() throws {
        try Sample.add("2026-05-29,USD,CNY,7.30\n", to: ledger)
        #expect(throws: FXError.self) { try Sample.find(ledger, .usd, .cny, "2026-05-29") }
        try Sample.addECB("Date,USD,CNY\n2026-05-29,1.1644,7.8793\n", to: ledger)
        #expect(try Sample.find(ledger, .usd, .cny, "2026-05-29").source == "ECB")
        let own = try Sample.find(ledger, .usd, .cny, "2026-05-29", source: "Desk")
        #expect(own.text == "USD/CNY 7.3" && own.source == "Desk")
        // Two publishers are never crossed with each other.
        try Sample.add("2026-05-29,EUR,HKD,9.1\n", to: ledger)
        #expect(throws: FXError.self) { try Sample.find(ledger, .hkd, .cny, "2026-05-29") }
    }

    @Test(
        "of the day or the last before it, seven days back and never ahead",
        arguments: [
            ("2026-05-29", "2026-05-29"), ("2026-05-31", "2026-05-29"),
            ("2026-06-05", "2026-05-29"), ("2026-06-06", nil), ("2026-05-28", nil),
        ])
    func days(wanted: String, found: String?) throws {
        try Sample.add("2026-05-29,USD,CNY,7.27\n", to: ledger)
        // A day without a rate is refused: the nil that is expected of it.
        let rate = try? Sample.find(ledger, .usd, .cny, wanted, source: "Desk")
        #expect(rate?.day.description == found)
    }

    @Test("where there is none, the last day of any of the three ways is named")
    func last() throws {
        func last(_ rows: String) throws -> String? {
            let ledger = try TestLedger()
            try Sample.add(rows, to: ledger)
            do {
                _ = try Sample.find(ledger, .usd, .cny, "2026-05-29", source: "Desk")
            } catch FXError.noRate(.usd, .cny, _, source: "Desk", let last) { return last }
            return "found"
        }
        #expect(try last("2026-04-01,USD,CNY,7\n") == "2026-04-01")
        #expect(try last("2026-04-02,CNY,USD,0.14\n") == "2026-04-02")
        #expect(try last("2026-04-03,EUR,USD,1.1\n2026-04-03,EUR,CNY,7.8\n") == "2026-04-03")
        #expect(try last("2026-04-03,EUR,USD,1.1\n2026-04-04,EUR,CNY,7.8\n") == nil)
    }

    @Test("today's rates are out at 15:00 UTC")
    func published() throws {
        #expect(
            FXRate.lastPublished(at: try Instant("2026-05-29T14:59:59Z")).description
                == "2026-05-28")
        #expect(
            FXRate.lastPublished(at: try Instant("2026-05-29T15:00:00Z")).description
                == "2026-05-29")
    }

    @Test("a currency in itself is one for one, by nobody and from nothing")
    func identity() throws {
        let rate = try Sample.find(ledger, .cny, .cny, "2026-05-31")
        #expect(rate.text == "CNY/CNY 1" && rate.derivedFrom.isEmpty && rate.source == "identity")
        #expect(rate.day.description == "2026-05-31")
        #expect(try ledger.read { try rate.isPublished($0) })
        let lock = FXLock(
            purpose: .preview, rate: rate, wantedDay: rate.day, lockedAt: Sample.now)
        #expect(try lock.convert(Amount("12345.67", .cny)) == Amount("12345.67", .cny))
    }

    @Test("a locked rate is the one that was published as long as its figures are in the ledger")
    func isPublished() throws {
        try Sample.addECB("Date,USD,CNY\n2026-05-29,1.1644,7.8793\n", to: ledger)
        let lock = try ledger.write { db in
            let lock = try FXLock(db, .preview, base: .usd, at: Sample.now)
            _ = try lock.insert(db)
            return lock
        }
        #expect(lock.wantedDay.description == "2026-06-01")
        #expect(lock.rate.day.description == "2026-05-29")
        let stored = try #require(try ledger.read { try FXLock.fetch($0, id: 1) })
        #expect(stored == lock)
        #expect(try ledger.read { try stored.rate.isPublished($0) })
        try ledger.tamper("UPDATE fxRate SET value = '7.8794' WHERE quote = 'CNY'")
        #expect(try !ledger.read { try stored.rate.isPublished($0) })
    }
}
