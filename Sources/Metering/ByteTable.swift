/// Numbers by bytes: a dictionary that is asked without making a key first.
///
///     var table = ByteTable()
///     Array("cus_1".utf8).withUnsafeBufferPointer { table.insert($0, 7) }
///     Array("cus_1".utf8).withUnsafeBufferPointer { table[$0] }     // 7
struct ByteTable {
    private struct Entry {
        let hash: Int
        let start: Int
        let count: Int
        let value: Int
    }

    /// Places in `entries`, from 1; 0 is none. A power of two of them, at most half taken.
    private var places = [Int32](repeating: 0, count: 64)
    private var entries: [Entry] = []
    private var bytes: [UInt8] = []

    subscript(key: UnsafeBufferPointer<UInt8>) -> Int? {
        let hash = ByteTable.hash(key)
        var place = hash & (places.count - 1)
        while places[place] != 0 {
            let entry = entries[Int(places[place]) - 1]
            if entry.hash == hash, entry.count == key.count,
                bytes[entry.start..<entry.start + entry.count].elementsEqual(key)
            {
                return entry.value
            }
            place = (place + 1) & (places.count - 1)
        }
        return nil
    }

    /// - Precondition: the table does not have the key.
    mutating func insert(_ key: UnsafeBufferPointer<UInt8>, _ value: Int) {
        let hash = ByteTable.hash(key)
        entries.append(Entry(hash: hash, start: bytes.count, count: key.count, value: value))
        bytes += key
        if entries.count * 2 > places.count {
            places = [Int32](repeating: 0, count: places.count * 2)
            for index in entries.indices { put(index) }
        } else {
            put(entries.count - 1)
        }
    }

    /// Every key with its value, in the order they were inserted.
    func forEach(_ body: (UnsafeBufferPointer<UInt8>, Int) -> Void) {
        bytes.withUnsafeBufferPointer { bytes in
            for entry in entries {
                body(
                    UnsafeBufferPointer(rebasing: bytes[entry.start..<entry.start + entry.count]),
                    entry.value)
            }
        }
    }

    private mutating func put(_ index: Int) {
        var place = entries[index].hash & (places.count - 1)
        while places[place] != 0 { place = (place + 1) & (places.count - 1) }
        places[place] = Int32(index + 1)
    }

    /// Swift's own, which nobody can foresee: texts of others must not be able to make a table slow.
    private static func hash(_ key: UnsafeBufferPointer<UInt8>) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: UnsafeRawBufferPointer(key))
        return hasher.finalize()
    }
}
