/// A PDF in the plain form Cairo writes: every object on its own, found by a table of offsets.
struct CairoFile {
    let bytes: [UInt8]
    /// The bytes of each object between `obj` and `endobj`; nil for a number without one.
    let objects: [Range<Int>?]
    let root: Int
    let info: Int

    /// Nil if the file has another form.
    init?(_ bytes: [UInt8]) {
        self.bytes = bytes
        let tail = max(0, bytes.count - 64)
        guard let mark = bytes.range(of: "startxref\n", from: tail),
            let table = bytes.number(at: mark.upperBound),
            bytes.starts("xref\n0 ", at: table),
            let count = bytes.number(at: table + 7),
            let first = bytes.range(of: "\n", from: table + 7)?.upperBound,
            let trailer = bytes.range(of: "trailer\n", from: first + 20 * count)?.upperBound,
            let root = bytes.reference(after: "/Root ", from: trailer),
            let info = bytes.reference(after: "/Info ", from: trailer)
        else { return nil }
        self.root = root
        self.info = info
        var places: [(number: Int, offset: Int)] = []
        for number in 1..<count where bytes[first + 20 * number + 17] == UInt8(ascii: "n") {
            guard let offset = bytes.number(at: first + 20 * number) else { return nil }
            places.append((number, offset))
        }
        places.sort { $0.offset < $1.offset }
        var objects = [Range<Int>?](repeating: nil, count: count)
        for (index, place) in places.enumerated() {
            let next = index + 1 < places.count ? places[index + 1].offset : table
            let end = next - 7
            guard bytes.starts("endobj\n", at: end),
                let start = bytes.range(of: " 0 obj\n", from: place.offset)?.upperBound,
                start <= end
            else { return nil }
            objects[place.number] = start..<end
        }
        self.objects = objects
    }

    subscript(number: Int) -> ArraySlice<UInt8>? {
        objects.indices.contains(number) ? objects[number].map { bytes[$0] } : nil
    }

    /// The object as text, for the few that are changed.
    func text(_ number: Int) -> String? {
        self[number].map { String(decoding: $0, as: UTF8.self) }
    }
}

extension Array<UInt8> {
    func starts(_ text: StaticString, at index: Int) -> Bool {
        text.withUTF8Buffer { text in
            guard index >= 0, index + text.count <= count else { return false }
            for offset in 0..<text.count where self[index + offset] != text[offset] {
                return false
            }
            return true
        }
    }

    /// Where the text first stands from `start` on.
    func range(of text: StaticString, from start: Int, to end: Int? = nil) -> Range<Int>? {
        let length = text.utf8CodeUnitCount
        var index = start
        while index + length <= (end ?? count) {
            if starts(text, at: index) { return index..<(index + length) }
            index += 1
        }
        return nil
    }

    /// The whole number written there.
    func number(at start: Int) -> Int? {
        var index = start
        var number = 0
        while index < count, (48...57).contains(self[index]), index - start < 18 {
            number = number * 10 + Int(self[index] - 48)
            index += 1
        }
        return index > start ? number : nil
    }

    /// The object number of the reference that follows a key: 14 of `/Contents 14 0 R`.
    func reference(after key: StaticString, from start: Int, to end: Int? = nil) -> Int? {
        range(of: key, from: start, to: end).flatMap { number(at: $0.upperBound) }
    }
}
