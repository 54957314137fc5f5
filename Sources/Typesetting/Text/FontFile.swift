import Glibc

/// Whether a font file is whole. FreeType opens one that ends early, and what is behind the cut is missing from
/// pages without a word: the weight of a figure, or half of all characters.
public enum FontFile {
    /// What is wrong with the bytes of a font; nil where it is whole.
    public static func problem(_ bytes: [UInt8]) -> String? { problem(bytes, count: bytes.count) }

    /// The same of a file, of which only the directory of its tables is read.
    static func problem(at path: String) -> String? {
        guard let file = fopen(path, "rb") else { return "it cannot be read" }
        defer { fclose(file) }
        var head = [UInt8](repeating: 0, count: 12 + 16 * mostTables)
        head.removeLast(head.count - fread(&head, 1, head.count, file))
        fseek(file, 0, SEEK_END)
        return problem(head, count: ftell(file))
    }

    private static let mostTables = 128

    /// The tables of a TrueType or OpenType font are listed at its beginning, with their places and lengths.
    private static func problem(_ head: [UInt8], count: Int) -> String? {
        func number(_ place: Int, _ size: Int) -> Int {
            head[place..<(place + size)].reduce(0) { $0 << 8 | Int($1) }
        }
        guard head.count >= 12, [0x0001_0000, 0x4F54_544F, 0x7472_7565].contains(number(0, 4))
        else { return "it is no TrueType or OpenType font" }
        let tables = number(4, 2)
        guard tables > 0, tables <= mostTables else { return "it lists \(tables) tables" }
        guard head.count >= 12 + 16 * tables else {
            return "it is cut off in the list of its tables"
        }
        let end = (0..<tables).map { number(12 + 16 * $0 + 8, 4) + number(12 + 16 * $0 + 12, 4) }
            .max()!
        return count < end ? "it is cut off: \(count) of \(end) bytes" : nil
    }
}
