import CCairo
import Foundation
import Testing

@testable import Typesetting

@Suite("Typesetting errors")
struct TypesettingErrorTests {
    @Test("a directory without a font is refused by the font's name")
    func fontMissing() {
        #expect(
            throws: TypesettingError.fontMissing(
                file: "NotoSans-Regular.ttf", directory: "/nowhere")
        ) { try FontBook(directory: "/nowhere") }
    }

    @Test("a file that is no font is refused by its name")
    func fontUnreadable() throws {
        let directory = FileManager.default.temporaryDirectory
            .appendingPathComponent("fonts-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        for file in FontBook.requiredFiles {
            try FileManager.default.createSymbolicLink(
                atPath: directory.appendingPathComponent(file).path,
                withDestinationPath: Samples.fontDirectory + "/" + file)
        }
        try Data("version https://git-lfs".utf8).write(
            to: directory.appendingPathComponent("Extra.ttf"))
        let extra = directory.appendingPathComponent("Extra.ttf").path
        #expect(
            throws: TypesettingError.fontUnreadable(extra, "it is no TrueType or OpenType font")
        ) { try FontBook(directory: directory.path) }
    }

    @Test("a font that ends anywhere early is refused, by how much of it there is")
    func cutFont() throws {
        for file in FontBook.requiredFiles {
            let bytes = [UInt8](
                try Data(contentsOf: URL(fileURLWithPath: "\(Samples.fontDirectory)/\(file)")))
            #expect(FontFile.problem(bytes) == nil)
            // Tables end on four bytes, so that up to three at the end say nothing.
            for count in [0, 11, 100, 100_000, bytes.count / 2, bytes.count - 4]
            where count < bytes.count {
                #expect(FontFile.problem(Array(bytes.prefix(count))) != nil, "\(file) at \(count)")
            }
        }
    }

    @Test(
        "dates are read strictly",
        arguments: [
            (text: "2025-06-11T09:00:00+08:00", pdf: "D:20250611090000+08'00'"),
            (text: "2025-06-11T01:00:00Z", pdf: "D:20250611010000Z"),
            (text: "2025-06-11T09:00:00", pdf: nil),  // whose nine o'clock?
            (text: "2025-06-11 09:00:00Z", pdf: nil),
            (text: "2025-06-11", pdf: nil),
            (text: "", pdf: nil),
        ])
    func dates(text: String, pdf: String?) throws {
        guard let pdf else {
            #expect(throws: TypesettingError.badDate(text)) { try PDFDate(text) }
            return
        }
        #expect(try PDFDate(text).pdf == pdf)
    }

    @Test("a page that is not there")
    func noSuchPage() throws {
        let fonts = try Samples.fonts()
        let document = try Typesetter(fonts: fonts).set([])
        #expect(throws: TypesettingError.noSuchPage(1, pages: 1)) {
            try document.svg(page: 1, fonts: fonts, title: "t")
        }
    }

    @Test("a tag Cairo does not know is an error, not a cut-off file")
    func drawing() throws {
        let output = CairoOutput("PDF", size: .a4) {
            cairo_pdf_surface_create_for_stream($0, $1, $2, $3)
        }
        var painter = CairoPainter(output.surface, fonts: try Samples.fonts())
        cairo_tag_begin(painter.context, "Artifact", nil)
        painter.draw(
            .rect(Rect(x: 0, y: 0, width: 9, height: 9), radius: 0, fill: .black, stroke: nil))
        cairo_tag_end(painter.context, "Artifact")
        cairo_show_page(painter.context)
        // Cairo tells late: either when drawing ends, or when the file does.
        #expect(throws: TypesettingError.self) {
            try painter.close("PDF")
            _ = try output.finish()
        }
    }

    @Test("bytes that are no PDF, and a tree that is not the document's, cannot be finished")
    func finishing() throws {
        let fonts = try Samples.fonts()
        let document = try Samples.invoice(rows: 2, fonts: fonts)
        let finish = try PDFFinish(document: document, metadata: Samples.metadata)
        #expect(throws: TypesettingError.self) { try finish.finish(Array("no PDF".utf8)) }
        let other = try Samples.invoice(rows: 3, fonts: fonts)
        let drawn = try PDFDrawing(
            document: other, fonts: fonts, metadata: Samples.metadata
        ).draw()
        #expect(throws: TypesettingError.self) { try finish.finish(drawn) }
    }

    @Test(
        "every error says what, why and what to do",
        arguments: [
            TypesettingError.fontMissing(file: "a.ttf", directory: "fonts"),
            .fontUnreadable("a.ttf", "it is damaged"),
            .tooTall(what: "a box", height: 900, available: 738),
            .tooWide(what: "a table", needed: 600, available: 499.28), .codeTooLong(bytes: 3000),
            .badDate("yesterday"), .noSuchPage(3, pages: 2), .drawing(surface: "PDF", "no memory"),
            .finishing("damaged"),
        ])
    func words(error: TypesettingError) {
        #expect(error.errorDescription?.isEmpty == false)
        #expect(error.failureReason?.isEmpty == false)
        #expect(error.recoverySuggestion?.isEmpty == false)
    }
}
