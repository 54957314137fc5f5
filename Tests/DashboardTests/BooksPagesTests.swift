import Ledger
import Testing
import Web

@testable import Dashboard

@Suite("The pages of payments, revenue and the ledger")
struct BooksPagesTests {
    func page(_ path: String) throws -> PageReader.Element {
        let page = try #require(SiteSample.pages().first { $0.path == path })
        return try #require(PageReader.read(page))
    }

    /// The figures of a table's rows, by the words of their first cells.
    func rows(_ table: PageReader.Element) -> [[String]] {
        table.all("tr").map { row in
            row.children.map { $0.words.replacing("\u{a0}", with: " ") }
        }
    }

    @Test("what is open is said with its reason, and the days from 3 June to 1 July: 28")
    func differences() throws {
        let table = try #require(
            try page("payments.html").all("table").first { $0.attributes["id"] == "differences" })
        let open = rows(table).filter { $0[1] == "open" }
        #expect(open.count == 1)
        #expect(open[0][0].hasPrefix("the fund bill of the day is not imported"))
        #expect(open[0][3] == "28")
    }

    @Test("in each book what is debited is credited, in every currency")
    func balanced() throws {
        let sections = try page("ledger.html").all("section").filter {
            $0.attributes["id"]?.hasPrefix("book-") == true
        }
        #expect(
            sections.map { $0.attributes["id"] } == ["book-platform-section", "book-mer_1-section"])
        for section in sections {
            var sums: [String: Int] = [:]
            let accounts = rows(section.all("table")[0]).dropFirst()
            #expect(accounts.count >= 3)
            for cells in accounts {
                let digits = cells[5].filter(\.isNumber)
                let units = (cells[5].contains("−") ? -1 : 1) * (Int(digits) ?? .max / 4)
                sums[cells[2], default: 0] += units
            }
            #expect(sums.values.allSatisfy { $0 == 0 }, "\(sums)")
        }
    }

    @Test("every account is said in Chinese too")
    func chinese() {
        let names = ChartOfAccounts.pages.map(\.name)
        #expect(Set(names) == Set(LedgerPage.chinese.keys))
    }

    @Test("each account rolls from its opening over its movements to its closing")
    func rolls() throws {
        let table = try #require(
            try page("revenue.html").all("table").first { $0.attributes["id"] == "roll-forward" })
        let accounts = rows(table).dropFirst()
        #expect(Set(accounts.map { $0[0] }) == ["Deferred revenue", "Unbilled revenue"])
        for cells in accounts {
            let fen = cells.dropFirst(2).map { cell in
                (cell.contains("−") ? -1 : 1) * (Int(cell.filter(\.isNumber)) ?? .max / 16)
            }
            #expect(fen.dropLast().reduce(0, +) == fen.last, "\(cells)")
        }
    }
}
