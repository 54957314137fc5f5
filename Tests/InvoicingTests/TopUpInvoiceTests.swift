import Catalog
import Credits
import FX
import Money
import Store
import TestSupport
import Testing
import Time

@testable import Invoicing

@Suite("Invoices that sell credit")
struct TopUpInvoiceTests {
    private func draft(
        _ ledger: TestLedger, units: String, unit: CreditUnit, price: PreciseAmount? = nil
    ) throws -> TopUpInvoice.Draft {
        let catalog = try ledger.read { try MerchantCatalog($0, "mer_1", at: TestLedger.end) }
        return TopUpInvoice.Draft(
            catalog: catalog, customer: catalog.customers[0], grant: "po-1",
            units: try Exact(parsing: units), unit: unit, price: price)
    }

    private func lock() throws -> FXLock {
        try .sample(.invoice, of: "2026-05-29", wanted: "2026-05-31", at: TestLedger.end)
    }

    private func number(_ counter: Int = 1) throws -> Invoice.Number {
        Invoice.Number(day: try Day("2026-06-01"), counter: counter)
    }

    /// 10,000 × 0.01 = USD 100.00 × 7.27 = CNY 727.00; 6 %: 43.62; 770.62.
    @Test("credits at what they are worth, and at another price")
    func figures() throws {
        let ledger = try TestLedger()
        try ledger.apply(SampleCatalog().yaml)
        let credits = try CreditUnit("credits", worth: UnitPrice("0.01", .usd))
        let plain = try TopUpInvoice(
            draft(ledger, units: "10000", unit: credits), number: number(),
            issuedAt: TestLedger.end, currency: .cny, lock: lock())
        #expect(plain.amount.decimal == "727.00")
        #expect(plain.tax.amount.decimal == "43.62")
        #expect(plain.total.decimal == "770.62")
        #expect(plain.month == (try Month("2026-06")))
        #expect(plain.dueDay == (try Day("2026-06-15")))
        // 33.333 × 7.27 = 242.33091, 242.33; 6 % of it 14.5398, 14.54.
        let cheap = try TopUpInvoice(
            draft(
                ledger, units: "10000", unit: credits, price: PreciseAmount("33.333", .usd)),
            number: number(), issuedAt: TestLedger.end, currency: .cny, lock: lock())
        #expect(cheap.amount.decimal == "242.33")
        #expect(cheap.total.decimal == "256.87")
        // In CNY nothing is converted: 12.345 rounds half away from zero.
        let yuan = try TopUpInvoice(
            draft(ledger, units: "12.345", unit: CreditUnit(.cny)), number: number(),
            issuedAt: TestLedger.end, currency: .cny, lock: nil)
        #expect(yuan.amount.decimal == "12.35")
    }

    @Test(
        "it is kept whole, counted with the merchant's other invoices, and is no invoice of usage")
    func store() throws {
        let ledger = try TestLedger()
        try ledger.apply(SampleCatalog().yaml)
        let credits = try CreditUnit("credits", worth: UnitPrice("0.01", .usd))
        let first = try draft(ledger, units: "10000", unit: credits)
        let second = try draft(ledger, units: "5", unit: CreditUnit(.cny))
        let (lock, day) = (try lock(), try Day("2026-06-01"))
        try ledger.write { db in
            for (draft, lock) in [(first, lock as FXLock?), (second, nil)] {
                let invoice = try TopUpInvoice(
                    draft, number: Invoice.nextNumber(db, "mer_1", on: day),
                    issuedAt: TestLedger.end, currency: .cny, lock: lock)
                _ = try invoice.insert(db, fxLockID: lock?.insert(db))
            }
        }
        try ledger.read { db in
            let stored = try TopUpInvoice.fetchAll(db)
            #expect(stored.map(\.invoice.number) == [try number(1), try number(2)])
            for stored in stored {
                #expect(stored.invoice.digest == stored.digest)
            }
            #expect(stored[0].invoice.unit == credits && stored[0].invoice.lock == lock)
            #expect(stored[1].invoice.unit == CreditUnit(.cny) && stored[1].invoice.lock == nil)
            #expect(try Invoice.fetchAll(db).isEmpty)
            #expect(try TopUpInvoice.fetchOne(db, number(2))?.invoice.total.decimal == "5.30")
            #expect(try TopUpInvoice.fetchOne(db, number(3)) == nil)
            #expect(try TopUpInvoice.fetchOne(db, number(1), merchant: "mer_2") == nil)
        }
    }
}
