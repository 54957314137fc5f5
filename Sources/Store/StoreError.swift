public import FoundationEssentials
public import GRDB

/// What can be wrong with the ledger file or with a file to be written.
public enum StoreError: Error, Equatable, Sendable {
    /// Nothing stands at the path.
    case missing(String)
    /// Something else stands at the path.
    case notALedger(String, found: String)
    /// The file does not hold together.
    case damagedLedger(String)
    /// A later version of bm has written the ledger.
    case newerLedger(String)
    /// Another process is writing to the ledger: its number and command, where the system tells.
    case busy(String, by: String?)
    case cannotRead(String)
    case cannotWrite(String, reason: String)
    /// A list of published files that is not `digest  path` on every line.
    case notAList(String, line: Int)
    /// SQLite refused a statement: our bug, or a damaged file.
    case refused(String, message: String)

    /// The error of SQLite in the house's words.
    public init(_ error: DatabaseError, path: String) {
        let unread: [ResultCode] = [
            .SQLITE_IOERR_READ, .SQLITE_IOERR_SHORT_READ, .SQLITE_IOERR_CORRUPTFS,
        ]
        switch error.resultCode {
        case _ where unread.contains(error.extendedResultCode): self = .cannotRead(path)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path, by: LedgerFile.writer(of: path))
        case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_READONLY, .SQLITE_CANTOPEN:
            self = .cannotWrite(path, reason: error.message ?? error.resultCode.description)
        case .SQLITE_NOTADB, .SQLITE_CORRUPT: self = .damagedLedger(path)
        default: self = .refused(path, message: error.description)
        }
    }
}

extension StoreError: LocalizedError {
    public var errorDescription: String? {
        switch self {
        case .missing(let path): "there is no ledger at \(path)"
        case .notALedger(let path, let found): "\(path) is not a bm ledger: it is \(found)"
        case .damagedLedger(let path): "\(path) is damaged"
        case .newerLedger(let path): "\(path) was written by a later version of bm"
        case .busy(let path, let writer):
            "another process is writing to \(path)" + (writer.map { ": \($0)" } ?? "")
        case .cannotRead(let path): "\(path) cannot be read"
        case .cannotWrite(let path, let reason): "\(path) cannot be written: \(reason)"
        case .notAList(let path, let line): "\(path):\(line) is not a digest and a path"
        case .refused(let path, let message): "\(path) refused a statement: \(message)"
        }
    }

    public var failureReason: String? {
        switch self {
        case .missing: "a ledger is made once, by bm init or bm demo"
        case .notALedger: "a ledger is a SQLite file with bm's application id; nothing was changed"
        case .damagedLedger: "its pages contradict each other: a disk or another program changed it"
        case .newerLedger: "its schema has steps that this version does not know"
        case .busy: "one process writes at a time; this one waited 5 seconds"
        case .cannotRead:
            "the file exists but could not be opened, or the disk does not give what it holds"
        case .cannotWrite: "the disk is full, or the file or its folder is not writable"
        case .notAList: "the list of published files is one line a file: SHA-256, two spaces, path"
        case .refused: "the ledger keeps its rules in the file itself"
        }
    }

    public var recoverySuggestion: String? {
        switch self {
        case .missing: "name it with --ledger PATH or BM_LEDGER, or make one with bm init"
        case .notALedger: "name the ledger with --ledger PATH, or make one elsewhere with bm init"
        case .damagedLedger: "go on with the last backup; what came after it can be ingested again"
        case .newerLedger: "use that version of bm"
        case .busy: "try again when the other process is done"
        case .cannotRead: "check the permissions of the file, and the disk"
        case .cannotWrite: "free space or choose another path; what was acknowledged is safe"
        case .notAList: "remove the list and render again, or choose another --output"
        case .refused: "run bm verify; if the ledger is sound, this is a bug worth reporting"
        }
    }
}
