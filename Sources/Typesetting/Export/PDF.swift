extension TypesetDocument {
    /// The document as a tagged PDF.
    ///
    /// - Parameters:
    ///   - fonts: a book over the directory the document was set with.
    ///   - metadata: title, author, dates.
    /// - Throws: `drawing` when Cairo refuses, `badDate`, `finishing`.
    public func pdf(
        fonts: FontBook, metadata: PDFMetadata
    ) throws(TypesettingError) -> [UInt8] {
        try PDFDrawing(document: self, fonts: fonts, metadata: metadata).draw()
    }
}
