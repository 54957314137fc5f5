extension Element {
    /// Text in one style: `.text("Bill to", label)`.
    public static func text(
        _ text: String, _ style: TextStyle, in language: Language? = nil,
        align alignment: TextAlignment = .leading, as role: Text.Role = .paragraph,
        field: String? = nil, link: String? = nil
    ) -> Element {
        Element(
            content: .text(
                Text(
                    text, style, in: language, align: alignment, as: role, field: field,
                    link: link)))
    }

    /// Text of several spans, wrapped as one: a label in two languages, a dot and its word.
    ///
    ///     .spans([.init("账期", body, in: .chinese), .init(" Period", label)])
    public static func spans(
        _ spans: [Text.Span], align alignment: TextAlignment = .leading,
        as role: Text.Role = .paragraph, field: String? = nil, link: String? = nil
    ) -> Element {
        Element(
            content: .text(Text(spans, align: alignment, as: role, field: field, link: link)))
    }

    /// Elements below each other, `spacing` points apart.
    public static func stack(spacing: Double = 0, _ elements: [Element]) -> Element {
        Element(content: .stack(spacing: spacing, elements))
    }

    /// Elements below each other that are never on two pages.
    ///
    /// - Parameter keepsWithNext: whether they stay with the start of what follows, as a heading.
    public static func together(
        spacing: Double = 0, _ elements: [Element], keepsWithNext: Bool = false
    ) -> Element {
        Element(
            content: .together(spacing: spacing, elements, keepsWithNext: keepsWithNext))
    }

    /// Elements beside each other, `gap` points apart; a row of columns is never split.
    public static func columns(
        gap: Double = 0, align alignment: RowAlignment = .top, _ columns: [Column]
    ) -> Element {
        Element(content: .columns(gap: gap, alignment: alignment, columns))
    }

    /// A table, which continues on following pages under its repeated head.
    public static func table(_ table: Table) -> Element { Element(content: .table(table)) }

    /// A horizontal line over the whole width; as tall as it is thick.
    public static func rule(_ stroke: Stroke) -> Element { Element(content: .rule(stroke)) }

    /// Empty height in points; dropped at the top of a page.
    public static func spacer(_ height: Double) -> Element { Element(content: .spacer(height)) }

    /// Elements below each other in a box with padding, background, border.
    public static func box(_ box: Box, spacing: Double = 0, _ elements: [Element]) -> Element {
        Element(content: .box(box, [.stack(spacing: spacing, elements)]))
    }

    /// A QR code `side` points wide, its quiet zone of four modules included.
    ///
    /// - Parameters:
    ///   - payload: what a scanner reads, at most 2,331 bytes.
    ///   - alt: what a screen reader says: `"WeChat Pay code for CNY 7,650.00"`.
    public static func code(
        _ payload: String, side: Double = 120, colour: Colour = .black, alt: String
    ) -> Element {
        Element(content: .code(payload, side: side, colour: colour, alt: alt))
    }

    /// Vector shapes, as for a chart.
    public static func drawing(_ drawing: Drawing) -> Element {
        Element(content: .drawing(drawing))
    }

    /// A picture as large as its shape lets it be within an area, in points.
    ///
    /// - Parameter alt: what a screen reader says: the name of whose logo it is.
    public static func picture(_ picture: Picture, within area: Size, alt: String) -> Element {
        Element(content: .picture(picture, within: area, alt: alt))
    }

    /// An element whose whole area opens an address.
    public static func link(_ url: String, _ element: Element) -> Element {
        Element(content: .link(url: url, element))
    }

    /// The rest goes on a new page.
    public static var pageBreak: Element { pageBreak(unlessFree: 1) }

    /// The same, but for a page after the first of which that share is free: there the rest goes on below.
    public static func pageBreak(unlessFree share: Double) -> Element {
        Element(content: .pageBreak(unlessFree: share))
    }
}
