public import Catalog
import Metering
public import Money
public import Time

/// What the lines of one charge used day by day: a table of an invoice's annex.
///
/// Two models of one charge used 300 and 200 tokens on 1 May and the first 100 more on the 3rd: the steps are
/// 500, 0 and 100, the lines 400 and 200, and all of it 600, which is what the invoice bills.
public struct UsageByDay: Sendable, Equatable {
    public let name: LocalizedText
    public let unit: LocalizedText?
    /// Every day from the first to the last that is billed, or every month where these are many.
    public let steps: [Step]
    /// The lines that used most, the most first.
    public let lines: [Part]
    /// All other lines together; nil where there are none.
    public let others: Part?
    /// What all lines used.
    public let total: Exact
    public let events: Int
    /// What the invoice bills of it, which the metric may have rounded.
    public let billed: Exact

    /// More cannot be told apart in a chart, nor stand beside each other in a table.
    public static let mostLines = 4
    /// A table of more days is one of months.
    public static let mostDays = 31

    /// A day, or a month where `isMonth`.
    public struct Step: Sendable, Equatable {
        public let day: Day
        public let isMonth: Bool
        public let units: Exact
        public let events: Int
    }

    /// What a line, or several, used on each of the steps.
    public struct Part: Sendable, Equatable {
        /// The numbers of the lines.
        public let numbers: [Int]
        public let units: [Exact]
        public let total: Exact
    }
}

extension Invoice {
    /// What each charge's lines used by day, in the order of the invoice; charges whose days do not add up, or
    /// that were used on one day only, have none.
    ///
    /// - Throws: `MoneyError.doesNotFit`, which no usage that was billed can come to.
    public func usageByDay() throws(MoneyError) -> [UsageByDay] { try UsageByDay.all(lines) }
}

extension Invoice.Line {
    fileprivate var hasUnitsByDay: Bool {
        evidence.map { !$0.days.isEmpty && $0.days.allSatisfy { $0.units != nil } } ?? false
    }
}

extension UsageByDay {
    static func all(_ lines: [Invoice.Line]) throws(MoneyError) -> [UsageByDay] {
        var charges: [[Invoice.Line]] = []
        var places: [Charge.ID?: Int] = [:]
        for line in lines where line.kind == .usage && line.hasUnitsByDay {
            if let place = places[line.charge] {
                charges[place].append(line)
            } else {
                places[line.charge] = charges.count
                charges.append([line])
            }
        }
        var all: [UsageByDay] = []
        for lines in charges {
            if let table = try UsageByDay(lines) { all.append(table) }
        }
        return all
    }

    /// nil where there is nothing to compare: one day.
    fileprivate init?(_ lines: [Invoice.Line]) throws(MoneyError) {
        let used = Set(lines.flatMap { $0.evidence!.days.map(\.day) })
        guard used.count > 1, let first = used.min(), let last = used.max() else { return nil }
        // From the first billed day, so that days before the first event are seen to be empty.
        let from = min(first, lines.map(\.service.from).min()!)
        let to = max(last.advanced(by: 1), lines.map(\.service.to).max()!)
        let span = DaySpan(from: from, to: to)
        let isMonth = span.length > UsageByDay.mostDays
        var places: [Day: Int] = [:]
        var days: [Day] = []
        for number in 0..<span.length {
            let day = from.advanced(by: number)
            if days.isEmpty || !isMonth || day.month != days.last!.month { days.append(day) }
            places[day] = days.count - 1
        }
        var units = [Exact](repeating: .zero, count: days.count)
        var events = [Int](repeating: 0, count: days.count)
        var parts: [Part] = []
        for line in lines {
            var own = [Exact](repeating: .zero, count: days.count)
            for day in line.evidence!.days {
                let place = places[day.day]!
                own[place] = try own[place].plus(day.units!)
                events[place] += day.events
            }
            for place in own.indices { units[place] = try units[place].plus(own[place]) }
            parts.append(Part(numbers: [line.number], units: own, total: try own.total()))
        }
        let order = parts.sorted { ($1.total, $0.numbers[0]) < ($0.total, $1.numbers[0]) }
        // One more than fits is no "others": it stands itself.
        let shown = order.count == UsageByDay.mostLines + 1 ? order.count : UsageByDay.mostLines
        self.init(
            name: lines[0].name, unit: lines[0].unit,
            steps: days.indices.map {
                Step(day: days[$0], isMonth: isMonth, units: units[$0], events: events[$0])
            },
            lines: Array(order.prefix(shown)),
            others: order.count > shown ? try Part(of: order.dropFirst(shown)) : nil,
            total: try units.total(), events: events.reduce(0, +),
            billed: try lines.map(\.units.exact).total())
    }
}

extension UsageByDay.Part {
    /// Several as one.
    fileprivate init(of parts: ArraySlice<UsageByDay.Part>) throws(MoneyError) {
        var units = parts.first!.units
        for part in parts.dropFirst() {
            for place in units.indices { units[place] = try units[place].plus(part.units[place]) }
        }
        self.init(
            numbers: parts.flatMap(\.numbers).sorted(), units: units, total: try units.total())
    }
}

extension [Exact] {
    fileprivate func total() throws(MoneyError) -> Exact {
        var total = Exact.zero
        for part in self { total = try total.plus(part) }
        return total
    }
}
