import ArgumentParser
import Catalog
import Store
import Testing

@testable import bm

/// What a program that calls bm reads of an error.
@Suite("Errors as documents")
struct FailureTests {
    @Test("an error has its code, what, why and what to do, as bm quote has them")
    func document() {
        #expect(
            Failure.document(CommandError.notUTF8("a.yaml", line: 3), as: BM.self)?.compact
                == #"{"error":{"code":"notUTF8","message":"a.yaml:3: bytes that are not UTF-8","#
                + #""reason":"allowed: UTF-8 text","suggestion":"save it as UTF-8, as iconv -f "#
                + #"GBK -t UTF-8 does; nothing of it was taken"}}"#)
        #expect(
            Failure.document(CatalogError.unknownMerchant("mer_9"), as: BM.self)?["error"]?["code"]
                == .string("unknownMerchant"))
        // A struct is named by its type.
        #expect(
            Failure.document(StrictFailure(3, "a"), as: BM.self)?["error"]?["code"]
                == .string("strictFailure"))
        let usage = Failure.document(ValidationError("give one"), as: BM.self)?["error"]
        #expect(usage?["code"] == .string("wrongUsage"))
        #expect(usage?["message"] == .string("give one"))
    }

    @Test("what a check found, and help, are no errors")
    func none() throws {
        #expect(Failure.document(ExitCode(1), as: BM.self) == nil)
        #expect(Failure.document(ExitCode(65), as: BM.self) == nil)
        #expect(Failure.document(CleanExit.helpRequest(), as: BM.self) == nil)
        let wrong = #expect(throws: (any Error).self) { try BM.parseAsRoot(["--nonsense"]) }
        let document = Failure.document(try #require(wrong), as: BM.self)
        #expect(document?["error"]?["code"] == .string("wrongUsage"))
    }

    @Test("a document is asked for by the flag, and not by a text after --")
    func asked() {
        #expect(Failure.asksForJSON(["bm", "verify", "--json"]))
        #expect(!Failure.asksForJSON(["--json", "verify"]))
        #expect(!Failure.asksForJSON(["bm", "explain", "--", "--json"]))
    }
}
