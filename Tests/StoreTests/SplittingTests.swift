import Testing

@testable import Store

@Suite("Arrays and tables, cut into their parts")
struct SplittingTests {
    func elements(_ text: String) -> [String]? {
        JSONElements.split(Array(text.utf8))?.map {
            String(decoding: $0, as: UTF8.self).trimmingCharacters
        }
    }

    @Test("elements come one by one, whatever stands in them")
    func elements() {
        #expect(elements("[]") == [])
        #expect(
            elements(" [ {\"a\":[1,2]} ,\n 3, \"x,]\\\"y\" ] ") == [
                "{\"a\":[1,2]}", "3", "\"x,]\\\"y\"",
            ])
        // One that no reader would take spoils no other.
        #expect(
            elements("[{\"a\":1,\"a\":2},nonsense,{}]") == ["{\"a\":1,\"a\":2}", "nonsense", "{}"])
    }

    @Test(
        "what is not one array is not cut",
        arguments: [
            "", "{}", "[1", "1]", "[1,]", "[,1]", "[1]x", "[1][2]", "x[1]", "\"[1]\"", "[\"a]",
        ])
    func refused(text: String) {
        #expect(JSONElements.split(Array(text.utf8)) == nil)
    }

    @Test("cells in quotes hold commas, quotes and line breaks; lines end either way")
    func rows() throws {
        let rows = try CSVRows(
            Array("\u{FEFF}a,b\r\n\"1,5\",\"say \"\"x\"\"\ntwice\"\r\n\n,last".utf8)
        ).rows
        #expect(rows.map(\.cells) == [["a", "b"], ["1,5", "say \"x\"\ntwice"], ["", "last"]])
        #expect(rows.map(\.line) == [1, 2, 5])
        #expect(
            throws: CSVError(
                line: 2, found: "a quote of this line is not closed", allowed: "a closing quote")
        ) { try CSVRows(Array("a\n\"b".utf8)) }
        #expect(
            throws: CSVError(
                line: 2, found: "the character U+0000", allowed: "a text without it")
        ) { try CSVRows(Array("a,b\nc\0,d".utf8)) }
    }

    @Test(
        "a line of cells reads back as the cells",
        arguments: [
            [""], ["", ""], ["a,b", "c\r\nd"], ["\"", "x\"y\""],
            // An accent behind a quote makes one character of the two; the quote is still one.
            ["\"\u{301}a"],
        ])
    func written(cells: [String]) throws {
        let rows = try CSVRows(Array(CSVRows.line(cells).utf8)).rows
        #expect(rows.map { $0.cells.map { Array($0.utf8) } } == [cells.map { Array($0.utf8) }])
    }
}

extension String {
    fileprivate var trimmingCharacters: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
