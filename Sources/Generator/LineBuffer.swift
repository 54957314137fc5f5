/// Bytes of lines, written one after another into memory of its own and handed on in large parts.
struct LineBuffer: ~Copyable {
    private let start: UnsafeMutablePointer<UInt8>
    private(set) var count = 0
    private let capacity: Int
    /// No line is longer.
    static let longestLine = 1024

    init(capacity: Int) {
        start = .allocate(capacity: capacity)
        self.capacity = capacity
    }

    deinit { start.deallocate() }

    /// Whether a line more might not fit.
    var isFull: Bool { count + LineBuffer.longestLine > capacity }

    /// What was written from `from` on; gone with the next `clear`.
    func bytes(from: Int = 0) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: start + from, count: count - from)
    }

    mutating func clear() { count = 0 }

    /// Takes back what was written from `place` on.
    mutating func cut(to place: Int) { count = place }

    @inline(__always)
    mutating func add(_ text: StaticString) {
        (start + count).update(from: text.utf8Start, count: text.utf8CodeUnitCount)
        count += text.utf8CodeUnitCount
    }

    @inline(__always)
    mutating func add(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer {
            (start + count).update(from: $0.baseAddress!, count: $0.count)
        }
        count += bytes.count
    }

    @inline(__always)
    mutating func add(byte: UInt8) {
        start[count] = byte
        count += 1
    }

    /// A whole number from 0 on, with leading zeros up to `width` digits.
    @inline(__always)
    mutating func add(number: Int, width: Int = 1) {
        var rest = UInt64(number)
        var digits = 1
        var limit: UInt64 = 10
        while rest >= limit, digits < 19 {
            limit *= 10
            digits += 1
        }
        digits = max(digits, width)
        var place = count + digits
        count = place
        for _ in 0..<digits {
            place -= 1
            start[place] = 48 + UInt8(rest % 10)
            rest /= 10
        }
    }

    /// Thousandths as a decimal of three places: 12375 is `12.375`.
    @inline(__always)
    mutating func add(thousandths: Int) {
        if thousandths < 0 { add(byte: UInt8(ascii: "-")) }
        add(number: abs(thousandths) / 1000)
        add(byte: UInt8(ascii: "."))
        add(number: abs(thousandths) % 1000, width: 3)
    }

    /// Sixteen hexadecimal digits.
    @inline(__always)
    mutating func add(hexadecimal number: UInt64) {
        for shift in stride(from: 60, through: 0, by: -4) {
            let digit = UInt8(truncatingIfNeeded: number >> UInt64(shift)) & 15
            add(byte: digit < 10 ? 48 + digit : 87 + digit)
        }
    }
}
