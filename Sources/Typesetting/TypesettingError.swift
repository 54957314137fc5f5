public import FoundationEssentials

/// What can keep a document from being set or written.
public enum TypesettingError: Error, Equatable, Sendable {
    /// The font directory lacks a file every document needs.
    case fontMissing(file: String, directory: String)
    /// The font file is there and is cut off, or not a font that FreeType reads: its path, and what is wrong.
    case fontUnreadable(String, String)
    /// The face cannot set documents: what is wrong with it.
    case fontUnsuitable(file: String, String)
    /// A thing that must not be split is taller than an empty page, in points.
    case tooTall(what: String, height: Double, available: Double)
    /// Fixed column widths and gaps need more than the width there is, in points.
    case tooWide(what: String, needed: Double, available: Double)
    /// The text has more bytes than a QR code of level M can carry.
    case codeTooLong(bytes: Int)
    /// The date is not written like `2025-06-11T09:00:00+08:00`.
    case badDate(String)
    /// The document has no page with that index.
    case noSuchPage(Int, pages: Int)
    /// Cairo refused to draw: the surface and its own words.
    case drawing(surface: String, String)
    /// The picture is damaged, too large, or holds what a logo may not.
    case badPicture(file: String, String)
    /// The drawn PDF cannot be finished: what does not agree, or libqpdf's own words.
    case finishing(String)
}

extension TypesettingError: LocalizedError {
    public var errorDescription: String? {
        switch self {
        case .fontMissing(let file, let directory): "the font \(file) is not in \(directory)"
        case .fontUnreadable(let path, let why): "\(path) cannot be read as a font: \(why)"
        case .fontUnsuitable(let file, let why): "\(file) cannot set documents: \(why)"
        case .tooTall(let what, let height, let available):
            "\(what) is \(height.points) pt tall, a page has room for \(available.points) pt"
        case .tooWide(let what, let needed, let available):
            "\(what) needs \(needed.points) pt of width and has \(available.points) pt"
        case .codeTooLong(let bytes): "\(bytes) bytes do not fit in a QR code"
        case .badDate(let text): "“\(text)” is not a date and time with its zone"
        case .noSuchPage(let page, let pages): "there is no page \(page) among \(pages)"
        case .drawing(let surface, let status): "Cairo stopped drawing the \(surface): \(status)"
        case .badPicture(let file, let why): "\(file) cannot be drawn: \(why)"
        case .finishing(let message): "the PDF cannot be finished: \(message)"
        }
    }

    public var failureReason: String? {
        switch self {
        case .fontMissing: "documents use only the fonts shipped with bm, never the system's"
        case .fontUnreadable:
            "the file is damaged, or was left so by an incomplete copy or checkout"
        case .fontUnsuitable: "columns of figures must line up in any text face"
        case .tooTall: "groups and boxes are never split, rows only between their lines"
        case .tooWide: "fixed columns and gaps are not squeezed"
        case .codeTooLong: "a QR code of correction level M carries at most 2331 bytes"
        case .badDate: "a PDF records when it was made, and that time comes from the ledger"
        case .noSuchPage: "pages are counted from 0"
        case .drawing: "the page description holds something the surface cannot show"
        case .badPicture: "a logo is read when the theme is, before any document is begun"
        case .finishing: "the drawn PDF could not be tagged, named and compressed"
        }
    }

    public var recoverySuggestion: String? {
        switch self {
        case .fontMissing(let file, _):
            "restore fonts/\(file) from the release, or name its directory"
        case .fontUnreadable: "restore it from the release: fonts/SHA256SUMS says what it must be"
        case .fontUnsuitable: "take a face with tabular figures, or leave the theme's font out"
        case .tooTall: "split its content, or lift the keep-together rule around it"
        case .tooWide: "make one column flexible, or use a wider page"
        case .codeTooLong: "put a short link in the code and the details behind it"
        case .badDate: "write it like 2025-06-11T09:00:00+08:00 or 2025-06-11T01:00:00Z"
        case .noSuchPage: "ask frames.count first"
        case .badPicture:
            "give a PNG or an SVG of outlines, at most \(Picture.mostBytes / 1024) KiB"
        case .drawing, .finishing: "report it with the document's input: this is a bug of bm"
        }
    }
}

extension Double {
    /// The number with one decimal, half up, for messages and dumps: `412.0`, `-0.5`.
    ///
    /// Written out here because number formatting must not depend on a locale.
    var points: String {
        let tenths = Int((self * 10).rounded())
        let whole = abs(tenths) / 10
        return (tenths < 0 ? "-" : "") + "\(whole).\(abs(tenths) % 10)"
    }
}
