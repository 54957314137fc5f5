import Money
import Store
import TestSupport
import Testing
import Time

@testable import Invoicing

@Suite("Credit notes")
struct CreditNoteTests {
    let ledger = try! TestLedger()

    /// Fees at prices with odd digits, in USD, with 6 % tax and a base fee of USD 100.
    func invoice(_ random: inout SplitMix) throws -> Invoice {
        let fees = try (0..<Int.random(in: 1...4, using: &random)).map { index in
            try Sample.fee(
                [
                    (
                        Int.random(in: 1...2_000_000, using: &random),
                        "0.\(Int.random(in: 1...999_999, using: &random))", 1_000
                    )
                ], model: "m-\(index)")
        }
        return try Sample.invoice(Sample.draft(ledger, Sample.yaml(), fees))
    }

    func note(
        _ invoice: Invoice, _ lines: [(line: Int, value: Exact?)], after notes: [CreditNote]
    ) throws -> CreditNote {
        var taken: [Int: CreditNote.Taken] = [:]
        for line in notes.flatMap(\.lines) {
            try taken[line.number, default: CreditNote.Taken()].add(line)
        }
        return try CreditNote(
            invoice, number: "CN-2025-0611-0001", lowering: lines, taken: taken,
            taxed: notes.map(\.tax).total(.cny), refundTo: .none, reason: "test",
            issuedAt: Sample.issuedAt, closedThrough: Month("2026-05"))
    }

    @Test("a line that is named twice is refused")
    func twice() throws {
        var random = SplitMix(seed: 3)
        let invoice = try invoice(&random)
        let line = invoice.lines[0].number
        #expect(
            throws: InvoicingError.notCreditable(
                invoice.number, line: line, "it is named twice")
        ) {
            try note(invoice, [(line, Exact(coefficient: 1, scale: 2)), (line, nil)], after: [])
        }
    }

    @Test(
        "what a note was asked for is kept as text and read back: 1=10.50 before 2, however it was said"
    )
    func request() throws {
        func request(_ lines: [(line: Int, value: Exact?)]) -> CreditNote.Request {
            CreditNote.Request(lowering: lines, refundTo: .none, reason: "outage")
        }
        let asked = request([(2, nil), (1, try Exact(parsing: "10.50"))])
        #expect(asked.linesText == "1=10.5 2")
        #expect(asked == request([(1, try Exact(parsing: "10.5")), (2, nil)]))
        #expect(asked != request([(1, nil), (2, nil)]))
        #expect(asked != request([]))
        #expect(request([]).linesText == "")
        for asked in [asked, request([])] {
            let read = CreditNote.Request(
                linesText: asked.linesText, refundTo: .none, reason: "outage")
            #expect(read == asked)
        }
        let number = Invoice.Number(day: try Day("2026-06-01"), counter: 2)
        #expect(
            asked.words(number)
                == "INV-2026-0601-0002, line 1=10.5 2, refund to none, reason “outage”")
        for text in ["x", "1=", "1=2=3", "1=ten"] {
            #expect(
                CreditNote.Request(linesText: text, refundTo: .none, reason: "outage") == nil)
        }
    }

    @Test("cut anywhere, the notes of an invoice come to it: each line, the tax and the total")
    func conserves() throws {
        let seed: UInt64 = 71
        var random = SplitMix(seed: seed)
        for round in 0..<200 {
            let invoice = try invoice(&random)
            var notes: [CreditNote] = []
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                let line = invoice.lines.randomElement(using: &random)!
                var left = line.precise.exact
                for earlier in notes.flatMap(\.lines) where earlier.number == line.number {
                    left = try left.minus(earlier.value.exact)
                }
                let share = Exact(Int.random(in: 1...99, using: &random))
                let value = try left.times(share).shifted(right: 2)
                guard value > .zero else { continue }
                let next = try note(invoice, [(line.number, value)], after: notes)
                #expect(next.total >= .zero(.cny), "seed \(seed), round \(round)")
                #expect(
                    try CreditNote(snapshot: JSONValue(parsing: next.json.canonical)) == next)
                notes.append(next)
            }
            notes.append(
                try note(invoice, invoice.lines.map { ($0.number, nil) }, after: notes))
            for line in invoice.lines {
                let amount = notes.flatMap(\.lines).filter { $0.number == line.number }
                    .map(\.amount).total(.cny)
                #expect(amount == line.amount, "seed \(seed), round \(round)")
            }
            #expect(notes.map(\.tax).total(.cny) == invoice.tax, "seed \(seed), round \(round)")
            #expect(notes.map(\.total).total(.cny) == invoice.total, "seed \(seed), round \(round)")
        }
    }

    @Test("a line of USD 8 at 7.27, lowered by 4: CNY 29.08 less, and the rest 29.08")
    func byHand() throws {
        let invoice = try Sample.invoice(
            Sample.draft(ledger, Sample.yaml(baseFee: "0"), [Sample.fee([(8, "1", 1)])]))
        #expect(invoice.lines[0].amount.decimal == "58.16")  // 8 × 7.27
        #expect(invoice.tax.decimal == "3.49")  // 6 % of 58.16 is 3.4896
        let first = try note(invoice, [(1, Exact(4))], after: [])
        #expect(first.net.decimal == "29.08")
        // 6 % of the 29.08 that are left is 1.7448.
        #expect(first.tax.decimal == "1.75")
        let rest = try note(invoice, [(1, nil)], after: [first])
        #expect(rest.net.decimal == "29.08" && rest.tax.decimal == "1.74")
        #expect(
            throws: InvoicingError.notCreditable(invoice.number, line: 1, "nothing is left of it")
        ) {
            try note(invoice, [(1, nil)], after: [first, rest])
        }
    }
}
