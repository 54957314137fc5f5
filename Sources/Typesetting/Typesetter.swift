/// Sets elements on pages: the door of this room.
///
///     let typesetter = Typesetter(fonts: try FontBook(directory: "fonts"), language: .chinese)
///     let document = try typesetter.set(body, spacing: 12, on: PageTemplate())
///     let bytes = try document.pdf(fonts: typesetter.fonts, metadata: metadata)
///
/// The same elements, fonts and template give the same frames, whatever the machine's locale,
/// time zone and installed fonts are.
public struct Typesetter {
    /// The fonts it sets with.
    public let fonts: FontBook
    /// The language of texts that do not name their own.
    public var language: Language

    /// Sets with `fonts`; texts are in `language` unless they say otherwise.
    public init(fonts: FontBook, language: Language = .english) {
        self.fonts = fonts
        self.language = language
    }

    /// Sets the elements below each other, `spacing` points apart, on as many pages as they take;
    /// then numbers the pages.
    ///
    /// - Throws: `tooTall` for a part that must stay whole and is taller than a page, `tooWide`
    ///   for columns that do not fit, `codeTooLong`.
    public func set(
        _ body: [Element], spacing: Double = 0, on template: PageTemplate = PageTemplate()
    ) throws(TypesettingError) -> TypesetDocument {
        let layout = BlockLayout(fonts: fonts, language: language)
        var flow = Flow(layout, template: template)
        try flow.flow(body, spacing: spacing)
        var builder = flow.builder
        let region = template.region
        for page in builder.frames.indices {
            let number = PageNumber(number: page + 1, count: builder.frames.count)
            if let header = template.header?(number) {
                let block = try layout.stack(header, spacing: 0, width: region.width)
                builder.place(block, x: region.x, y: template.edge, page: page, artifact: true)
            }
            if let footer = template.footer?(number) {
                let block = try layout.stack(footer, spacing: 0, width: region.width)
                let y = template.size.height - template.edge - block.height
                builder.place(block, x: region.x, y: y, page: page, artifact: true)
            }
        }
        return document(builder)
    }

    /// Sets one element on a page cut to its size, for a chart or a code of its own.
    ///
    /// - Parameters:
    ///   - width: the page's width in points, padding included.
    ///   - padding: kept free on all sides, in points.
    public func figure(
        _ element: Element, width: Double, padding: Double = 0
    ) throws(TypesettingError) -> TypesetDocument {
        let layout = BlockLayout(fonts: fonts, language: language)
        let block = try layout.block(element, width: width - 2 * padding)
        var builder = PageBuilder(
            size: PageSize(width: width, height: block.height + 2 * padding))
        builder.newPage()
        builder.place(block, x: padding, y: padding)
        return document(builder)
    }

    private func document(_ builder: PageBuilder) -> TypesetDocument {
        TypesetDocument(
            frames: builder.frames, structure: builder.structure, headings: builder.headings,
            breaks: builder.breaks, missingGlyphs: builder.missing, language: language)
    }
}
