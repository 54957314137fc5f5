import CZlib

/// Bytes as a gzip file without a name and a time in it: the same bytes give the same file.
enum Gzip {
    /// `gunzip` gives `bytes` back.
    static func bytes(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        // 15 bits of window, and 16 for the head of gzip.
        let status = deflateInit2_(
            &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size))
        precondition(status == Z_OK, "zlib: \(status)")
        defer { deflateEnd(&stream) }
        var input = bytes
        return input.withUnsafeMutableBufferPointer { input in
            [UInt8](unsafeUninitializedCapacity: Int(deflateBound(&stream, UInt(input.count)))) {
                output, count in
                // A length in zlib has 32 bits, so what is longer goes in by parts.
                var (read, end) = (0, Z_OK)
                while end != Z_STREAM_END {
                    let part = min(input.count - read, 1 << 30)
                    stream.next_in = input.baseAddress.map { $0 + read }
                    stream.avail_in = UInt32(part)
                    stream.next_out = output.baseAddress! + count
                    let room = min(output.count - count, 1 << 30)
                    stream.avail_out = UInt32(room)
                    end = deflate(&stream, read + part == input.count ? Z_FINISH : Z_NO_FLUSH)
                    precondition(
                        end == Z_OK || end == Z_STREAM_END || end == Z_BUF_ERROR, "zlib: \(end)")
                    read += part - Int(stream.avail_in)
                    count += room - Int(stream.avail_out)
                }
            }
        }
    }
}
