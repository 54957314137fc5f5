import Money
import Store
import Time

/// One line of a table, whose cells are asked for by any of a column's names.
struct BillLine {
    let table: BillTable
    /// In the file, from 1.
    let number: Int
    let cells: [String]

    func fail(_ found: String, _ allowed: String) -> CheckoutError {
        table.fail(number, found, allowed)
    }

    /// The text, or nil where there is no such column or nothing in it.
    func optional(_ names: String...) -> String? { optional(names) }

    func optional(_ names: [String]) -> String? {
        guard let position = table.position(names), !cells[position].isEmpty else { return nil }
        return cells[position]
    }

    /// The text, which must be there.
    func text(_ names: String...) throws(CheckoutError) -> String {
        guard let text = optional(names) else { throw wrong(names, "", "a text") }
        return text
    }

    /// What the error says of a cell, by the name its column has in the file.
    private func wrong(_ names: [String], _ text: String, _ allowed: String) -> CheckoutError {
        if let position = table.position(names) {
            return fail("\(table.headers[position]) “\(text)”", allowed)
        }
        return table.isRepeated(names)
            ? fail("\(names[0]) is two columns", "one column \(names[0])")
            : fail("no column \(names[0])", "a bill with \(names.joined(separator: " or "))")
    }

    /// Digits with a sign and a point. Bills print no exponents.
    func number(_ names: String...) throws(CheckoutError) -> Exact {
        let text = optional(names) ?? ""
        guard text.utf8.allSatisfy({ $0 != 69 && $0 != 101 }), let number = Exact(text) else {
            throw wrong(names, text, "a number")
        }
        return number
    }

    /// Yuan with at most two decimals: `20.0` is CNY 20.00.
    func yuan(_ names: String...) throws(CheckoutError) -> Amount {
        let text = optional(names) ?? ""
        guard let amount = yuan(text) else { throw wrong(names, text, "yuan with two decimals") }
        return amount
    }

    /// Yuan, and zero where the column is not there or says nothing.
    func yuanOrZero(_ names: String...) throws(CheckoutError) -> Amount {
        guard let text = optional(names) else {
            if table.isRepeated(names) { throw wrong(names, "", "") }
            return .zero(.cny)
        }
        guard let amount = yuan(text) else { throw wrong(names, text, "yuan with two decimals") }
        return amount
    }

    private func yuan(_ text: String) -> Amount? {
        guard text.utf8.allSatisfy({ $0 != 69 && $0 != 101 }) else { return nil }
        return try? Amount(text, .cny)
    }

    /// China Standard Time without an offset, as both channels print it.
    func time(_ names: String...) throws(CheckoutError) -> Instant {
        let text = optional(names) ?? ""
        guard let instant = try? Instant(text, zone: .shanghai) else {
            throw wrong(names, text, "a time such as 2025-06-11 09:41:22")
        }
        return instant
    }

    var json: JSONValue { table.json(cells) }
}
