import Foundation
import Testing

@testable import Web

@Suite("A table's files")
struct TableTests {
    static let table = Table(
        id: "t", caption: "T",
        columns: [Column("name", Label("Name")), .figure("cny", Label("CNY"))],
        rows: [
            Table.Row([
                Cell(Markup(name: "Rope, \"Sons\"\n& Co"), value: "Rope, \"Sons\"\n& Co"),
                .figure("1,234.50"),
            ]),
            Table.Row([Cell(Markup(name: "=HYPERLINK()"), value: "=HYPERLINK()"), .figure("-0.05")]
            ),
            Table.Row([Cell("–"), .none]),
        ], empty: "")

    @Test("CSV quotes what needs it, has numbers without commas, and runs nothing")
    func csv() {
        #expect(
            Self.table.csv()
                == "name,cny\r\n\"Rope, \"\"Sons\"\"\n& Co\",1234.50\r\n'=HYPERLINK(),-0.05\r\n–,\r\n"
        )
    }

    @Test("a page has as many rows of a long table as it may weigh, the files have all")
    func long() {
        let table = Table(
            id: "t", caption: "T", columns: [Column("name", Label("Name"))],
            rows: (1...100).map { Table.Row([Cell("row \($0)")]) }, empty: "")
        // A row is some 70 bytes: `<tr id="t-1"><th scope="row"><span class="nb">row 1</span></th></tr>`
        let (_, body, _, shown) = table.html(most: 1_000)
        #expect((12...18).contains(shown))
        #expect(body.split(separator: "\n").count == shown)
        #expect(table.csv().split(separator: "\r\n").count == 101)
        #expect(table.html(most: 1_000_000).shown == 100)
    }

    @Test("a quote with an accent upon it is doubled like any other")
    func accent() {
        let table = Table(
            id: "t", caption: "T", columns: [Column("name", Label("Name"))],
            rows: [Table.Row([Cell("a\"\u{301}b,c")])], empty: "")
        #expect(
            table.csv().unicodeScalars.elementsEqual(
                "name\r\n\"a\"\"\u{301}b,c\"\r\n".unicodeScalars))
    }

    @Test("JSON can be read, and says the same")
    func json() throws {
        let read = try #require(
            JSONSerialization.jsonObject(with: Data(Self.table.json().utf8)) as? [String: Any])
        let rows = try #require(read["rows"] as? [[String: String]])
        #expect(read["table"] as? String == "t")
        #expect(rows.map { $0["cny"] } == ["1234.50", "-0.05", ""])
        #expect(rows.map { $0["name"] } == ["Rope, \"Sons\"\n& Co", "=HYPERLINK()", "–"])
    }

    @Test("a file within a page gives its text back, whatever stands in it")
    func address() throws {
        for format in ["csv", "json"] {
            let address = Self.table.address(format)
            #expect(address.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != 34 && $0 != 35 })
            let text = address[address.index(after: address.firstIndex(of: ",")!)...]
            #expect(
                text.removingPercentEncoding
                    == (format == "csv" ? Self.table.csv() : Self.table.json()))
        }
    }
}
