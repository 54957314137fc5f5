extension TypesetDocument {
    /// The document as a tagged PDF: Cairo draws it, a finishing pass adds what Cairo cannot say.
    ///
    /// It has a language, alternative text, head cells with a scope, links that say where they
    /// lead, and searchable text. The same document, fonts and metadata give the same bytes.
    ///
    /// - Parameters:
    ///   - fonts: a book over the directory the document was set with.
    ///   - metadata: title, author, dates.
    /// - Throws: `drawing` when Cairo refuses, `badDate`, `finishing`.
    public func pdf(
        fonts: FontBook, metadata: PDFMetadata
    ) throws(TypesettingError) -> [UInt8] {
        let finish = try PDFFinish(document: self, metadata: metadata)
        return try finish.finish(
            PDFDrawing(document: self, fonts: fonts, metadata: metadata).draw())
    }
}
