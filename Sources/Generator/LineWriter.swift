import Time

/// Writes line after line, and counts what it has written.
struct LineWriter: ~Copyable {
    var buffer = LineBuffer(capacity: 1 << 20)
    private(set) var tally = GeneratedMonth.Tally()
    private let month: GeneratedMonth
    private var dice: Dice
    /// Makes ids from the running number: none comes twice, and they are in no order.
    private let scramble: UInt64
    private var number: UInt64 = 0
    /// `2026-05-01T16:` in UTC, for each hour of the month.
    private let hours: [[UInt8]]
    private let customerCodes: [[UInt8]]
    private let customerDraw: WeightedDraw
    private let kindDraw = WeightedDraw(EventKind.allCases.map(\.share))
    private var totals = [GeneratedMonth.Tally.Quantity](
        repeating: .init(), count: EventKind.allCases.count)
    private var refused = [Int](repeating: 0, count: Fault.allCases.count)
    /// The last lines that intake takes, to be sent again.
    private var recent: [Sent] = []
    /// What is left of a customer's burst.
    private var burst = (left: 0, customer: 0)

    private struct Sent {
        var id: UInt64
        var customer: Int
        var bytes: [UInt8]
    }

    init(_ month: GeneratedMonth) {
        self.month = month
        dice = Dice(seed: month.seed)
        scramble = dice.next()
        let start = Zone.shanghai.start(of: month.month)
        hours = (0..<month.month.length * 24).map {
            Array(start.advanced(bySeconds: Int64($0) * 3600).description.utf8.prefix(14))
        }
        customerCodes = (0..<month.customers).map {
            Array(GeneratedMonth.code(customer: $0).utf8)
        }
        customerDraw = WeightedDraw(Traces.shares(of: month.customers))
    }

    /// Hands on what was written so far.
    mutating func handOn(to sink: (UnsafeRawBufferPointer) throws -> Void) rethrows {
        tally.bytes += buffer.count
        if buffer.count > 0 { try sink(buffer.bytes()) }
        buffer.clear()
    }

    /// The count of everything; asked for at the end.
    consuming func counted() -> GeneratedMonth.Tally {
        for (kind, total) in zip(EventKind.allCases, totals) where total.count > 0 {
            tally.events[kind.name.description] = total
        }
        for (fault, count) in zip(Fault.allCases, refused) where count > 0 {
            tally.rejected[fault.reason, default: 0] += count
        }
        return tally
    }

    /// Of 100,000 lines, how many are sent again, take another's id, are broken, come late.
    private static let repeated = 1000
    private static let conflicting = 10
    private static let broken = 50
    private static let delayed = 2000

    /// Writes one line of the hour, of which it has `count`.
    mutating func line(hour: Int, place: Int, of count: Int) {
        tally.lines += 1
        let chance = dice.below(100_000)
        if !recent.isEmpty {
            if chance < Self.repeated { return again() }
            if chance < Self.repeated + Self.conflicting { return conflict(hour) }
        }
        number += 1
        let id = Dice.mixed(number ^ scramble)
        if (1010..<1010 + Self.broken).contains(chance) {
            let fault = Fault.allCases[dice.below(Fault.allCases.count)]
            refused[fault.rawValue] += 1
            return write(fault, id: id, hour: hour)
        }
        let millisecond = (place << 16 + dice.below(1 << 16)) * 3_600_000 / (count << 16)
        let customer = nextCustomer()
        let from = buffer.count
        if chance >= 100_000 - Self.delayed {
            let back = dice.below(min(72, hour) + 1)
            if back > 1 { tally.delayed += 1 }
            event(id: id, customer, hour: hour - back, millisecond)
        } else {
            event(id: id, customer, hour: hour, millisecond)
        }
        keep(id: id, customer, from: from)
    }

    private mutating func nextCustomer() -> Int {
        if burst.left > 0 {
            burst.left -= 1
            return burst.customer
        }
        let customer = customerDraw.draw(&dice)
        // A loop that tries again, or a batch.
        if dice.below(4000) == 0 { burst = (20 + dice.below(180), customer) }
        return customer
    }

    private mutating func event(id: UInt64, _ customer: Int, hour: Int, _ millisecond: Int) {
        let kind = EventKind.allCases[kindDraw.draw(&dice)]
        head(id: id, customer: customerCodes[customer], kind.name)
        let thousandths = kind.write(customer: customer, &dice, &buffer) { [hours] buffer in
            buffer.add(#","timestamp":""#)
            buffer.add(hours[hour])
            LineWriter.time(millisecond, &buffer)
        }
        buffer.add("\n")
        tally.accepted += 1
        totals[kind.rawValue].count += 1
        totals[kind.rawValue].thousandths += thousandths
    }

    /// `{"id":"syn_…","customer_id":"…","metric":"…"`
    private mutating func head(id: UInt64, customer: [UInt8], _ name: StaticString) {
        buffer.add(#"{"id":"syn_"#)
        buffer.add(hexadecimal: id)
        buffer.add(#"","customer_id":""#)
        buffer.add(customer)
        buffer.add(#"","metric":""#)
        buffer.add(name)
        buffer.add("\"")
    }

    /// `MM:SS.mmmZ"` after the hour.
    private static func time(_ millisecond: Int, _ buffer: inout LineBuffer) {
        buffer.add(number: millisecond / 60_000, width: 2)
        buffer.add(":")
        buffer.add(number: millisecond / 1000 % 60, width: 2)
        buffer.add(".")
        buffer.add(number: millisecond % 1000, width: 3)
        buffer.add("Z\"")
    }

    // MARK: - What is sent again, and what is broken

    private static let remembered = 256

    private mutating func keep(id: UInt64, _ customer: Int, from: Int) {
        // One of sixteen will do: copies of all would take as long as the lines themselves.
        guard recent.isEmpty || dice.below(16) == 0 else { return }
        let sent = Sent(id: id, customer: customer, bytes: Array(buffer.bytes(from: from)))
        if recent.count < LineWriter.remembered {
            recent.append(sent)
        } else {
            recent[dice.below(recent.count)] = sent
        }
    }

    private mutating func again() {
        tally.repeats += 1
        buffer.add(recent[dice.below(recent.count)].bytes)
    }

    /// Another event under a known id: a search of two, as there is none beside.
    private mutating func conflict(_ hour: Int) {
        let sent = recent[dice.below(recent.count)]
        head(id: sent.id, customer: customerCodes[sent.customer], EventKind.search.name)
        buffer.add(#","quantity":"2","timestamp":""#)
        buffer.add(hours[hour])
        buffer.add("00:00.000Z\",\"dimensions\":{\"store\":\"syn-docs\"}}\n")
        tally.rejected["conflict", default: 0] += 1
    }

    private mutating func write(_ fault: Fault, id: UInt64, hour: Int) {
        let from = buffer.count
        let customer =
            fault == .unknownCustomer
            ? Array("syn_nobody".utf8) : customerCodes[customerDraw.draw(&dice)]
        head(id: id, customer: customer, fault == .unknownMetric ? "syn_nothing" : fault.name)
        buffer.add(",\"quantity\":")
        buffer.add(fault.quantity)
        buffer.add(#","timestamp":""#)
        switch fault {
        case .notATime: buffer.add("yesterday\"")
        case .outsideWindow:
            // A hundred days before the month, whatever the month.
            let day = month.month.firstDay.advanced(by: -100)
            buffer.add(Array("\(day)T00:00:00Z\"".utf8))
        default:
            buffer.add(hours[hour])
            buffer.add("59:59.999Z\"")
        }
        buffer.add(fault.rest)
        if fault == .malformed { buffer.cut(to: from + 40) }
        buffer.add("\n")
    }
}
