import Catalog
import GRDB
import GRDBSQLite
import Metering
import Store
import TestSupport
import Testing
import Time

/// A disk that stops giving pages looks to SQLite's callers as an interrupt does: a step returns neither a row nor the
/// end. Whatever is read then must say so; a sum of the rows before it would be a wrong amount.
@Suite("Reading that is interrupted")
struct InterruptedReadingTests {
    let ledger: TestLedger

    init() throws {
        ledger = try TestLedger()
        try ledger.apply(Fixture.catalog)
        try ledger.ingest(
            (0..<300).map { Fixture.event(id: "e\($0)", "chat", #"{"model":"m","region":"cn"}"#) })
    }

    @Test("a sum, an evidence file, a calendar and the rows of a seal are whole or refused")
    func interrupted() throws {
        try ledger.read { db in
            let catalog = try MerchantCatalog(db, "mer_1", at: TestLedger.end)
            let requests = Measured.requests(catalog)
            try whole(db, "sum") {
                try Meter.measure(
                    db, merchant: "mer_1", from: Measured.from, to: Measured.until, requests)[2]
            }
            try whole(db, "evidence") {
                try Evidence.summaries(
                    db, merchant: "mer_1", from: Measured.from, to: Measured.until, requests)
            }
            try whole(db, "calendar") {
                try UsageCalendar.all(db, zones: ["mer_1": catalog.merchant.zone])["mer_1"]?
                    .map(\.total)
            }
            try whole(db, "seals") {
                try Seal.differences(db)
            } orTells: {
                $0.failures.joined().contains("cannot be read")
            }
        }
    }

    /// Reads again and again, each time interrupted a little later, until it is not any more.
    ///
    /// - Parameter tells: whether what was read says itself that something could not be.
    private func whole<Read: Equatable>(
        _ db: Database, _ what: Comment, _ read: () throws -> Read,
        orTells tells: (Read) -> Bool = { _ in false }
    ) throws {
        let expected = try read()
        for patience in 1... {
            let interrupt = Interrupt(db, patience)
            let found = Result { try read() }
            interrupt.end()
            if interrupt.patience > 0 {
                #expect(try found.get() == expected, what)
                #expect(patience > 10, what)
                return
            }
            switch found {
            case .success(let read): #expect(tells(read), what)
            case .failure(let error):
                #expect((error as? DatabaseError)?.resultCode == .SQLITE_INTERRUPT, what)
            }
        }
    }
}

/// Interrupts a connection once, after some hundreds of SQLite's steps.
private final class Interrupt {
    /// How many hundreds of steps are still waited for.
    private(set) var patience: Int
    private let connection: OpaquePointer?

    init(_ db: Database, _ patience: Int) {
        self.patience = patience
        connection = db.sqliteConnection
        sqlite3_progress_handler(
            connection, 100,
            { interrupt in
                let interrupt = Unmanaged<Interrupt>.fromOpaque(interrupt!).takeUnretainedValue()
                interrupt.patience -= 1
                return interrupt.patience == 0 ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    func end() { sqlite3_progress_handler(connection, 0, nil, nil) }
}
