extension StructureTag {
    /// The entries of a structure element that Cairo does not write, as PDF source.
    var pdfAttributes: [(key: String, value: String)] {
        switch self {
        case .figure(let alt): [("/Alt", alt.pdfText)]
        case .link(let url): [("/Alt", url.pdfText)]
        case .headCell(let scope, let span):
            [("/A", "<< /O /Table /Scope /\(scope.rawValue)\(Self.columns(span)) >>")]
        case .cell(let span) where span > 1: [("/A", "<< /O /Table\(Self.columns(span)) >>")]
        case .document, .heading, .paragraph, .span, .table, .row, .cell: []
        }
    }

    private static func columns(_ span: Int) -> String { span > 1 ? " /ColSpan \(span)" : "" }
}

extension String {
    /// The text as a PDF string: literal where it is plain ASCII, else UTF-16 in hexadecimal.
    var pdfText: String {
        if utf8.allSatisfy({ (32..<127).contains($0) }) {
            return reduce(into: "(") { text, character in
                if "()\\".contains(character) { text.append("\\") }
                text.append(character)
            } + ")"
        }
        let digits = Array("0123456789ABCDEF")
        return utf16.reduce(into: "<FEFF") { text, unit in
            for shift in [12, 8, 4, 0] { text.append(digits[Int(unit >> shift) & 15]) }
        } + ">"
    }
}
