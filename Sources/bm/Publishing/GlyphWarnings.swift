import ArgumentParser
import Typesetting

/// Characters that no font has, in the documents of one run.
struct GlyphWarnings {
    private var documents: [MissingGlyph: [String]] = [:]

    var isEmpty: Bool { documents.isEmpty }

    /// - Parameter document: where it stands.
    mutating func add(_ glyphs: [MissingGlyph], of document: String) {
        for glyph in Set(glyphs) { documents[glyph, default: []].append(document) }
    }

    /// A line for each character and text: `U+1F600 in buyer.name “Ann [U+1F600]”: …`, in the order of them.
    var lines: [String] {
        documents.map { glyph, documents in
            let others = documents.count > 1 ? " and \(documents.count - 1) more" : ""
            return
                "\(glyph): no font has it, and its code point is printed in \(documents[0])\(others)"
        }.sorted()
    }

    /// Warns on standard error.
    func tell() { for line in lines { RunLog.warn(line) } }

    /// Warns, and ends the command with 1 where there is something to warn of: all is made, and not all of it is
    /// as it was asked for.
    func finish() throws {
        tell()
        if !isEmpty { throw ExitCode(1) }
    }
}
