/// A file inside a PDF: the invoice as machines read it, beside the pages that people read.
///
///     PDFAttachment(
///         name: "factur-x.xml", mimeType: "text/xml", description: "EN 16931 invoice (CII)",
///         bytes: xml, profile: "EN 16931")
public struct PDFAttachment: Sendable, Hashable {
    /// Its file name: letters, digits, `.`, `-` and `_`.
    public let name: String
    public let mimeType: String
    /// What viewers list it as.
    public let description: String
    public let bytes: [UInt8]
    /// The Factur-X profile it keeps to, which the document's metadata then name; nil for any other file.
    public let profile: String?

    public init(
        name: String, mimeType: String, description: String, bytes: [UInt8], profile: String? = nil
    ) {
        precondition(
            name.utf8.allSatisfy {
                (48...57).contains($0) || (65...90).contains($0)
                    || (97...122).contains($0) || [45, 46, 95].contains($0)
            }, "file name \(name)")
        self.name = name
        self.mimeType = mimeType
        self.description = description
        self.bytes = bytes
        self.profile = profile
    }
}

extension PDFAttachment {
    /// The keys of the stream that holds the bytes: ISO 32000-1, 7.11.4. A slash in a name is written `#2F`.
    func streamKeys(_ modified: PDFDate) -> String {
        let type = mimeType.replacing("/", with: "#2F")
        return "/Type /EmbeddedFile /Subtype /\(type) "
            + "/Params << /ModDate (\(modified.pdf)) /Size \(bytes.count) >>"
    }

    /// The keys of its file specification, but for where the bytes are. It is another form of the pages:
    /// ISO 32000-2, 7.11.3 and 14.13.
    var specification: String {
        "/Type /Filespec /F (\(name)) /UF (\(name)) /Desc \(description.pdfText) "
            + "/AFRelationship /Alternative"
    }
}

/// What colours mean on the pages: sRGB, by a profile that stands in the file (ISO 32000-1, 14.11.5).
enum OutputIntent {
    static let keys =
        "/Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB IEC61966-2.1) "
        + "/Info (sRGB IEC61966-2.1)"
    static let profileKeys = "/N 3 /Alternate /DeviceRGB"
}
