import Foundation

extension LedgerFile {
    /// What stands at a path, told from its first hundred bytes, before SQLite touches it.
    enum Kind: Equatable {
        case absent
        case ledger
        case empty
        case other(String)
    }

    static func fileKind(_ path: String) throws -> Kind {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            return .absent
        }
        if isDirectory.boolValue { return .other("a folder") }
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw StoreError.cannotRead(path)
        }
        defer { try? file.close() }
        let head: [UInt8]
        do {
            head = [UInt8](try file.read(upToCount: 100) ?? Data())
        } catch {
            throw StoreError.cannotRead(path)
        }
        if head.isEmpty { return .empty }
        guard head.count == 100, head.starts(with: Array("SQLite format 3\0".utf8)) else {
            return .other("not a SQLite file")
        }
        // The application id stands big-endian at byte 68 of the header.
        let id = head[68..<72].reduce(0) { $0 << 8 | Int($1) }
        return id == applicationID ? .ledger : .other("a SQLite file of another program")
    }
}
