/// Writes a Cairo file anew: changed objects in place of old ones, plain objects packed in
/// compressed streams, streams as they are.
struct PDFPacker {
    private let file: CairoFile
    private var changed: [Int: [UInt8]] = [:]
    private var removed: Set<Int> = []
    private var added: [Added] = []

    /// An object that Cairo's file does not have.
    private enum Added {
        case stream(keys: String, [UInt8], deflated: Bool)
        case plain
    }

    init(_ file: CairoFile) { self.file = file }

    mutating func replace(_ number: Int, _ text: String) { changed[number] = Array(text.utf8) }

    mutating func remove(_ number: Int) { removed.insert(number) }

    /// Adds entries at the end of a dictionary object.
    mutating func extend(_ number: Int, with entries: String) -> Bool {
        var body = changed[number] ?? file[number].map(Array.init) ?? []
        while let last = body.last, last == 10 || last == 32 { body.removeLast() }
        guard body.suffix(2).elementsEqual(">>".utf8) else { return false }
        body.removeLast(2)
        changed[number] = body + " ".utf8 + entries.utf8 + " >>".utf8
        return true
    }

    /// Adds a stream and gives its number.
    mutating func add(stream text: String, keys: String = "") -> Int {
        add(stream: Array(text.utf8), keys: keys, deflated: false)
    }

    mutating func add(stream bytes: [UInt8], keys: String, deflated: Bool) -> Int {
        added.append(.stream(keys: keys, bytes, deflated: deflated))
        return file.objects.count + added.count - 1
    }

    /// Adds a plain object and gives its number.
    mutating func add(object text: String) -> Int {
        added.append(.plain)
        let number = file.objects.count + added.count - 1
        replace(number, text)
        return number
    }

    /// The file; nil if a stream's length is not where Cairo puts it.
    func write(root: Int, info: Int) -> [UInt8]? {
        var out = PDFOutput(objects: file.objects.count + added.count)
        var lengths: Set<Int> = []
        for (number, range) in file.objects.enumerated() {
            guard let range, file.bytes.starts("<< /Length ", at: range.lowerBound) else {
                continue
            }
            guard let length = file.bytes.number(at: range.lowerBound + 11),
                let place = file[length]?.startIndex, let count = file.bytes.number(at: place + 3),
                let rest = file.bytes.range(of: " 0 R\n", from: range.lowerBound)?.upperBound
            else { return nil }
            lengths.insert(length)
            guard !removed.contains(number) else { continue }
            let head = Array("<< /Length \(count)\n".utf8)
            out.add(number, [head[...], file.bytes[rest..<range.upperBound]])
        }
        var more: [Int] = []
        for (index, object) in added.enumerated() {
            let number = file.objects.count + index
            switch object {
            case .stream(let keys, let bytes, let deflated):
                out.add(number, stream: bytes, keys: keys, deflated: deflated)
            case .plain: more.append(number)
            }
        }
        let plain =
            file.objects.indices.filter { number in
                file.objects[number] != nil && !out.isWritten(number) && !lengths.contains(number)
                    && !removed.contains(number)
            } + more
        for start in stride(from: 0, to: plain.count, by: Self.packed) {
            pack(plain[start..<min(start + Self.packed, plain.count)], into: &out)
        }
        out.finish(root: root, info: info)
        return out.bytes
    }

    /// Objects in one stream. Many compress better, and a reader unpacks all of them for one: a thousand are 100 KB.
    private static let packed = 1_000

    private func pack(_ numbers: ArraySlice<Int>, into out: inout PDFOutput) {
        var head: [UInt8] = []
        var body: [UInt8] = []
        let stream = out.newNumber()
        for (index, number) in numbers.enumerated() {
            head += "\(number) \(body.count) ".utf8
            body += tight(changed[number].map { $0[...] } ?? file[number] ?? [])
            body.append(10)
            out.place(number, in: stream, index)
        }
        let keys = "/Type /ObjStm /N \(numbers.count) /First \(head.count)"
        out.add(stream, stream: head + body, keys: keys, deflated: true)
    }

    /// An object without the blanks that its delimiters make needless (ISO 32000-1, 7.2.2), and without the type
    /// that an element of the structure need not state (14.7.2): a long table has thousands. Texts stay as they are.
    private func tight(_ object: ArraySlice<UInt8>) -> [UInt8] {
        if object.contains(UInt8(ascii: "(")) { return Array(object) }
        var result: [UInt8] = []
        result.reserveCapacity(object.count)
        for byte in object {
            let isBlank = byte == 32 || byte == 10 || byte == 13 || byte == 9
            if isBlank, result.last.map({ $0 == 32 || Self.isDelimiter($0) }) ?? true { continue }
            if !isBlank, Self.isDelimiter(byte), result.last == 32 { result.removeLast() }
            result.append(isBlank ? 32 : byte)
        }
        if result.last == 32 { result.removeLast() }
        let type = Array("/Type/StructElem".utf8)
        if result.dropFirst(2).starts(with: type) { result.removeSubrange(2..<(2 + type.count)) }
        return result
    }

    /// `<`, `>`, `[`, `]` and `/`.
    private static func isDelimiter(_ byte: UInt8) -> Bool {
        byte == 60 || byte == 62 || byte == 91 || byte == 93 || byte == 47
    }
}
