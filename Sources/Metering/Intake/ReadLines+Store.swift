import Catalog
import GRDB

/// Lines that are read before it is their turn: those of the usual shape are resolved, in any thread, while the ledger
/// takes what came before them.
///
///     var lines = ReadLines()
///     while let line = try file.next() { lines.append(line) }
///     lines.resolve(memory.known)         // as of the last batch that ended
///     try intake.take(lines)              // what could not be resolved then is now
///
/// What the ledger is asked for, whether a key is new, is left to `Intake`.
public struct ReadLines: Sendable {
    /// What was resolved, and where its texts stand.
    struct Resolved {
        let event: UsualEvents.Event
        /// In the bytes of all lines.
        let key: Range<Int>
        /// In the properties of all events.
        let properties: Range<Int>
    }

    /// All lines, one after another.
    private(set) var bytes: [UInt8] = []
    /// Where each of them stands.
    private(set) var lines: [Range<Int>] = []
    /// For each line that was resolved; nil for the others.
    private(set) var events: [Resolved?] = []
    /// Of each event, resolved or not, as many as there are slots.
    private var measures: [DatabaseValue] = []
    private(set) var properties: [UInt8] = []
    /// Of what it was resolved with; nil where it was not.
    private(set) var edition: Int?

    public init() {}

    public var count: Int { lines.count }

    public mutating func append(_ line: ArraySlice<UInt8>) {
        lines.append(bytes.count..<bytes.count + line.count)
        bytes.append(contentsOf: line)
    }

    func line(_ place: Int) -> ArraySlice<UInt8> { bytes[lines[place]] }

    func measures(_ place: Int) -> ArraySlice<DatabaseValue> {
        measures[place * EventShape.slotCount..<(place + 1) * EventShape.slotCount]
    }

    /// Resolves the lines that are of the usual shape and of customers and series that are known.
    public mutating func resolve(_ known: IntakeMemory.Known) {
        var usual = known.usual
        var scan = EventLineScan()
        edition = usual.edition
        events.reserveCapacity(lines.count)
        measures.reserveCapacity(lines.count * EventShape.slotCount)
        bytes.withUnsafeBufferPointer { bytes in
            for place in lines {
                let line = UnsafeBufferPointer(rebasing: bytes[place])
                guard scan.read(line), usual.resolve(scan, line) else {
                    events.append(nil)
                    measures.append(contentsOf: usual.ready.measures)
                    continue
                }
                let ready = usual.ready
                let key = scan.key!
                let start = properties.count
                properties.append(contentsOf: ready.properties)
                measures.append(contentsOf: ready.measures)
                events.append(
                    Resolved(
                        event: UsualEvents.Event(
                            ready, hash: KeyIndex.hash(ready.merchantRow, key.bytes(line))),
                        key: place.lowerBound + key.start..<place.lowerBound + key.end,
                        properties: start..<properties.count))
            }
        }
    }
}
