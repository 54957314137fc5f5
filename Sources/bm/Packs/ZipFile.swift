import CArchive
import Foundation

/// A ZIP whose bytes follow from its files alone: in their order, at one time, stored as they are, because
/// what deflate makes of them goes with the version of a library.
enum ZipFile {
    /// 1980-01-01, where the time of a ZIP begins.
    private static let time: time_t = 315_532_800

    /// - Parameter folder: what every path begins with.
    static func bytes(_ files: [(path: String, bytes: [UInt8])], in folder: String) -> [UInt8] {
        // Two headers a file, each with its path, and the end.
        let size = files.reduce(4096) { $0 + $1.bytes.count + 2 * $1.path.utf8.count + 1024 }
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            let archive = archive_write_new()
            defer { archive_write_free(archive) }
            func check(_ status: Int32) {
                precondition(status == ARCHIVE_OK, "the archive: \(status)")
            }
            check(archive_write_set_format_zip(archive))
            check(archive_write_set_options(archive, "zip:compression=store,zip:!experimental"))
            check(archive_write_open_memory(archive, buffer.baseAddress, buffer.count, &count))
            for (path, bytes) in files {
                let entry = archive_entry_new()
                defer { archive_entry_free(entry) }
                archive_entry_set_pathname(entry, "\(folder)/\(path)")
                archive_entry_set_size(entry, Int64(bytes.count))
                archive_entry_set_filetype(entry, UInt32(0o100000))
                archive_entry_set_perm(entry, 0o644)
                archive_entry_set_mtime(entry, time, 0)
                check(archive_write_header(archive, entry))
                precondition(
                    archive_write_data(archive, bytes, bytes.count) == bytes.count, "\(path)")
            }
            check(archive_write_close(archive))
        }
    }
}
