import CZlib

/// A PDF being written: bytes, and where each object went.
struct PDFOutput {
    private(set) var bytes = Array("%PDF-1.7\n%".utf8) + [0xE2, 0xE3, 0xCF, 0xD3, 10]
    /// For each object its offset, or its stream and place in it.
    private var places: [Place]

    private enum Place {
        case none
        case offset(Int)
        case packed(stream: Int, index: Int)
    }

    /// - Parameter objects: how many numbers are taken, 0 included.
    init(objects: Int) { places = Array(repeating: .none, count: objects) }

    mutating func newNumber() -> Int {
        places.append(.none)
        return places.count - 1
    }

    func isWritten(_ number: Int) -> Bool {
        if case .none = places[number] { false } else { true }
    }

    mutating func place(_ number: Int, in stream: Int, _ index: Int) {
        places[number] = .packed(stream: stream, index: index)
    }

    /// Writes an object from the pieces of its body.
    mutating func add(_ number: Int, _ parts: some Sequence<ArraySlice<UInt8>>) {
        places[number] = .offset(bytes.count)
        bytes += "\(number) 0 obj\n".utf8
        for part in parts { bytes += part }
        bytes += "endobj\n".utf8
    }

    mutating func add(_ number: Int, stream: [UInt8], keys: String, deflated: Bool) {
        let content = deflated ? Self.deflate(stream) : stream
        let filter = deflated ? " /Filter /FlateDecode" : ""
        let head = "<< \(keys) /Length \(content.count)\(filter) >>\nstream\n"
        add(number, [Array(head.utf8)[...], content[...], Array("\nendstream\n".utf8)[...]])
    }

    /// Writes the cross-reference stream and the end; the id is a hash of all before it.
    mutating func finish(root: Int, info: Int) {
        let id = hash()
        let number = newNumber()
        let start = bytes.count
        places[number] = .offset(start)
        var rows: [UInt8] = []
        var previous = [UInt8](repeating: 0, count: 7)
        for place in places {
            let row: [UInt8] =
                switch place {
                case .none: [0, 0, 0, 0, 0, 255, 255]
                case .offset(let offset): [1] + Self.bytes(offset, 4) + [0, 0]
                case .packed(let stream, let index):
                    [2] + Self.bytes(stream, 4) + Self.bytes(index, 2)
                }
            // PNG's "up" predictor: differences to the row above compress far better.
            rows.append(2)
            for (byte, above) in zip(row, previous) { rows.append(byte &- above) }
            previous = row
        }
        let keys = """
            /Type /XRef /Size \(places.count) /Root \(root) 0 R /Info \(info) 0 R \
            /W [ 1 4 2 ] /DecodeParms << /Predictor 12 /Columns 7 >> /ID [ <\(id)> <\(id)> ]
            """
        add(number, stream: rows, keys: keys, deflated: true)
        bytes += "startxref\n\(start)\n%%EOF\n".utf8
    }

    private static func bytes(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * (count - 1 - $0))) }
    }

    /// 128 bits of FNV-1a over everything written, as 32 hexadecimal digits.
    private func hash() -> String {
        var first: UInt64 = 0xcbf2_9ce4_8422_2325
        var second: UInt64 = 0x8422_2325_cbf2_9ce4
        for byte in bytes {
            first = (first ^ UInt64(byte)) &* 0x100_0000_01b3
            second = (second &+ UInt64(byte)) &* 0x100_0000_01b3
        }
        return [first, second].map { part in
            let digits = String(part, radix: 16, uppercase: true)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    private static func deflate(_ plain: [UInt8]) -> [UInt8] {
        var count = compressBound(UInt(plain.count))
        return [UInt8](unsafeUninitializedCapacity: Int(count)) { buffer, filled in
            // Cannot fail: the buffer has the size zlib asked for.
            let status = compress2(buffer.baseAddress, &count, plain, UInt(plain.count), 6)
            precondition(status == Z_OK, "zlib gave \(status) for \(plain.count) bytes")
            filled = Int(count)
        }
    }
}
