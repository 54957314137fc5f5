import Store
import Time

/// How the events of one series are written in evidence: what they share is written once, and of each only its key, its
/// quantity, its time and its own properties, which stand in the ledger as canonical JSON already.
struct EvidenceLine {
    /// `,"customer_id":"cus_1","metric":"model_call","quantity":"`.
    private let middle: [UInt8]
    /// What the series has of dimensions, by the bytes of their names.
    private let members: [JSONValue.Member]
    /// The same as it is written: the name, and `"model":"m"`.
    private let dimensions: [(name: [UInt8], member: [UInt8])]
    /// Whether no dimension's name is written otherwise than it is.
    private let isPlain: Bool

    init(_ series: Routes.Series) {
        middle = Array(
            ",\"customer_id\":\(JSONValue.string(series.customer).compact),\"metric\":\(JSONValue.string(series.name).compact),\"quantity\":\""
                .utf8)
        members = EvidenceLine.sorted(series.dimensions.filter { $0.value != .null })
        dimensions = members.map {
            (
                Array($0.key.utf8),
                Array("\(JSONValue.string($0.key).compact):\($0.value.compact)".utf8)
            )
        }
        isPlain = dimensions.allSatisfy { JSONValue.isPlain($0.name) }
    }

    /// The event's line, with the line feed at its end, in place of what `line` was.
    func write(_ event: EventWalk.Event, into line: inout [UInt8]) throws {
        line.removeAll(keepingCapacity: true)
        line += "{\"id\":".utf8
        if JSONValue.isPlain(event.key) {
            line.append(UInt8(ascii: "\""))
            line += event.key
            line.append(UInt8(ascii: "\""))
        } else {
            line += JSONValue.string(String(decoding: event.key, as: UTF8.self)).compact.utf8
        }
        line += middle
        line += event.quantity
        line += "\",\"timestamp\":\"".utf8
        event.at.write(to: &line)
        line += "\",\"properties\":".utf8
        let start = line.count
        if !isPlain || !merge(event.properties, into: &line) {
            line.removeSubrange(start...)
            line += try merged(event.properties).utf8
        }
        line += "}\n".utf8
    }

    /// Dimensions and the event's own properties, all by the bytes of their names.
    ///
    /// - Returns: false where a property's name is written otherwise than it is: names cannot be compared as they stand.
    private func merge(_ properties: UnsafeBufferPointer<UInt8>, into line: inout [UInt8]) -> Bool {
        line.append(UInt8(ascii: "{"))
        var dimension = 0
        var members = MemberScan(properties)
        while let member = members.next() {
            let name = properties[member.name]
            if name.contains(UInt8(ascii: "\\")) { return false }
            while dimension < dimensions.count,
                dimensions[dimension].name.lexicographicallyPrecedes(name)
            {
                line += dimensions[dimension].member
                line.append(UInt8(ascii: ","))
                dimension += 1
            }
            line += properties[member.whole]
            line.append(UInt8(ascii: ","))
        }
        for rest in dimensions[dimension...] {
            line += rest.member
            line.append(UInt8(ascii: ","))
        }
        if line.last == UInt8(ascii: ",") { line.removeLast() }
        line.append(UInt8(ascii: "}"))
        return true
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

/// The members of an object in canonical JSON, which the ledger holds and nothing else wrote.
private struct MemberScan {
    let text: UnsafeBufferPointer<UInt8>
    /// Behind the bracket or the comma before the next member.
    private var index = 1

    init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

    mutating func next() -> (name: Range<Int>, whole: Range<Int>)? {
        guard index < text.count, text[index] == UInt8(ascii: "\"") else { return nil }
        let start = index
        skipString()
        let name = start + 1..<index - 1
        var depth = 0
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "\""):
                skipString()
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: ","):
                if depth == 0 { return end(name, start) }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return end(name, start) }
                depth -= 1
            default: break
            }
            index += 1
        }
        return end(name, start)
    }

    private mutating func end(
        _ name: Range<Int>, _ start: Int
    ) -> (name: Range<Int>, whole: Range<Int>) {
        defer { index += 1 }
        return (name, start..<index)
    }

    /// From a quote to behind the one that closes it.
    private mutating func skipString() {
        index += 1
        while index < text.count, text[index] != UInt8(ascii: "\"") {
            index += text[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        index += 1
    }
}
