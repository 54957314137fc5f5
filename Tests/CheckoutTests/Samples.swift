import CArchive
import Foundation
import GRDB
import Money
import Store
import TestSupport
import Time

@testable import Catalog
@testable import Checkout
@testable import Invoicing
@testable import Rating

/// A customer who owes a base fee, and the ZIP in which Alipay sends a bill.
enum Sample {
    static let now = try! Instant("2025-06-11T01:00:00Z")
    /// 08:00 of that day in UTC+8, before the first payment of the published samples.
    static let morning = try! Instant("2025-06-11T00:00:00Z")
    /// The morning after, when there are bills of that day.
    static let later = try! Instant("2025-06-12T02:00:00Z")

    /// An invoice that is not in any ledger.
    static func invoice(
        _ db: Database, fee: String, counter: Int = 19, issuedAt: Instant = now
    ) throws -> Invoice {
        _ = try CatalogFile(
            yaml: SampleCatalog.one(
                on: "yuan", baseFee: fee, tax: "0", since: "2025-01-01", effective: "2025-01-01"
            ).yaml, file: "sample.yaml"
        ).apply(db, sourceName: "sample.yaml", at: now)
        return try Invoicer.invoice(
            Invoicer.drafts("cus_1", RatedMonth(db, "mer_1", Month("2025-05")))[0],
            number: Invoice.Number(day: Day("2025-06-11"), counter: counter), issuedAt: issuedAt,
            currency: .cny, lock: nil)
    }

    /// An invoice of CNY 7,650.00, or as much as said, finalized.
    static func stored(
        _ ledger: TestLedger, fee: String = "7650.00", counter: Int = 19, issuedAt: Instant = now
    ) throws -> StoredInvoice {
        try ledger.file.write { db in
            let invoice = try invoice(db, fee: fee, counter: counter, issuedAt: issuedAt)
            _ = try invoice.insert(db, fxLockID: nil)
            return try Invoice.fetchOne(db, invoice.number)
        }
    }

    /// A ZIP whose member names are GBK without the flag that says UTF-8, as Alipay's are.
    static func zip(_ members: [(name: String, bytes: [UInt8])]) -> [UInt8] {
        var output = [UInt8](
            repeating: 0, count: members.reduce(4096) { $0 + $1.bytes.count + 1024 })
        var used = 0
        let archive = archive_write_new()
        archive_write_set_format_zip(archive)
        archive_write_set_options(archive, "zip:compression=deflate")
        archive_write_open_memory(archive, &output, output.count, &used)
        for member in members {
            let entry = archive_entry_new()
            let name = GBK.encode(member.name)!.map { CChar(bitPattern: $0) } + [0]
            archive_entry_set_pathname(entry, name)
            archive_entry_set_size(entry, Int64(member.bytes.count))
            archive_entry_set_filetype(entry, UInt32(0o100000))
            archive_entry_set_perm(entry, 0o644)
            archive_write_header(archive, entry)
            archive_write_data(archive, member.bytes, member.bytes.count)
            archive_entry_free(entry)
        }
        archive_write_close(archive)
        archive_write_free(archive)
        return Array(output[..<used])
    }
}
