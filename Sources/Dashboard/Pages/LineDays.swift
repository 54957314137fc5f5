import Invoicing
import Metering
import Money
import Time
import Web

/// What a line used day by day, with the first and the last event of each.
struct LineDays {
    let line: Invoice.Line
    let zone: Zone
    /// The first of each day, where they are named.
    let events: [Day: [LineEvents.Event]]

    var html: String {
        guard let evidence = line.evidence else { return "" }
        var html = "<table class=\"days\"><thead><tr>"
        html += head(Label("Day", zh: "日期"), isFigure: false)
        html += head(Label("Events", zh: "事件"), isFigure: true)
        html += head(Label("Quantity", zh: "数量"), isFigure: true)
        if !events.isEmpty {
            html += head(Label("Its events, with their times", zh: "当日事件与时间"), isFigure: false)
        }
        html += "</tr></thead><tbody>"
        for day in evidence.days {
            html +=
                "<tr><th scope=\"row\">\(("\(day.day)" as Markup).html)</th><td class=\"n\">\(Markup.grouped(day.events))</td>"
                + "<td class=\"n\">\(day.units.map { $0.grouped(minimumScale: 0) } ?? "–")</td>"
            if !events.isEmpty { html += "<td>\(named(day).html)</td>" }
            html += "</tr>"
        }
        html += "</tbody></table>"
        let first: Markup = sample(evidence.first)
        let last: Markup = sample(evidence.last)
        return html + "<p>"
            + Markup("First event ", zh: "首个事件 ").html + first.html
            + (evidence.events > 1
                ? "<br>" + Markup("Last event ", zh: "末个事件 ").html + last.html : "")
            + "</p>"
    }

    /// `evt_1 09:41:23, evt_2 09:43:00 and 12 more`
    private func named(_ day: Invoice.UsedDay) -> Markup {
        let named = events[day.day] ?? []
        let list: Markup = named.enumerated().reduce("") { list, item in
            let time = zone.text(item.element.at).dropFirst(11).prefix(8)
            return list + (item.offset == 0 ? "" : ", ")
                + "\(code: item.element.id) \(name: String(time))"
        }
        let more = day.events - named.count
        return more > 0 && !named.isEmpty
            ? list + Markup(" and \(more) more", zh: "，另有 \(more) 个") : list
    }

    private func sample(_ event: EvidenceSample) -> Markup {
        "\(code: event.id) · \(event.at, in: zone) · \(figure: event.quantity.grouped(minimumScale: 0))"
    }

    private func head(_ label: Label, isFigure: Bool) -> String {
        "<th scope=\"col\"\(isFigure ? " class=\"n\"" : "")>\(label.markup.html)</th>"
    }
}
