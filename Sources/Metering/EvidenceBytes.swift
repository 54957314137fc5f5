/// A line made piece by piece in memory that stays for the next one: an array would ask at each piece whether it is alone.
///
///     var line = EvidenceBytes()
///     line.append("{}".utf8)
///     line.bytes          // 7B 7D
///     line.removeAll()
struct EvidenceBytes: ~Copyable {
    private var room: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0

    init() { room = .allocate(capacity: 1024) }

    deinit { room.deallocate() }

    /// The line so far, until it is changed.
    var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: room[..<count]) }

    mutating func removeAll() { count = 0 }

    /// Cuts the line to its first `count` bytes.
    mutating func cut(to count: Int) {
        precondition(count <= self.count)
        self.count = count
    }

    @inline(__always)
    mutating func append(_ byte: UInt8) {
        if count == room.count { grow(by: 1) }
        room[count] = byte
        count += 1
    }

    @inline(__always)
    mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
        if room.count - count < bytes.count { grow(by: bytes.count) }
        guard let start = bytes.baseAddress else { return }
        (room.baseAddress! + count).update(from: start, count: bytes.count)
        count += bytes.count
    }

    @inline(__always)
    mutating func append(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { append($0) }
    }

    mutating func append(_ text: String.UTF8View) { append(Array(text)) }

    /// What `write` puts into room for `most` bytes, and says how many they are.
    mutating func append(most: Int, _ write: (UnsafeMutableBufferPointer<UInt8>) -> Int) {
        if room.count - count < most { grow(by: most) }
        count += write(UnsafeMutableBufferPointer(rebasing: room[count...]))
    }

    private mutating func grow(by count: Int) {
        let larger = UnsafeMutableBufferPointer<UInt8>.allocate(
            capacity: max(2 * room.count, self.count + count))
        _ = larger.update(fromContentsOf: bytes)
        room.deallocate()
        room = larger
    }
}
