import Catalog
import GRDB
import Invoicing
import Metering
import Rating
import Time

/// Looks up the events behind the invoice lines of merchants: each says what it asks for, and usage is then read once.
///
///     var lookup = LineEventLookup(most: 100_000)
///     for merchant in merchants { try lookup.ask(db, merchant) }
///     let events = try lookup.answer(db)   // in the order in which it was asked
struct LineEventLookup {
    /// How many events of a merchant are looked up, the latest months first.
    let most: Int
    private var all: [LineEvents] = []
    private var zones: [Zone] = []
    private var searches: [Month: [Search]] = [:]

    /// What a merchant asks for of a month, and where the lines that it is about begin.
    private struct Search {
        let events: EventPlaces.Search
        let subject: Int
        let first: Int
    }

    init(most: Int) { self.most = most }

    mutating func ask(_ db: Database, _ merchant: MerchantData) throws {
        let subject = all.count
        var events = LineEvents()
        for month in months(merchant) {
            let first = events.lines.count
            if let search = try events.search(db, merchant, month) {
                searches[month, default: []].append(
                    Search(events: search, subject: subject, first: first))
            }
        }
        all.append(events)
        zones.append(merchant.merchant.zone)
    }

    /// The latest months that have at most so many events together.
    private func months(_ merchant: MerchantData) -> [Month] {
        var left = most
        return Array(
            Set(merchant.invoices.map(\.invoice.month)).sorted(by: >).prefix { month in
                left -= merchant.usage.first { $0.month == month }?.total ?? 0
                return left >= 0
            })
    }

    func answer(_ db: Database) throws -> [LineEvents] {
        var all = all
        for (_, searches) in searches.sorted(by: { $0.key > $1.key }) {
            try EventPlaces.forEach(db, searches.map(\.events)) { number, key, at, places in
                let search = searches[number]
                let day = zones[search.subject].day(of: at)
                all[search.subject].see(
                    LineEvents.Event(id: key, at: at), on: day,
                    of: places.map { search.first + $0 })
            }
        }
        return all
    }
}

extension LineEvents {
    fileprivate mutating func see(_ event: Event, on day: Day, of places: [Int]) {
        billed.append((event.id, places[0]))
        for line in places.map({ lines[$0] }) where days[line]?[day]?.count ?? 0 < Self.shown {
            days[line, default: [:]][day, default: []].append(event)
        }
    }

    /// Adds the lines of a month; nil where none counts events.
    fileprivate mutating func search(
        _ db: Database, _ data: MerchantData, _ month: Month
    ) throws -> EventPlaces.Search? {
        let merchant = data.merchant
        let mark = try CloseMark(db, merchant.id, month)
        let history = try MerchantHistory(
            db, merchant.id, through: month, knowing: mark?.lastVersion)
        var places: [EventPlaces.Line] = []
        for invoice in data.invoices.map(\.invoice) where invoice.month == month {
            // What came late to a month is told apart by its close; such a line names its first and its last.
            for line in invoice.lines where line.kind == .usage {
                guard let place = EventPlaces.Line(line, of: invoice, knowing: history) else {
                    continue
                }
                places.append(place)
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
