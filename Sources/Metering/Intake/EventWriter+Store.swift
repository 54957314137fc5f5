import Catalog
import GRDB
import Money
import Time

/// Finds events by their key and writes new ones, many of them together.
///
/// Events come in the order of time and stand by merchant and day. Written one by one each is a walk down three trees to
/// another place; kept until there are many and written place by place, it mostly is the next cell of the same page.
/// What waits here is found like what stands there, so that nobody can tell when it was written.
struct EventWriter {
    /// An event that waits, with its texts in `bytes` and its measures in `measures`.
    private struct Waiting {
        let merchantRow: Int64
        let sequence: Int64
        let series: Int64
        let occurredAt: Int64
        let quantity: DatabaseValue
        let hash: Int64
        let key: Range<Int>
        /// Empty where there are none.
        let properties: Range<Int>
    }

    private let db: Database
    private var keys: KeyIndex
    private var waiting: [Waiting] = []
    private var placeOfHash: [Int64: Int] = [:]
    private var bytes: [UInt8] = []
    /// As many for each event as there are slots.
    private var measures: [DatabaseValue] = []
    private let events: RowInsert
    private let details: RowInsert

    init(_ db: Database) throws {
        self.db = db
        keys = try KeyIndex(db)
        events = try RowInsert(db, "usageEvent", columns: 4 + EventShape.slotCount)
        details = try RowInsert(db, "usageEventDetail", columns: 4)
    }

    /// Events that wait.
    var count: Int { waiting.count }

    // MARK: - Finding

    enum Match {
        case new
        /// The sequence of the one that says the same.
        case same(Int64)
        /// Another event has the key: its sequence, and what it says.
        case different(Int64, String)
    }

    /// Whether a key with this hash is certainly new; where it is not, `find` tells.
    mutating func isNew(_ merchantRow: Int64, hash: Int64) throws -> Bool {
        try placeOfHash[hash] == nil && keys.isNew(merchantRow, hash: hash)
    }

    /// Whether an event with the key is there already, and whether it says the same.
    mutating func find(_ event: ReadyEvent) throws -> Match {
        let day = EventSequence.block(event.merchantRow, event.occurredAt.utcDay)
        guard
            let known = try known(event.merchantRow, hash: event.hash, key: event.key, day: day)
        else { return .new }
        let same =
            known.series == event.series && known.occurredAt == event.occurredAt.nanoseconds
            && known.quantity == event.quantity
            && known.properties.elementsEqual((event.properties ?? "").utf8)
        if same { return .same(known.sequence) }
        let at = Instant(nanoseconds: known.occurredAt)
        return .different(
            known.sequence, "quantity \(Exact(known.quantity)!) at \(at), event \(known.sequence)")
    }

    /// The sequence of the event that has the key; nil where none has.
    mutating func sequence(of key: String, merchant: Int64) throws -> Int64? {
        try known(merchant, hash: KeyIndex.hash(merchant, key), key: key, day: nil)?.sequence
    }

    /// What an event says, whether it waits or stands in the ledger.
    private struct Known {
        let sequence: Int64
        let series: Int64
        let occurredAt: Int64
        let quantity: DatabaseValue
        let properties: [UInt8]
    }

    // Another key with the same 64 bits is another event. One key is one event, mostly of the day that is asked first.
    private mutating func known(
        _ merchant: Int64, hash: Int64, key: String, day: Int64?
    ) throws -> Known? {
        if let place = placeOfHash[hash] {
            let event = waiting[place]
            if event.merchantRow == merchant, bytes[event.key].elementsEqual(key.utf8) {
                return Known(
                    sequence: event.sequence, series: event.series, occurredAt: event.occurredAt,
                    quantity: event.quantity, properties: Array(bytes[event.properties]))
            }
        }
        let select = try db.cachedStatement(
            sql: """
                SELECT sequence, seriesId, occurredAt, quantity, properties, idempotencyKey
                FROM usageEvent JOIN usageEventDetail USING (sequence) WHERE sequence = ?
                """)
        return try keys.first(merchant, hash: hash, block: day) { sequence in
            let row = try Row.fetchOne(select, arguments: [sequence])!
            let found: String = row[5]
            if !found.utf8.elementsEqual(key.utf8) { return nil }
            let properties: String? = row[4]
            return Known(
                sequence: sequence, series: row[1], occurredAt: row[2], quantity: row[3],
                properties: Array((properties ?? "").utf8))
        }
    }

    // MARK: - Writing

    /// Takes an event whose key is new.
    ///
    /// - Parameters:
    ///   - measures: by slot, all of them.
    ///   - properties: canonical JSON of what is not a dimension; empty where there is none.
    /// - Returns: its sequence, which it has from now on.
    /// - Throws: `MeteringError.dayIsFull`.
    mutating func add(
        _ merchantRow: Int64, key: UnsafeBufferPointer<UInt8>, hash: Int64, series: Int64,
        occurredAt: Int64, quantity: DatabaseValue, measures: ArraySlice<DatabaseValue>,
        properties: UnsafeBufferPointer<UInt8>, batch: Int64
    ) throws -> Int64 {
        // Two of a hash cannot both wait: 64 bits are the same for two keys once in an age.
        if placeOfHash[hash] != nil { try flush(batch: batch) }
        let sequence = try keys.nextSequence(
            merchantRow,
            block: EventSequence.block(merchantRow, Instant(nanoseconds: occurredAt).utcDay))
        let start = bytes.count
        bytes.append(contentsOf: key)
        bytes.append(contentsOf: properties)
        self.measures.append(contentsOf: measures)
        placeOfHash[hash] = waiting.count
        waiting.append(
            Waiting(
                merchantRow: merchantRow, sequence: sequence, series: series,
                occurredAt: occurredAt, quantity: quantity, hash: hash,
                key: start..<start + key.count, properties: start + key.count..<bytes.count))
        return sequence
    }

    /// Writes all that waits, each tree by itself and in its order.
    mutating func flush(batch: Int64) throws {
        if waiting.isEmpty { return }
        // Blocks lead keys as they lead sequences, and within one a key stands by its hash.
        let bySequence = inOrder { $0.sequence }
        let byHash = inOrder { $0.hash }
        try events.run(bySequence, bindEvent)
        try bytes.withUnsafeBufferPointer { bytes in
            try details.run(bySequence) { bindDetail($0, $1, bytes, batch) }
        }
        try keys.insert(byHash.map { (waiting[$0].hash, waiting[$0].sequence) })
        waiting.removeAll(keepingCapacity: true)
        placeOfHash.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
        measures.removeAll(keepingCapacity: true)
    }

    /// Places in `waiting`, by merchant's day and then by `key`.
    private func inOrder(_ key: (Waiting) -> Int64) -> [Int] {
        waiting.indices.map { place in
            (EventSequence.block(of: waiting[place].sequence), key(waiting[place]), place)
        }.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
    }

    private func bindEvent(_ row: RawParameters, _ place: Int) {
        let event = waiting[place]
        row.bind(1, event.sequence)
        row.bind(2, event.series)
        row.bind(3, event.occurredAt)
        row.bind(4, event.quantity)
        let first = place * EventShape.slotCount
        for slot in 0..<EventShape.slotCount { row.bind(5 + slot, measures[first + slot]) }
    }

    private func bindDetail(
        _ row: RawParameters, _ place: Int, _ bytes: UnsafeBufferPointer<UInt8>, _ batch: Int64
    ) {
        let event = waiting[place]
        row.bind(1, event.sequence)
        row.bind(2, batch)
        row.bind(3, text: UnsafeBufferPointer(rebasing: bytes[event.key]))
        if event.properties.isEmpty {
            row.bind(4, .null)
        } else {
            row.bind(4, text: UnsafeBufferPointer(rebasing: bytes[event.properties]))
        }
    }
}
