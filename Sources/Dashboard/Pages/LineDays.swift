import Invoicing
import Metering
import Money
import Time
import Web

/// What a line used day by day, with the first and the last event of each.
struct LineDays {
    let line: Invoice.Line
    let zone: Zone

    var html: String {
        guard let evidence = line.evidence else { return "" }
        var html = "<table class=\"days\"><thead><tr>"
        html += head(Label("Day", zh: "日期"), isFigure: false)
        html += head(Label("Events", zh: "事件"), isFigure: true)
        html += head(Label("Quantity", zh: "数量"), isFigure: true)
        html += "</tr></thead><tbody>"
        for day in evidence.days {
            html +=
                "<tr><th scope=\"row\">\(("\(day.day)" as Markup).html)</th><td class=\"n\">\(Markup.grouped(day.events))</td>"
                + "<td class=\"n\">\(day.units.map { $0.grouped(minimumScale: 0) } ?? "–")</td></tr>"
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

    private func sample(_ event: EvidenceSample) -> Markup {
        "\(code: event.id) · \(event.at, in: zone) · \(figure: event.quantity.grouped(minimumScale: 0))"
    }

    private func head(_ label: Label, isFigure: Bool) -> String {
        "<th scope=\"col\"\(isFigure ? " class=\"n\"" : "")>\(label.markup.html)</th>"
    }
}
