import Catalog
import GRDB
import Invoicing
import Metering
import Rating
import Time

extension LineEvents {
    /// - Parameters:
    ///   - usage: the merchant's calendars, which say how many events a month has.
    ///   - most: how many events are looked up, the latest months first.
    static func of(
        _ db: Database, _ merchant: Merchant, _ invoices: [Invoice], usage: [UsageCalendar],
        most: Int
    ) throws -> LineEvents {
        var events = LineEvents()
        var left = most
        for (month, invoices) in Dictionary(grouping: invoices, by: \.month)
            .sorted(by: { $0.key > $1.key })
        {
            left -= usage.first { $0.month == month }?.total ?? 0
            if left < 0 { break }
            try events.add(db, merchant, month, invoices)
        }
        return events
    }

    private mutating func add(
        _ db: Database, _ merchant: Merchant, _ month: Month, _ invoices: [Invoice]
    ) throws {
        let mark = try CloseMark(db, merchant.id, month)
        let history = try MerchantHistory(
            db, merchant.id, through: month, knowing: mark?.lastVersion)
        let zone = merchant.zone
        var places: [EventPlaces.Line] = []
        let first = lines.count
        for invoice in invoices {
            // What came late to a month is told apart by its close; such a line names its first and its last.
            for line in invoice.lines where line.kind == .usage {
                guard let metric = line.metric else { continue }
                let span = line.span ?? line.service.instants(in: zone)
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
        else { return }
        try EventPlaces(db, merchant: merchant.id, places)
            .forEach(db, from: start, to: end, through: mark) { key, at, found in
                billed.append((key, first + found[0]))
                let day = zone.day(of: at)
                for place in found {
                    let line = lines[first + place]
                    if days[line]?[day]?.count ?? 0 < Self.shown {
                        days[line, default: [:]][day, default: []].append(Event(id: key, at: at))
                    }
                }
            }
    }
}
