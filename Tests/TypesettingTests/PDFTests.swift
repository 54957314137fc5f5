import Foundation
import TestSupport
import Testing

@testable import Typesetting

@Suite("PDF")
struct PDFTests {
    let fonts: FontBook
    init() throws { fonts = try Samples.fonts() }

    @Test("two books give the same bytes, whatever was set before")
    func sameBytes() throws {
        let first = try Samples.invoice(rows: 60, fonts: fonts)
        let bytes = try first.pdf(fonts: fonts, metadata: Samples.metadata)
        let other = try Samples.fonts()
        _ = try Samples.invoice(rows: 3, fonts: other).pdf(
            fonts: other, metadata: Samples.metadata)
        let second = try Samples.invoice(rows: 60, fonts: other)
        #expect(first.frames == second.frames)
        #expect(try second.pdf(fonts: other, metadata: Samples.metadata) == bytes)
    }

    @Test("books in several threads give the same bytes")
    func threads() async throws {
        let bytes = try Samples.invoice(rows: 20, fonts: fonts).pdf(
            fonts: fonts, metadata: Samples.metadata)
        let others = try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    let fonts = try Samples.fonts()
                    return try Samples.invoice(rows: 20, fonts: fonts).pdf(
                        fonts: fonts, metadata: Samples.metadata)
                }
            }
            return try await group.reduce(into: [[UInt8]]()) { $0.append($1) }
        }
        for other in others { #expect(other == bytes) }
    }

    @Test("what is no character in Unicode is reported, and written as U+FFFD")
    func noncharacters() throws {
        // Literals may not hold them either.
        var name = "Wide Ltd"
        for value in [0xFDD0, 0xFFFE, 0x1FFFE] as [UInt32] {
            name.unicodeScalars.append(Unicode.Scalar(value)!)
        }
        let document = try Typesetter(fonts: fonts).set([
            .text(name, Samples.title, as: .heading(1), field: "name")
        ])
        #expect(
            document.missingGlyphs.map(\.codePoint).sorted() == ["U+1FFFE", "U+FDD0", "U+FFFE"])
        var metadata = Samples.metadata
        metadata.author = name
        #expect(try document.pdf(fonts: fonts, metadata: metadata).count > 1_000)
        let svg = try document.svg(page: 0, fonts: fonts, title: "t")
        #expect(
            !String(decoding: svg, as: UTF8.self).unicodeScalars.contains { $0.value == 0xFFFE })
    }

    @Test("an invoice of one page is below 60 KB")
    func size() throws {
        let document = try Samples.invoice(rows: 20, fonts: fonts)
        #expect(document.frames.count == 1)
        #expect(try document.pdf(fonts: fonts, metadata: Samples.metadata).count < 60_000)
    }

    @Test("the quick finish and libqpdf's give the same document", .needs("pdfinfo", "pdftotext"))
    func twoFinishes() throws {
        let document = try Samples.invoice(rows: 60, fonts: fonts)
        let parts = try PDFFinish(document: document, metadata: Samples.metadata)
        let drawn = try PDFDrawing(
            document: document, fonts: fonts, metadata: Samples.metadata
        ).draw()
        // Nil would mean that Cairo writes another form than the one we know.
        let file = try #require(CairoFile(drawn))
        let quick = try #require(try CairoFinish(parts: parts, file: file).finish())
        let slow = try QPDFFinish(parts: parts).finish(drawn)
        let (first, second) = (try write(quick), try write(slow))
        for (tool, arguments) in [
            ("pdfinfo", ["-struct-text"]), ("pdfinfo", ["-isodates"]), ("pdfinfo", ["-meta"]),
            ("pdftotext", ["-layout"]), ("pdfinfo", ["-dests"]), ("pdfinfo", ["-url"]),
        ] {
            let end = tool == "pdftotext" ? ["-"] : []
            let outputs = try [first, second].map { file in
                try Tool.run(tool, arguments + [file] + end).output
                    .split(separator: "\n").filter {
                        // Sizes and object numbers may differ.
                        !$0.contains("File size") && !$0.contains("Object")
                    }
            }
            #expect(outputs[0] == outputs[1], "\(tool) \(arguments)")
            #expect(!outputs[0].isEmpty)
        }
    }

    @Test(
        "files and the meaning of colours travel inside, by either finish",
        .needs("pdfdetach", "qpdf", "pdfinfo"))
    func attachments() throws {
        let document = try Samples.invoice(rows: 3, fonts: fonts)
        let xml = Array("<?xml version=\"1.0\"?>\n<a>单</a>\n".utf8)
        var metadata = Samples.metadata
        metadata.attachments = [
            PDFAttachment(
                name: "factur-x.xml", mimeType: "text/xml", description: "账单 (CII)", bytes: xml,
                profile: "EN 16931"),
            PDFAttachment(
                name: "b.txt", mimeType: "text/plain", description: "(notes)", bytes: [65]),
        ]
        metadata.colourProfile = [UInt8](repeating: 7, count: 128)
        let parts = try PDFFinish(document: document, metadata: metadata)
        let drawn = try PDFDrawing(document: document, fonts: fonts, metadata: metadata).draw()
        let cairo = try #require(CairoFile(drawn))
        let quick = try #require(try CairoFinish(parts: parts, file: cairo).finish())
        for bytes in [quick, try QPDFFinish(parts: parts).finish(drawn)] {
            let file = try write(bytes)
            #expect(try Tool.run("qpdf", ["--check", file]).status == 0)
            let list = try Tool.run("pdfdetach", ["-list", file]).output
            #expect(list.contains("2 embedded files") && list.contains("factur-x.xml"))
            _ = try Tool.run(
                "pdfdetach", ["-savefile", "factur-x.xml", "-o", file + ".xml", file])
            #expect(try Data(contentsOf: URL(fileURLWithPath: file + ".xml")) == Data(xml))
            let json = try Tool.run("qpdf", ["--json", "--json-key=qpdf", file]).output
            for part in ["/AFRelationship", "/Alternative", "/text/xml", "/GTS_PDFA1", "/AF"] {
                #expect(json.contains(part), "no \(part)")
            }
            let meta = try Tool.run("pdfinfo", ["-meta", file]).output
            #expect(meta.contains("<fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>"))
        }
        // Nothing of it where nothing is attached.
        let plain = try PDFFinish(document: document, metadata: Samples.metadata)
        #expect(!plain.xmp.contains("fx:"))
    }

    @Test("without its plain form a drawn file is finished by libqpdf")
    func otherForm() throws {
        let document = try Samples.invoice(rows: 3, fonts: fonts)
        let parts = try PDFFinish(document: document, metadata: Samples.metadata)
        let drawn = try PDFDrawing(
            document: document, fonts: fonts, metadata: Samples.metadata
        ).draw()
        // The table's place is looked for in the last bytes only; qpdf looks further.
        let other = drawn + "\n%".utf8 + Array(repeating: UInt8(ascii: "-"), count: 80)
        #expect(CairoFile(other) == nil)
        #expect(try parts.finish(other).starts(with: "%PDF-1.7".utf8))
    }

    @Test("qpdf finds nothing to complain about", .needs("qpdf"))
    func qpdfCheck() throws {
        let report = try Tool.run("qpdf", ["--check", try write(rows: 60)])
        #expect(report.status == 0, "\(report.output)")
        #expect(report.output.contains("No syntax or stream encoding errors"))
    }

    @Test("every font is embedded and maps to text", .needs("pdffonts"))
    func embeddedFonts() throws {
        let report = try Tool.run("pdffonts", [try write(rows: 5)])
        let rows = report.output.split(separator: "\n").dropFirst(2)
        #expect(rows.count >= 4)
        for row in rows { #expect(row.contains(" yes yes yes "), "\(row)") }
    }

    @Test("title, language, tags and dates are as set", .needs("pdfinfo"))
    func information() throws {
        let file = try write(rows: 60)
        let report = try Tool.run("pdfinfo", ["-isodates", file]).output
        #expect(report.contains("Title:           账单 INV-2025-0611-0019"))
        #expect(report.contains("CreationDate:    2025-06-11T09:00:00+08"))
        #expect(report.contains("Tagged:          yes"))
        #expect(report.contains("Pages:           2"))
        let tree = try Tool.run("pdfinfo", ["-struct", file]).output
        // Artifacts left no trace, and the table of two pages is one table with one head.
        #expect(!tree.contains("Private"))
        #expect(tree.components(separatedBy: "Table").count == 2)
        #expect(tree.components(separatedBy: "Document").count == 2)
    }

    @Test("all text comes out again, in order, once", .needs("pdftotext"))
    func extraction() throws {
        let text = try Tool.run("pdftotext", ["-layout", try write(rows: 60), "-"]).output
        for word in ["账单 Invoice", "Yunshan Cloud 云杉", "tokens_output 输出词元 59"] {
            #expect(text.components(separatedBy: word).count == 2, "\(word)")
        }
        #expect(text.components(separatedBy: "项目 Item").count == 3)
        #expect(text.contains("INV-2025-0611-0019 · 2 / 2"))
    }

    @Test(
        "addresses with quotes, parentheses and Han lead where they should",
        .needs("pdfinfo", "qpdf"))
    func addresses() throws {
        let url = "https://example.com/a)b('账')?x=1&y=%20"
        let document = try Typesetter(fonts: fonts).set([
            .text("link", Samples.body, link: url),
            .text("plain", Samples.body, link: "https://b.c"),
        ])
        let file = try write(document.pdf(fonts: fonts, metadata: Samples.metadata))
        #expect(try Tool.run("qpdf", ["--check", file]).status == 0)
        let report = try Tool.run("pdfinfo", ["-url", file]).output
        #expect(report.contains("https://example.com/a%29b%28%27%E8%B4%A6%27%29?x=1&y=%20"))
        #expect(report.contains("https://b.c"))
    }

    @Test("both codes are read from paper at 110 dpi", .needs("pdftoppm", "zbarimg"))
    func codes() throws {
        let file = try write(rows: 5)
        _ = try Tool.run("pdftoppm", ["-r", "110", "-png", "-singlefile", file, file])
        let report = try Tool.run(
            "zbarimg", ["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", file + ".png"])
        let read = Set(report.output.split(separator: "\n").map(String.init))
        #expect(read.isSuperset(of: [Samples.wechat, Samples.alipay]), "\(report.output)")
    }

    private func write(rows: Int) throws -> String {
        try write(
            Samples.invoice(rows: rows, fonts: fonts).pdf(
                fonts: fonts, metadata: Samples.metadata))
    }

    private func write(_ bytes: [UInt8]) throws -> String {
        let file = try Scratch.folder() + "/sample.pdf"
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }
}
