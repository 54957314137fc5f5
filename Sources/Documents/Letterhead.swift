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
                    .init(.flexible(), writer.lines(issuer, theme.section, theme.label, field)),
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
                ]), .spacer(10), .rule(Stroke(theme.line)), .spacer(14),
        ]
    }

    /// A dot and a word: never colour alone.
    private var stateSpans: [Text.Span] {
        [Text.Span("● ", theme.label.with(colour: stateColour))]
            + writer.spans(state, theme.label.with(weight: .bold, colour: stateColour))
    }
}

extension Writer {
    /// Pages that end in what the document is, the digest of its snapshot, and page x of y.
    func template(_ subject: String, digest: String) -> PageTemplate {
        let writer = self
        let style = theme.caption
        let snapshot =
            spans(.snapshot, style)
            + [Text.Span("  \(digest.prefix(12))…\(digest.suffix(4))", style)]
        let line = Stroke(theme.line)
        return PageTemplate(footer: { page in
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
    }

    /// A label and its value.
    func fact(
        _ label: Phrase, _ value: [Text.Span], labelWidth: Double, field: String? = nil
    ) -> Element {
        .columns(
            gap: 8, align: .firstBaseline,
            [
                .init(.fixed(labelWidth), [self.label(label)]),
                .init(.flexible(), [.spans(value, field: field)]),
            ])
    }

    /// A value that is the same in every language.
    func plain(_ value: String) -> [Text.Span] { [Text.Span(value, theme.body)] }

    /// `2026-06-01 11:00 (UTC+8)`
    func clock(_ instant: Instant, in zone: Zone) -> String {
        let text = zone.text(instant)
        return
            "\(text.prefix(10)) \(text.dropFirst(11).prefix(5)) (\(zone.offsetLabel(at: instant)))"
    }
}
