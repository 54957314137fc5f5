import Foundation

extension LedgerFile {
    /// The process that is writing to the ledger, with its command line; nil where none is, or where
    /// the system does not tell: `4711 (bm usage-events ingest may.ndjson)`.
    ///
    /// SQLite's writers hold a lock on byte 120 of the file's shared index. It is looked up in the
    /// system's list, because to open the file and ask, and to close it again, would let go of the
    /// locks that this process itself holds on it.
    static func writer(of path: String) -> String? {
        var status = stat()
        guard stat(path + "-shm", &status) == 0,
            let locks = FileManager.default.contents(atPath: "/proc/locks")
        else { return nil }
        // 1: POSIX  ADVISORY  WRITE 4711 fe:00:131 120 120
        for line in String(decoding: locks, as: UTF8.self).split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count >= 8, words[1] == "POSIX", words[3] == "WRITE",
                words[5].split(separator: ":").last.flatMap({ UInt64($0) })
                    == UInt64(status.st_ino),
                let first = Int(words[6]), first <= 120,
                words[7] == "EOF" || Int(words[7]) ?? 0 >= 120
            else { continue }
            let process = String(words[4])
            guard let bytes = FileManager.default.contents(atPath: "/proc/\(process)/cmdline")
            else { return process }
            // The program by its own name, without the folder it lies in, and all in one line.
            var command = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            if let program = command.first { command[0] = (program as NSString).lastPathComponent }
            let text = command.joined(separator: " ").split(whereSeparator: \.isNewline)
                .joined(separator: " ")
            return "\(process) (\(text.prefix(100)))"
        }
        return nil
    }
}
