import Ledger
import TestSupport
import Testing
import Time

@Suite("What was verified")
struct VerificationTests {
    @Test("the latest by a time is read as it was kept, failures and all")
    func latest() throws {
        let ledger = try TestLedger()
        let (first, second) = (
            try Instant("2026-06-01T00:00:00Z"), try Instant("2026-06-02T00:00:00Z")
        )
        let held = Verification(
            at: first, headSequence: 7, invariants: [Invariant(.chain, checked: 7, failures: [])])
        let broken = Verification(
            at: second, headSequence: 9,
            invariants: [
                Invariant(.chain, checked: 9, failures: []),
                Invariant(.mirror, checked: 3, failures: ["“a”", "b"]),
            ])
        try ledger.write { db in
            #expect(try Verification.latest(db, at: second) == nil)
            try broken.insert(db)
            try held.insert(db)
        }
        try ledger.read { db throws in
            #expect(try Verification.latest(db, at: second) == broken)
            #expect(try Verification.latest(db, at: second.advanced(bySeconds: -1)) == held)
            #expect(try Verification.latest(db, at: first.advanced(bySeconds: -1)) == nil)
        }
    }
}
