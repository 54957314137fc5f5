import Store
import Time

/// How the events of one series are written in evidence: what they share is written once, and of each only its key, its
/// quantity, its time and its own properties, which stand in the ledger as canonical JSON already.
///
/// A class: that one is used for each event counts one reference, and not each of its arrays'.
final class EvidenceLine {
    private static let head = Array("{\"id\":".utf8)
    private static let beforeTime = Array("\",\"timestamp\":\"".utf8)
    private static let beforeProperties = Array("\",\"properties\":".utf8)

    /// `,"customer_id":"cus_1","metric":"model_call","quantity":"`.
    private let middle: [UInt8]
    /// What the series has of dimensions, by the bytes of their names.
    private let members: [JSONValue.Member]
    /// The same as it is written, `"model":"m",` for each, and where each name and each whole stand in it.
    private let dimensions: [UInt8]
    private let parts: [(name: Range<Int>, whole: Range<Int>)]
    /// Whether no dimension's name is written otherwise than it is.
    private let isPlain: Bool

    init(_ series: Routes.Series) {
        middle = Array(
            ",\"customer_id\":\(JSONValue.string(series.customer).compact),\"metric\":\(JSONValue.string(series.name).compact),\"quantity\":\""
                .utf8)
        members = EvidenceLine.sorted(series.dimensions.filter { $0.value != .null })
        var written: [UInt8] = []
        parts = members.map {
            let start = written.count
            written += "\(JSONValue.string($0.key).compact):\($0.value.compact),".utf8
            return (start + 1..<start + 1 + $0.key.utf8.count, start..<written.count)
        }
        dimensions = written
        isPlain = members.allSatisfy { JSONValue.isPlain($0.key.utf8) }
    }

    /// The event's line, with the line feed at its end, in place of what `line` was.
    func write(_ event: EventWalk.Event, into line: inout EvidenceBytes) throws {
        line.removeAll()
        line.append(EvidenceLine.head)
        if JSONValue.isPlain(event.key) {
            line.append(UInt8(ascii: "\""))
            line.append(event.key)
            line.append(UInt8(ascii: "\""))
        } else {
            line.append(JSONValue.string(String(decoding: event.key, as: UTF8.self)).compact.utf8)
        }
        line.append(middle)
        line.append(event.quantity)
        line.append(EvidenceLine.beforeTime)
        line.append(most: Instant.mostBytes) { event.at.write(to: $0) }
        line.append(EvidenceLine.beforeProperties)
        let start = line.count
        if !isPlain || !merge(event.properties, into: &line) {
            line.cut(to: start)
            line.append(try merged(event.properties).utf8)
        }
        line.append(UInt8(ascii: "}"))
        line.append(UInt8(ascii: "\n"))
    }

    /// Dimensions and the event's own properties, all by the bytes of their names.
    ///
    /// - Returns: false where a property's name is written otherwise than it is: names cannot be compared as they stand.
    private func merge(
        _ properties: UnsafeBufferPointer<UInt8>, into line: inout EvidenceBytes
    ) -> Bool {
        line.append(UInt8(ascii: "{"))
        let start = line.count
        let isMerged = dimensions.withUnsafeBufferPointer { dimensions in
            var next = 0
            var members = MemberScan(properties)
            while let member = members.next() {
                if member.isEscaped { return false }
                let name = UnsafeBufferPointer(rebasing: properties[member.name])
                while next < parts.count,
                    UnsafeBufferPointer(rebasing: dimensions[parts[next].name])
                        .lexicographicallyPrecedes(name)
                {
                    line.append(UnsafeBufferPointer(rebasing: dimensions[parts[next].whole]))
                    next += 1
                }
                line.append(UnsafeBufferPointer(rebasing: properties[member.whole]))
                line.append(UInt8(ascii: ","))
            }
            if next < parts.count {
                line.append(
                    UnsafeBufferPointer(rebasing: dimensions[parts[next].whole.lowerBound...]))
            }
            return true
        }
        // The comma behind the last of them.
        if line.count > start { line.cut(to: line.count - 1) }
        line.append(UInt8(ascii: "}"))
        return isMerged
    }

    /// The same by way of values.
    private func merged(_ properties: UnsafeBufferPointer<UInt8>) throws -> String {
        let rest = properties.isEmpty ? [] : try JSONValue(parsing: Array(properties)).members ?? []
        return JSONValue.object(EvidenceLine.sorted(members + rest)).compact
    }

    private static func sorted(
        _ members: [JSONValue.Member]
    ) -> [JSONValue.Member] {
        members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }
}
