import Catalog
import Invoicing
import Metering
import Money
import Time
import Typesetting

/// The first and the last event of the lines, as their evidence files have them.
struct EventSample {
    let invoice: Invoice
    /// Its number, as sentences have it.
    let name: String
    let writer: Writer

    /// The lines that come to most.
    static let most = 12

    private var theme: Theme { writer.theme }

    var elements: [Element] {
        let all = invoice.lines.filter { $0.evidence != nil }
        if all.isEmpty { return [] }
        let largest = all.sorted { ($1.gross, $0.number) < ($0.gross, $1.number) }
            .prefix(Self.most)
        let lines = largest.sorted { $0.number < $1.number }
        let table = Table(
            columns: [
                .init(.fixed(26)), .init(.fixed(86)), .init(.flexible(3), headsRows: true),
                .init(.flexible(6)),
            ],
            head: [
                .init("#"),
                .init(
                    spans: writer.spans(.eventTime, theme.label)
                        + [
                            Text.Span(
                                " (\(invoice.zone.offsetLabel(at: invoice.issuedAt)))", theme.label)
                        ]), writer.head(.eventID), writer.head(.eventFigures),
            ],
            rows: lines.flatMap(rows), style: theme.smallTable)
        return [
            .together(
                spacing: 2,
                [writer.heading(.eventSample)]
                    + writer.stacked(
                        all.count > lines.count ? .eventSampleOfMost : .eventSampleOfAll,
                        theme.label,
                        ["number": name, "count": "\(lines.count)"]), keepsWithNext: true),
            .spacer(4), .table(table),
        ]
    }

    private func rows(_ line: Invoice.Line) -> [Table.Row] {
        let evidence = line.evidence!
        let events = evidence.events == 1 ? [evidence.first] : [evidence.first, evidence.last]
        return events.enumerated().map { index, event in
            .init(
                .item,
                [
                    .init(index == 0 ? "#\(line.number)" : ""),
                    .init(writer.moment(event.at, in: invoice.zone, toSecond: true)),
                    .init(
                        spans: [Text.Span(event.id, theme.mono, in: .english)],
                        field: "line \(line.number), event id"),
                    .init(
                        spans: [Text.Span(figures(event), theme.label, in: .english)],
                        field: "line \(line.number), event properties"),
                ], keepsWithPrevious: index > 0)
        }
    }

    /// `quantity 1 · input_tokens 71,175`
    private func figures(_ event: EvidenceSample) -> String {
        let all = [("quantity", event.quantity)] + event.figures.map { ($0.name, $0.value) }
        // A name and its figure are not parted at the end of a line.
        return all.map { "\($0)\u{A0}\(writer.minus($1.grouped(minimumScale: 0)))" }
            .joined(separator: " · ")
    }
}
