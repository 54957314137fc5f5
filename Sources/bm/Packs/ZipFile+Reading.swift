import CArchive

extension ZipFile {
    /// The members of an archive in their order; nil where not all of it can be read.
    static func members(
        _ bytes: [UInt8], most: Int = InputFile.most
    ) -> [(path: String, bytes: [UInt8])]? {
        guard let archive = archive_read_new() else { return nil }
        defer { archive_read_free(archive) }
        archive_read_support_format_zip(archive)
        return bytes.withUnsafeBytes { buffer in
            guard archive_read_open_memory(archive, buffer.baseAddress, buffer.count) == ARCHIVE_OK
            else { return nil }
            var members: [(path: String, bytes: [UInt8])] = []
            var entry: OpaquePointer?
            var total = 0
            while true {
                let status = archive_read_next_header(archive, &entry)
                if status == ARCHIVE_EOF { return members }
                guard status == ARCHIVE_OK || status == ARCHIVE_WARN,
                    let name = archive_entry_pathname(entry)
                else { return nil }
                var member: [UInt8] = []
                var part = [UInt8](repeating: 0, count: 1 << 16)
                while true {
                    let count = archive_read_data(archive, &part, part.count)
                    // A member that does not match its checksum is read all the same: what differs in it says more.
                    if count == 0 || count == ARCHIVE_WARN { break }
                    total += max(0, count)
                    if count < 0 || total > most { return nil }
                    member += part[..<count]
                }
                members.append((String(cString: name), member))
            }
        }
    }
}
