import Foundation
import GRDB
import Metering
import Store
import Time

/// Streams files of events into the ledger, a batch of lines a transaction.
///
/// A batch is acknowledged when its transaction is durable. A run that is killed has taken whole
/// batches; running it again takes the rest, because what is there is recognised.
struct UsageIngest {
    let ledger: LedgerFile
    let now: Instant
    let options: Intake.Options
    let strict: Bool
    /// How the files are written.
    var format = EventFormat.ndjson

    /// Lines a transaction. With `strict` a file is one transaction.
    static let batchLines = 20_000

    struct Rejected: Error {}

    func run(_ paths: [String], quiet: Bool) throws -> Intake.Tally {
        var total = Intake.Tally()
        for path in paths {
            let lines = try format.lines(path)
            let name = path == "-" ? "-" : InputFile.name(path)
            var line = 1
            var more = true
            while more {
                let tally = try ledger.write { db in
                    var intake = try Intake(
                        db, sourceName: name, firstLine: line, now: now, options: options)
                    var count = 0
                    while strict || count < UsageIngest.batchLines {
                        guard let bytes = try lines.next() else {
                            more = false
                            break
                        }
                        try intake.take(bytes)
                        line += 1
                        count += 1
                    }
                    let tally = try intake.finish()
                    if strict, tally.rejected > 0 { throw StrictFailure(tally.rejected, name) }
                    return tally
                }
                total = total + tally
            }
            Console.step("\(name): \(line - 1) lines", quiet: quiet)
        }
        return total
    }
}

/// `--strict` and a line that cannot be taken.
struct StrictFailure: LocalizedError {
    let count: Int
    let file: String

    init(_ count: Int, _ file: String) {
        self.count = count
        self.file = file
    }

    var errorDescription: String? { "\(count) lines of \(file) cannot be taken" }
    var failureReason: String? { "--strict takes a file whole or not at all; nothing was taken" }
    var recoverySuggestion: String? { "run it without --strict to get them listed with reasons" }
}

/// Writes what was rejected in this run where a person finds it.
enum RejectFile {
    /// - Returns: the path, or nil where nothing was rejected.
    static func write(
        _ ledger: LedgerFile, tally: Intake.Tally, folder: String, at now: Instant
    ) throws -> String? {
        if tally.rejected == 0 { return nil }
        var bytes: [UInt8] = []
        try ledger.read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT sourceName, line, reason, field, value, allowed, raw FROM usageReject
                    JOIN usageBatch ON usageBatch.id = batchId WHERE ingestedAt = ?
                    ORDER BY usageReject.id
                    """,
                arguments: [now.column])
            while let row = try rows.next() {
                let document = JSONValue.object([
                    .init("file", .string(row[0])), .init("line", .int(row[1] as Int)),
                    .init("reason", .string(row[2])), .init("field", .optional(row[3])),
                    .init("value", .optional(row[4])), .init("allowed", .string(row[5])),
                    raw(row[6]),
                ])
                bytes += Array(document.compact.utf8) + [10]
            }
        }
        let stamp = now.description.filter { $0.isNumber || $0 == "T" || $0 == "Z" }
        let path = "\(folder)/rejects/usage-events-\(stamp).ndjson"
        try WholeFile.write(bytes, to: path)
        return path
    }

    /// Bytes that are no text go as Base64, so that the list has all of them.
    private static func raw(_ value: DatabaseValue) -> JSONValue.Member {
        if let text = String.fromDatabaseValue(value), case .string = value.storage {
            return .init("raw", .string(text))
        }
        let bytes = Data.fromDatabaseValue(value) ?? Data()
        return .init("raw_base64", .string(bytes.base64EncodedString()))
    }
}
