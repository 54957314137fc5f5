import Catalog
import GRDB
import Invoicing
import Metering
import Rating
import Time

extension LineEvents {
    /// What is asked for: a merchant, what it billed, and its calendars, which say how many events a month has.
    struct Subject {
        let merchant: Merchant
        let invoices: [Invoice]
        let usage: [UsageCalendar]

        /// The latest months that have at most so many events together.
        func months(most: Int) -> Set<Month> {
            var left = most
            return Set(
                Set(invoices.map(\.month)).sorted(by: >).prefix { month in
                    left -= usage.first { $0.month == month }?.total ?? 0
                    return left >= 0
                })
        }
    }

    /// In the order of the subjects.
    ///
    /// - Parameter most: how many events of a merchant are looked up, the latest months first.
    static func all(_ db: Database, _ subjects: [Subject], most: Int) throws -> [LineEvents] {
        var all = subjects.map { _ in LineEvents() }
        let months = subjects.map { $0.months(most: most) }
        for month in Set(months.joined()).sorted(by: >) {
            var searches: [EventPlaces.Search] = []
            // By search: whose it is, and where its lines begin.
            var owners: [(subject: Int, first: Int)] = []
            for (number, subject) in subjects.enumerated() where months[number].contains(month) {
                let first = all[number].lines.count
                if let search = try all[number].search(db, subject, month) {
                    searches.append(search)
                    owners.append((number, first))
                }
            }
            try EventPlaces.forEach(db, searches) { search, key, at, places in
                let (subject, first) = owners[search]
                let day = subjects[subject].merchant.zone.day(of: at)
                all[subject].see(Event(id: key, at: at), on: day, of: places.map { first + $0 })
            }
        }
        return all
    }

    private mutating func see(_ event: Event, on day: Day, of places: [Int]) {
        billed.append((event.id, places[0]))
        for line in places.map({ lines[$0] }) where days[line]?[day]?.count ?? 0 < Self.shown {
            days[line, default: [:]][day, default: []].append(event)
        }
    }

    /// Adds the lines of a month; nil where none counts events.
    private mutating func search(
        _ db: Database, _ subject: Subject, _ month: Month
    ) throws -> EventPlaces.Search? {
        let merchant = subject.merchant
        let mark = try CloseMark(db, merchant.id, month)
        let history = try MerchantHistory(
            db, merchant.id, through: month, knowing: mark?.lastVersion)
        var places: [EventPlaces.Line] = []
        for invoice in subject.invoices where invoice.month == month {
            // What came late to a month is told apart by its close; such a line names its first and its last.
            for line in invoice.lines where line.kind == .usage {
                guard let metric = line.metric else { continue }
                let span = line.span ?? line.service.instants(in: merchant.zone)
                places.append(
                    .init(
                        customer: invoice.customer,
                        metric: history.metric(metric, before: span.to), group: line.group,
                        span: span))
                lines.append(Line(invoice: invoice.number, number: line.number))
            }
        }
        guard let start = places.compactMap(\.span?.from).min(),
            let end = places.compactMap(\.span?.to).max()
        else { return nil }
        return EventPlaces.Search(
            try EventPlaces(db, merchant: merchant.id, places), from: start, to: end, through: mark)
    }
}
