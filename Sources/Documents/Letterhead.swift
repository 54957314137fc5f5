import Catalog
import Time
import Typesetting

/// What every document begins and ends with, so that they look like one house's.
struct Letterhead {
    let writer: Writer
    /// Who issues the document, and the field its name comes from.
    let issuer: LocalizedText
    let field: String
    let title: Phrase
    /// An id in mono before the state; nil for none.
    let number: String?
    let state: Phrase
    let stateColour: Colour

    private var theme: Theme { writer.theme }

    /// Issuer on the left; title, number and state on the right; a hairline below.
    var elements: [Element] {
        [
            .columns(
                gap: 24,
                [
                    .init(.flexible(), [issuerLines]),
                    .init(
                        .natural, spacing: 2,
                        [
                            .spans(
                                writer.spans(title, theme.title), align: .trailing, as: .heading(1)),
                            .columns(
                                gap: 10,
                                [
                                    .init(
                                        .flexible(),
                                        [.text(number ?? "", theme.mono, align: .trailing)]),
                                    .init(.natural, [.spans(stateSpans, align: .trailing)]),
                                ]),
                        ]),
                ]), .spacer(10), .rule(Stroke(theme.accent, width: 1)), .spacer(14),
        ]
    }

    /// The logo beside the name.
    private var issuerLines: Element {
        let name = Element.stack(writer.lines(issuer, theme.section, theme.label, field))
        guard let logo = theme.logo else { return name }
        return .columns(
            gap: 10, align: .centre,
            [
                .init(
                    .natural,
                    [
                        .picture(
                            logo, within: Size(width: 120, height: 32), alt: issuer[writer.leading])
                    ]), .init(.flexible(), [name]),
            ])
    }

    /// A dot and a word: never colour alone.
    private var stateSpans: [Text.Span] {
        [Text.Span("● ", theme.label.with(colour: stateColour))]
            + writer.spans(state, theme.label.with(weight: .bold, colour: stateColour))
    }
}

extension Writer {
    /// Pages that end in what the document is, the digest of its snapshot, and page x of y.
    func template(_ subject: String, digest: String?) -> PageTemplate {
        let writer = self
        let style = theme.caption
        let snapshot =
            digest.map {
                spans(.snapshot, style) + [Text.Span("  \($0.prefix(12))…\($0.suffix(4))", style)]
            } ?? spans(.notKept, style)
        let line = Stroke(theme.line)
        var template = PageTemplate(
            size: theme.paper,
            footer: { page in
                let number = writer.spans(
                    .page, style, ["page": "\(page.number)", "pages": "\(page.count)"])
                return [
                    .rule(line), .spacer(4),
                    .columns(
                        gap: 12,
                        [
                            .init(.flexible(), [.text(subject, style)]),
                            .init(.flexible(), [.spans(snapshot, align: .centre)]),
                            .init(.flexible(), [.spans(number, align: .trailing)]),
                        ]),
                ]
            })
        template.continued = spans(.continuedRow, theme.quiet)
        return template
    }

    /// A label and its value.
    func fact(
        _ label: Phrase, _ value: [Text.Span], labelWidth: Double, field: String? = nil
    ) -> Element {
        fact(label: spans(label, theme.label), value, labelWidth: labelWidth, field: field)
    }

    /// The same under a label of the merchant's.
    func fact(
        label: [Text.Span], _ value: [Text.Span], labelWidth: Double, field: String? = nil
    ) -> Element {
        .columns(
            gap: 8, align: .firstBaseline,
            [
                .init(.fixed(labelWidth), [.spans(label)]),
                .init(.flexible(), [.spans(value, field: field)]),
            ])
    }

    /// A value that is the same in every language.
    func plain(_ value: String) -> [Text.Span] { [Text.Span(value, theme.body)] }

    /// `2026-06-01 11:00`, for a table that says which zone; to the second where that is asked.
    func moment(_ instant: Instant, in zone: Zone, toSecond: Bool = false) -> String {
        Self.moment(instant, in: zone, toSecond: toSecond)
    }

    private static func moment(_ instant: Instant, in zone: Zone, toSecond: Bool = false) -> String
    {
        let text = zone.text(instant)
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(toSecond ? 8 : 5))"
    }

    /// `2026-06-01 11:00 (UTC+8)`
    func clock(_ instant: Instant, in zone: Zone) -> String { Self.clock(instant, in: zone) }

    static func clock(_ instant: Instant, in zone: Zone) -> String {
        "\(moment(instant, in: zone)) (\(zone.offsetLabel(at: instant)))"
    }
}
