import CQRencode

/// The dark and light modules of a QR code, without its quiet zone.
///
///     try QRMatrix("https://pay.example.com/o/1").size   // 29 modules a side
///
/// Correction level M, 8-bit mode, the smallest version that fits: level M survives a worn print
/// and keeps the modules of a payment link about a millimetre wide at 42 mm.
public struct QRMatrix: Sendable, Hashable {
    /// Modules a side.
    public let size: Int
    /// Row by row, true for dark.
    public let modules: [Bool]

    /// Light modules to keep free on each side, as the standard wants.
    public static let quietZone = 4

    /// - Throws: `codeTooLong` above 2,331 bytes.
    public init(_ text: String) throws(TypesettingError) {
        let bytes = Array(text.utf8)
        guard let code = QRcode_encodeData(Int32(bytes.count), bytes, 0, QR_ECLEVEL_M) else {
            throw .codeTooLong(bytes: bytes.count)
        }
        defer { QRcode_free(code) }
        size = Int(code.pointee.width)
        modules = (0..<size * size).map { code.pointee.data[$0] & 1 == 1 }
    }

    public subscript(column: Int, row: Int) -> Bool { modules[row * size + column] }

    /// The code with its quiet zone as `██` and blanks, a line a row, for snapshots and terminals.
    public var blocks: String {
        let quiet = Self.quietZone
        let margin = String(repeating: "  ", count: quiet)
        let empty = String(repeating: "  ", count: size + 2 * quiet) + "\n"
        let rows = (0..<size).map { row in
            margin + (0..<size).map { self[$0, row] ? "██" : "  " }.joined() + margin + "\n"
        }
        let edge = String(repeating: empty, count: quiet)
        return edge + rows.joined() + edge
    }

    /// The dark runs of a row as (first column, length).
    func runs(row: Int) -> [(column: Int, length: Int)] {
        var runs: [(column: Int, length: Int)] = []
        var column = 0
        while column < size {
            guard self[column, row] else {
                column += 1
                continue
            }
            let start = column
            while column < size, self[column, row] { column += 1 }
            runs.append((start, column - start))
        }
        return runs
    }
}
