/// Which of many keys were never seen: a Bloom filter in blocks of one cache line.
///
///     var filter = KeyFilter(capacity: 1_000_000)
///     filter.insert(hash)
///     filter.mayContain(hash)      // true; of a hash never inserted it is false but for one in some hundred
///
/// It takes two bytes a key. Hashes have to be even in all their bits, as those of SHA-256 are.
struct KeyFilter {
    let capacity: Int
    /// Eight words a block.
    private var words: [UInt64]

    init(capacity: Int) {
        self.capacity = capacity
        words = [UInt64](repeating: 0, count: max(1, capacity / 32) * 8)
    }

    /// The upper bits choose the block, nine bits each one of its 512: bits that blocks are not chosen by.
    @inline(__always)
    private func place(_ hash: Int64, _ turn: Int) -> (word: Int, bit: UInt64) {
        let hash = UInt64(bitPattern: hash)
        let block = Int(hash.multipliedFullWidth(by: UInt64(words.count / 8)).high)
        let bit = (hash >> UInt64(9 * turn)) & 511
        return (block * 8 + Int(bit >> 6), 1 << (bit & 63))
    }

    mutating func insert(_ hash: Int64) {
        for turn in 0..<4 {
            let place = place(hash, turn)
            words[place.word] |= place.bit
        }
    }

    func mayContain(_ hash: Int64) -> Bool {
        for turn in 0..<4 {
            let place = place(hash, turn)
            if words[place.word] & place.bit == 0 { return false }
        }
        return true
    }
}
