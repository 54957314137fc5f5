import CArchive

/// The files inside a bill's ZIP, or the file itself where it is none.
public enum BillArchive {
    /// A bill of a day is a few megabytes; a hundred are not one.
    static let maximumBytes = 256 << 20

    /// - Throws: `CheckoutError.damagedArchive`, also for one that is cut behind its last member: a
    ///   member may be missing there.
    static func members(_ bytes: [UInt8], file: String) throws(CheckoutError) -> [[UInt8]] {
        guard bytes.starts(with: [0x50, 0x4B]) else { return [bytes] }
        guard let archive = archive_read_new() else { return [] }
        defer { archive_read_free(archive) }
        archive_read_support_format_zip(archive)
        func fail() -> CheckoutError {
            let reason =
                archive_error_string(archive).map { String(cString: $0) } ?? "it ends early"
            return .damagedArchive(file, reason: reason)
        }
        guard hasEnd(bytes) else { throw .damagedArchive(file, reason: "it ends early") }
        var members: [[UInt8]] = []
        var total = 0
        var failure: CheckoutError?
        bytes.withUnsafeBytes { buffer in
            guard archive_read_open_memory(archive, buffer.baseAddress, buffer.count) == ARCHIVE_OK
            else {
                failure = fail()
                return
            }
            var entry: OpaquePointer?
            while true {
                let status = archive_read_next_header(archive, &entry)
                if status == ARCHIVE_EOF { return }
                // A member name in GBK that is not in the current locale is only a warning.
                guard status == ARCHIVE_OK || status == ARCHIVE_WARN else {
                    failure = fail()
                    return
                }
                var member: [UInt8] = []
                var chunk = [UInt8](repeating: 0, count: 1 << 16)
                while true {
                    let count = archive_read_data(archive, &chunk, chunk.count)
                    if count == 0 { break }
                    total += max(count, 0)
                    guard count > 0 else {
                        failure = fail()
                        return
                    }
                    guard total <= maximumBytes else {
                        let most = "\(maximumBytes >> 20) MB, and no bill of a day does"
                        failure = .damagedArchive(file, reason: "it unpacks to more than \(most)")
                        return
                    }
                    member += chunk[..<count]
                }
                members.append(member)
            }
        }
        if let failure { throw failure }
        return members
    }

    /// Whether the record that ends a ZIP is there: `PK` 5 6 in the last 22 bytes, before a comment
    /// of up to 65,535.
    private static func hasEnd(_ bytes: [UInt8]) -> Bool {
        let last = bytes.count - 22
        guard last >= 0 else { return false }
        return (max(0, last - 65_535)...last).contains { start in
            bytes[start] == 0x50 && bytes[start + 1] == 0x4B && bytes[start + 2] == 5
                && bytes[start + 3] == 6
        }
    }
}
