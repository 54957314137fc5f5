import Ledger
import TestSupport
import Testing
import Time
import Web

@testable import Dashboard

@Suite("What a merchant's own site leaves out, and what headlines say")
struct OwnSiteTests {
    private let ledger: TestLedger
    private static let failure = "INV-2026-0601-0006 of mer_9: 55,308.36 is billed, 1.00 is booked"

    init() throws {
        ledger = try SiteSample.ledger()
        let verification = Verification(
            at: SiteSample.end, headSequence: 0,
            invariants: [
                Invariant(.balanced, checked: 88_435, failures: []),
                Invariant(.chain, checked: 447, failures: [Self.failure]),
            ])
        try ledger.write { try verification.insert($0) }
    }

    private func page(_ path: String) throws -> String {
        let file = try #require(try SiteSample.pages(of: ledger).first { $0.path == path })
        return String(decoding: file.bytes, as: UTF8.self)
    }

    @Test(
        "checks are of all merchants: how much was checked and what failed is the platform's alone")
    func checks() throws {
        let platform = try page("audit.html")
        #expect(platform.contains("88,435") && platform.contains("55,308.36"))
        for path in ["share/mer_1/audit.html", "merchants/mer_1/audit.html"] {
            let own = try page(path)
            #expect(own.contains("broken") && own.contains("holds"))
            #expect(!own.contains("88,435") && !own.contains("447") && !own.contains("mer_9"))
        }
    }

    @Test("entries are named by their hash: their numbers count those of all books")
    func entries() throws {
        let entries = try ledger.read { db in
            var all: [StoredEntry] = []
            try Journal.forEach(db) { all.append($0) }
            return all
        }
        let own = try page("share/mer_1/invoices/INV-2026-0601-0001.html")
        let booked = try #require(entries.first { $0.source.hasSuffix("INV-2026-0601-0001") })
        #expect(own.contains("\(booked.hash.prefix(12))…"))
    }

    @Test(
        "what is earned is said of the last closed month, though fees of the next are in the books")
    func earned() throws {
        let revenue = try page("share/mer_1/revenue.html")
        #expect(revenue.contains("is earned in <time datetime=\"2026-05\">"))
        #expect(!revenue.contains("is earned in <time datetime=\"2026-06\">"))
    }
}
