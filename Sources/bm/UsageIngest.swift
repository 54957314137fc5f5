import Foundation
import GRDB
import Metering
import Store
import Time

/// Streams files of events into the ledger, a batch of lines a transaction.
///
/// A batch is acknowledged when its transaction is durable. A run that is killed has taken whole
/// batches; run again with the same time it takes the rest, and the ledger is as if nothing had happened.
struct UsageIngest {
    let ledger: LedgerFile
    let now: Instant
    let options: Intake.Options
    let strict: Bool
    /// How the files are written.
    let format: EventFormat

    private let memory = IntakeMemory()

    init(
        ledger: LedgerFile, now: Instant, options: Intake.Options, strict: Bool,
        format: EventFormat = .ndjson
    ) {
        self.ledger = ledger
        self.now = now
        self.options = options
        self.strict = strict
        self.format = format
    }

    /// Lines a transaction.
    static let batchLines = 20_000

    /// - Throws: `StrictFailure`; `Stopped` where something was taken before what went wrong.
    func run(_ paths: [String], quiet: Bool) throws -> Intake.Tally {
        // A path that is wrong stops the run before anything of another is taken.
        for path in paths { try InputFile.check(path) }
        var met: Set<Int64> = []
        let reading = Reading(paths)
        let progress = Progress("events")
        if strict {
            // One transaction: what is thrown leaves nothing of any file.
            return try write(&met) { db, met in
                var batches: [Batch] = []
                for path in paths {
                    let source = try Source(path, format)
                    var intake = try intake(of: source, db)
                    while !source.isAtEnd {
                        let lines = try source.read(Self.batchLines)
                        source.line += lines.count
                        try Stopwatch.of("Metering") { try intake.take(lines) }
                        progress.advance(lines.count, share: reading.share(source))
                    }
                    let batch = try end(&intake, &met)
                    if batch.tally.rejected > 0 {
                        throw StrictFailure(batch.tally.rejected, source.name)
                    }
                    if !quiet { RunLog.step("\(source.name): \(source.line - 1) lines") }
                    reading.end(source)
                    batches.append(batch)
                }
                return batches
            }
        }
        var total = Intake.Tally()
        do {
            for path in paths {
                let source = try Source(path, format)
                try takeAll(of: source, &met) {
                    total = total + $0
                    progress.advance($0.input, share: reading.share(source))
                }
                reading.end(source)
                if !quiet { RunLog.step("\(source.name): \(source.line - 1) lines") }
            }
        } catch let cause as any LocalizedError where total.input > 0 {
            throw Stopped(cause: cause, tally: total)
        }
        return total
    }

    /// Takes a batch after the other, each read while the one before it is written.
    private func takeAll(
        of source: Source, _ met: inout Set<Int64>, _ count: (Intake.Tally) -> Void
    ) throws {
        var failure: (any Error)?
        try Pipeline<(ReadLines, IntakeMemory.Known), ReadLines>.run(
            most: 1,
            make: { lines, known in
                var lines = lines
                Stopwatch.of("Metering") { lines.resolve(known) }
                return lines
            },
            take: { lines in
                count(
                    try write(&met) { db, met in
                        var intake = try intake(of: source, db)
                        source.line += lines.count
                        return [
                            try Stopwatch.of("Metering") {
                                try intake.take(lines)
                                return try end(&intake, &met)
                            }
                        ]
                    })
            }
        ) { put in
            var isFirst = true
            while !source.isAtEnd {
                let lines: ReadLines
                do {
                    lines = try source.read(Self.batchLines)
                } catch {
                    // What came before it is taken first.
                    failure = error
                    return
                }
                // A file without lines is a batch, too.
                if lines.count > 0 || isFirst { try put((lines, memory.known)) }
                isFirst = false
            }
        }
        if let failure { throw failure }
    }

    /// What became of lines that were taken together, and whether an earlier run had taken them.
    private struct Batch {
        let tally: Intake.Tally
        let isKnown: Bool
    }

    /// Leaves a transaction whose lines were all taken by an earlier run of the same time.
    private struct NothingNew: Error { let tally: Intake.Tally }

    /// Takes batches in one transaction, of which nothing stays where an earlier run has taken them all.
    private func write(
        _ met: inout Set<Int64>, _ take: (Database, inout Set<Int64>) throws -> [Batch]
    ) throws -> Intake.Tally {
        do {
            return try ledger.write { db in
                let batches = try take(db, &met)
                let tally = batches.reduce(Intake.Tally()) { $0 + $1.tally }
                let isKnown = !batches.isEmpty && batches.allSatisfy(\.isKnown)
                if isKnown { throw NothingNew(tally: tally) }
                return tally
            }
        } catch let known as NothingNew {
            memory.forget()
            return known.tally
        }
    }

    /// How much of all files is read, by their bytes as they lie on the disk.
    private final class Reading {
        private let sizes: [String: Int]
        private let all: Int?
        private var read = 0

        init(_ paths: [String]) {
            let sizes = paths.compactMap { path in
                InputFile.size(path).map { (path, $0) }
            }
            self.sizes = Dictionary(sizes) { first, _ in first }
            // Of standard input nobody knows how much will come.
            all = sizes.count == paths.count ? sizes.reduce(0) { $0 + $1.1 } : nil
        }

        func share(_ source: Source) -> Double? {
            guard let all, all > 0 else { return nil }
            return (Double(read) + source.share * Double(sizes[source.path] ?? 0)) / Double(all)
        }

        func end(_ source: Source) { read += sizes[source.path] ?? 0 }
    }

    /// A file that is being read, and how far it is.
    private final class Source {
        let path: String
        let name: String
        private let lines: any EventLines
        /// The number of the first line that is not taken yet.
        var line = 1
        private(set) var isAtEnd = false

        init(_ path: String, _ format: EventFormat) throws {
            self.path = path
            name = path == "-" ? "-" : InputFile.name(path)
            lines = try format.lines(path)
        }

        /// How much of it is read, from 0 to 1.
        var share: Double { lines.share }

        /// The next lines, at most `most` of them.
        func read(_ most: Int) throws -> ReadLines {
            var read = ReadLines()
            while read.count < most {
                guard let line = try lines.next() else {
                    isAtEnd = true
                    break
                }
                read.append(line)
            }
            return read
        }
    }

    private func intake(of source: Source, _ db: Database) throws -> Intake {
        try Intake(
            db, sourceName: source.name, firstLine: source.line, now: now, options: options,
            remembering: memory)
    }

    /// - Parameter met: the batches of the ledger that this run has made or come by.
    private func end(_ intake: inout Intake, _ met: inout Set<Int64>) throws -> Batch {
        let tally = try intake.finish()
        let known = try intake.sameRun(leavingOut: met)
        met.insert(known ?? intake.batch)
        return Batch(tally: tally, isKnown: known != nil)
    }

    /// What went wrong after batches had been taken, and those stay.
    struct Stopped: LocalizedError {
        let cause: any LocalizedError
        let tally: Intake.Tally

        var errorDescription: String? { cause.errorDescription }
        var failureReason: String? {
            let taken =
                "\(tally.input) lines before it are in the ledger: \(tally.accepted) accepted, "
                + "\(tally.duplicate) duplicate, \(tally.rejected) rejected"
            return [cause.failureReason, taken].compactMap { $0 }.joined(separator: "; ")
        }
        var recoverySuggestion: String? { cause.recoverySuggestion }
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
    var failureReason: String? {
        "--strict takes all files whole or nothing of them; nothing was taken"
    }
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
        // Lines as they came, with whatever somebody put into them.
        try WholeFile.write(bytes, to: path, isPrivate: true)
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
