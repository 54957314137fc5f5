/// Reads a line of the usual shape in place: one flat JSON object of ASCII without escapes, each field once, properties
/// that are texts or numbers in one object. Whatever is unlike that is left to `UsageEvent(line:)`, which decides every
/// line; what both read, they read alike.
///
///     var scan = EventLineScan()
///     scan.read(line)      // false: not of that shape
///     scan.key             // where the id stands in the line
struct EventLineScan {
    /// A part of the line; texts without their quotes.
    struct Part: Equatable {
        var start = 0
        var end = 0

        @inline(__always)
        func bytes(_ line: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
            UnsafeBufferPointer(rebasing: line[start..<end])
        }
    }

    struct Property {
        let name: Part
        let value: Part
        let isText: Bool
    }

    private(set) var key: Part?
    private(set) var customer: Part?
    private(set) var name: Part?
    /// As it stands there, in quotes or not.
    private(set) var quantity: Part?
    private(set) var timestamp: Part?
    private(set) var properties: [Property] = []
    private var hasProperties = false

    private var line = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
    private var index = 0

    /// More would be unusual; names of properties are compared with each other.
    private static let mostProperties = 16

    /// - Returns: whether the line is of the usual shape, with a key, a customer, a name and a time.
    mutating func read(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
        self.line = line
        index = 0
        (key, customer, name, quantity, timestamp) = (nil, nil, nil, nil, nil)
        properties.removeAll(keepingCapacity: true)
        hasProperties = false
        skipBlanks()
        guard take("{") else { return false }
        repeat {
            skipBlanks()
            guard let field = text(), colon(), value(of: field) else { return false }
            skipBlanks()
        } while take(",")
        guard take("}") else { return false }
        skipBlanks()
        return index == line.count && key != nil && customer != nil && name != nil
            && timestamp != nil
    }

    private mutating func value(of field: Part) -> Bool {
        let bytes = field.bytes(line)
        if `is`(bytes, "id") || `is`(bytes, "idempotency_key") {
            guard key == nil, let value = code() else { return false }
            key = value
        } else if `is`(bytes, "customer_id") || `is`(bytes, "customer") {
            guard customer == nil, let value = code() else { return false }
            customer = value
        } else if `is`(bytes, "metric") {
            guard name == nil, let value = code() else { return false }
            name = value
        } else if `is`(bytes, "timestamp") {
            guard timestamp == nil, let value = text() else { return false }
            timestamp = value
        } else if `is`(bytes, "quantity") {
            guard quantity == nil, let value = next() == UInt8(ascii: "\"") ? text() : number()
            else { return false }
            quantity = value
        } else if `is`(bytes, "dimensions") || `is`(bytes, "properties") || `is`(bytes, "meta") {
            return object()
        } else {
            return false
        }
        return true
    }

    /// A text of 1 to 256 bytes.
    private mutating func code() -> Part? {
        text().flatMap { (1...256).contains($0.end - $0.start) ? $0 : nil }
    }

    private mutating func object() -> Bool {
        guard !hasProperties, take("{") else { return false }
        hasProperties = true
        skipBlanks()
        if take("}") { return true }
        repeat {
            skipBlanks()
            guard let name = text(), colon(), properties.count < Self.mostProperties,
                !properties.contains(where: { equal($0.name, name) })
            else { return false }
            let isText = next() == UInt8(ascii: "\"")
            guard let value = isText ? text() : number() else { return false }
            properties.append(Property(name: name, value: value, isText: isText))
            skipBlanks()
        } while take(",")
        return take("}")
    }

    // MARK: - Bytes

    @inline(__always)
    private func next() -> UInt8 { index < line.count ? line[index] : 0 }

    @inline(__always)
    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next() == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    @inline(__always)
    private mutating func skipBlanks() {
        while index < line.count, line[index] == 32 || line[index] == 9 || line[index] == 13 {
            index += 1
        }
    }

    @inline(__always)
    private mutating func colon() -> Bool {
        skipBlanks()
        guard take(":") else { return false }
        skipBlanks()
        return true
    }

    /// A text without escapes, of printed ASCII.
    @inline(__always)
    private mutating func text() -> Part? {
        guard take("\"") else { return nil }
        let start = index
        while index < line.count {
            let byte = line[index]
            if byte == UInt8(ascii: "\"") {
                index += 1
                return Part(start: start, end: index - 1)
            }
            if byte < 32 || byte > 126 || byte == UInt8(ascii: "\\") { return nil }
            index += 1
        }
        return nil
    }

    /// A number from 0 on, without an exponent.
    @inline(__always)
    private mutating func number() -> Part? {
        let start = index
        let whole = digits()
        if whole == 0 || (whole > 1 && line[start] == UInt8(ascii: "0")) { return nil }
        if take("."), digits() == 0 { return nil }
        let end = next()
        // Whatever follows is told from a number by the reader of all lines.
        guard end == UInt8(ascii: ",") || end == UInt8(ascii: "}") || end == 32 else { return nil }
        return Part(start: start, end: index)
    }

    @inline(__always)
    private mutating func digits() -> Int {
        let start = index
        while index < line.count, line[index] >= 48, line[index] <= 57 { index += 1 }
        return index - start
    }

    @inline(__always)
    private func `is`(_ bytes: UnsafeBufferPointer<UInt8>, _ word: StaticString) -> Bool {
        bytes.count == word.utf8CodeUnitCount
            && bytes.elementsEqual(
                UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }

    @inline(__always)
    private func equal(_ a: Part, _ b: Part) -> Bool {
        a.end - a.start == b.end - b.start && a.bytes(line).elementsEqual(b.bytes(line))
    }
}
