import Foundation
import Store
import Testing
import Time

@testable import Ledger

@Suite("documents_match")
struct DocumentsCheckTests {
    private let path = "2026-05/invoice.pdf"

    private func failures(_ ledger: SmallLedger) throws -> [String] {
        try #require(try ledger.invariants()[.documentsMatch]).failures
    }

    @Test("every file changed by a byte and every file that is gone is named")
    func changed() throws {
        let ledger = try SmallLedger()
        try publish(ledger, "page two", at: "2026-05/invoice-2.svg")
        try WholeFile.write(Array("an Invoice".utf8), to: ledger.output + "/" + path)
        try FileManager.default.removeItem(atPath: ledger.output + "/2026-05/invoice-2.svg")
        let found = try failures(ledger)
        #expect(found.count == 2)
        #expect(found[0].hasPrefix("2026-05/invoice-2.svg is missing from "))
        #expect(found[1].hasPrefix("2026-05/invoice.pdf has SHA-256 "))
        #expect(found[1].hasSuffix(SHA256Digest.hex("an invoice".utf8)))
    }

    @Test("a file that nobody published is not the ledger's business, a listed one is")
    func foreign() throws {
        let ledger = try SmallLedger()
        try WholeFile.write([1], to: ledger.output + "/2026-05/notes.txt")
        try WholeFile.write([1], to: ledger.output + "/drafts/2026-05/a.pdf")
        try WholeFile.write([1], to: ledger.output + "/bundles/2026-05/b/c.pdf")
        #expect(try failures(ledger).isEmpty)
        // It is named all the same, where it stands among published ones.
        var folder = try OutputFolder(ledger.output)
        let strangers = try ledger.file.read { try Checks.unpublished($0, output: folder) }
        #expect(strangers == ["2026-05/notes.txt", "bundles/2026-05/b/c.pdf"])
        try folder.add([2], at: "2026-05/forged.pdf")
        try folder.put { _ in false }
        #expect(try failures(ledger) == ["2026-05/forged.pdf was not published from this ledger"])
    }

    @Test("a file published again has its last bytes, not the ones before")
    func publishedAgain() throws {
        let ledger = try SmallLedger()
        try publish(ledger, "an invoice, paid", at: path)
        #expect(try failures(ledger).isEmpty)
        try WholeFile.write(Array("an invoice".utf8), to: ledger.output + "/" + path)
        #expect(try failures(ledger).count == 1)
    }

    @Test("a folder holds what was published into it, and one without a file says so")
    func folders() throws {
        let ledger = try SmallLedger()
        let other = ledger.output + "-2"
        try publish(ledger, "an invoice", at: "2026-05/second.pdf", into: other)
        #expect(try failures(ledger).isEmpty)
        func found(_ folder: String) throws -> Invariant {
            try ledger.file.read { Checks.documents($0, output: try OutputFolder(folder)) }
        }
        #expect(try found(other).holds)
        #expect(try found(other).checked == 1)
        let nowhere = try found(ledger.output + "-3")
        #expect(nowhere.firstFailure?.hasPrefix("none of 2 published files stands in ") == true)
    }

    @Test("pages of a longer document are removed when it is published shorter")
    func shorter() throws {
        let ledger = try SmallLedger()
        try publish(ledger, "page two", at: "2026-05/invoice-2.svg")
        var folder = try OutputFolder(ledger.output)
        try folder.add(Array("an invoice".utf8), at: path)
        try folder.put { $0.hasSuffix(".svg") }
        #expect(folder.bytes("2026-05/invoice-2.svg") == nil)
        #expect(try failures(ledger).isEmpty)
    }

    @Test("what was staged and given up leaves the folder as it was")
    func discarded() throws {
        let ledger = try SmallLedger()
        let before = try FileManager.default.subpathsOfDirectory(atPath: ledger.output).sorted()
        var folder = try OutputFolder(ledger.output)
        try folder.add(Array("another".utf8), at: path)
        #expect(folder.bytes(path) == Array("an invoice".utf8))
        folder.discard()
        #expect(
            try FileManager.default.subpathsOfDirectory(atPath: ledger.output).sorted() == before)
        #expect(try failures(ledger).isEmpty)
    }

    @Test("a list that is not one is named with its line")
    func list() throws {
        let ledger = try SmallLedger()
        let list = ledger.output + "/SHA256SUMS"
        try WholeFile.write(Array("abc  2026-05/invoice.pdf\n".utf8), to: list)
        #expect(throws: StoreError.notAList(list, line: 1)) { try OutputFolder(ledger.output) }
    }

    private func publish(
        _ ledger: SmallLedger, _ text: String, at path: String, into output: String? = nil
    ) throws {
        var folder = try OutputFolder(output ?? ledger.output)
        try folder.add(Array(text.utf8), at: path)
        try ledger.file.write {
            try PublishedFile(
                path: path, bytes: Array(text.utf8), kind: "invoice", source: "x",
                sourceDigest: String(repeating: "0", count: 64)
            ).insert($0, at: .init(seconds: 0))
        }
        try folder.put { _ in false }
    }
}
