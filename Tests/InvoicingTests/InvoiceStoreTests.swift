import Catalog
import FX
import GRDB
import Money
import Store
import TestSupport
import Testing
import Time

@testable import Invoicing

@Suite("Invoices in the ledger")
struct InvoiceStoreTests {
    let ledger = try! TestLedger()

    /// Finalizes the next invoice of a merchant as the command does, and gives its number.
    func finalize(_ draft: Invoicer.Draft, at instant: Instant) throws -> Invoice.Number {
        try ledger.file.write { db in
            let number = try Invoice.nextNumber(
                db, draft.catalog.merchant.id, on: Zone.shanghai.day(of: instant))
            let invoice = try Invoicer.invoice(
                draft, number: number, issuedAt: instant, currency: .cny, lock: Sample.lock)
            _ = try invoice.insert(db, fxLockID: Sample.lock.insert(db))
            return number
        }
    }

    @Test("numbers run without gaps, for each merchant and day alone")
    func gapless() throws {
        let one = try Sample.draft(ledger, Sample.yaml())
        let two = try Sample.draft(
            ledger, Sample.yaml(merchant: "mer_2", customer: "cus_b1"), merchant: "mer_2")
        // 15:59:59Z is the last second of 11 June in Shanghai.
        let day = try Instant("2025-06-10T16:00:00Z")
        let sameDay = try Instant("2025-06-11T15:59:59Z")
        let nextDay = try Instant("2025-06-11T16:00:00Z")
        #expect(try finalize(one, at: day).text == "INV-2025-0611-0001")
        #expect(try finalize(two, at: day).text == "INV-2025-0611-0001")
        #expect(try finalize(one, at: sameDay).text == "INV-2025-0611-0002")
        #expect(try finalize(one, at: nextDay).text == "INV-2025-0612-0001")
        #expect(try finalize(one, at: sameDay).text == "INV-2025-0611-0003")
    }

    @Test("a finalization that is rolled back leaves its number to the next")
    func rolledBack() throws {
        let draft = try Sample.draft(ledger, Sample.yaml())
        struct Halt: Error {}
        #expect(throws: Halt.self) {
            try ledger.file.write { db in
                let invoice = try Sample.invoice(draft, number: 1)
                _ = try invoice.insert(db, fxLockID: Sample.lock.insert(db))
                throw Halt()
            }
        }
        #expect(try finalize(draft, at: Sample.issuedAt).text == "INV-2025-0611-0001")
    }

    @Test("the counter goes on past 9,999, and the list stays in its order")
    func many() throws {
        let draft = try Sample.draft(ledger, Sample.yaml())
        try ledger.file.write { db in
            for counter in [9998, 9999] {
                let invoice = try Sample.invoice(draft, number: counter)
                _ = try invoice.insert(db, fxLockID: Sample.lock.insert(db))
            }
        }
        #expect(try finalize(draft, at: Sample.issuedAt).text == "INV-2025-0611-10000")
        #expect(try finalize(draft, at: Sample.issuedAt).text == "INV-2025-0611-10001")
        let listed = try ledger.file.read { try Invoice.fetchAll($0).map(\.invoice.number.text) }
        #expect(
            listed == [
                "INV-2025-0611-9998", "INV-2025-0611-9999", "INV-2025-0611-10000",
                "INV-2025-0611-10001",
            ])
    }

    @Test("what is stored is what was finalized, and its rows say the same")
    func stored() throws {
        let draft = try Sample.draft(
            ledger, Sample.yaml(), [try Sample.fee([(1000, "0.01", 1)])])
        let invoice = try Sample.invoice(draft)
        try ledger.file.write {
            _ = try invoice.insert($0, fxLockID: Sample.lock.insert($0))
        }
        let found = try ledger.file.read { try Invoice.fetchOne($0, invoice.number) }
        #expect(found.digest == invoice.digest)
        #expect(found.invoice.json == invoice.json)
        let lines = try ledger.file.read {
            try Row.fetchAll(
                $0, sql: "SELECT lineNumber, kind, amountMinorUnits, eventCount FROM invoiceLine")
        }
        #expect(lines.map { $0[0] as Int } == [1, 2])
        #expect(lines.map { $0[1] as String } == ["baseFee", "usage"])
        #expect(lines.map { $0[2] as Int } == [72_700, 7_270])
        #expect(lines.map { $0[3] as Int } == [0, 2])
        let lock = try ledger.file.read { try FXLock.fetch($0, id: 1) }
        #expect(lock == Sample.lock)
    }

    @Test("a number that several merchants have is asked back with their names")
    func ambiguous() throws {
        let one = try Sample.draft(ledger, Sample.yaml())
        let two = try Sample.draft(
            ledger, Sample.yaml(merchant: "mer_2", customer: "cus_b1"), merchant: "mer_2")
        let number = try finalize(one, at: Sample.issuedAt)
        _ = try finalize(two, at: Sample.issuedAt)
        #expect(throws: InvoicingError.ambiguous(number, ["mer_1", "mer_2"])) {
            try ledger.file.read { try Invoice.fetchOne($0, number) }
        }
        let found = try ledger.file.read {
            try Invoice.fetchOne($0, number, merchant: "mer_2")
        }
        #expect(found.invoice.merchant == "mer_2")
        let other = Invoice.Number("INV-2025-0611-0099")!
        #expect(throws: InvoicingError.unknownInvoice(other.text)) {
            try ledger.file.read { try Invoice.fetchOne($0, other) }
        }
    }
}
