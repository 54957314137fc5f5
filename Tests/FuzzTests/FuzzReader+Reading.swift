import Catalog
import FX
import Foundation
import Metering
import Money
import Store
import TestSupport
import Time

@testable import Checkout
@testable import bm

/// How each reader is called, and what must hold of all that it accepts: written down again and read
/// again it is the same.
extension FuzzReader {
    static func event(_ line: ArraySlice<UInt8>) throws {
        let event = try UsageEvent(line: line, now: TestLedger.end)
        // The unit price stands beside the properties, and may be nested as deep as a line may be.
        let price = event.properties["unit_price"] ?? .null
        let meta = event.properties.filter { $0.key != "unit_price" || $0.value == .null }
            .sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, $0.value) }
        var members: [JSONValue.Member] = [
            .init("id", .string(event.key)), .init("customer", .string(event.customer.text)),
            .init("metric", .string(event.name)),
            .init("timestamp", .string(event.occurredAt.description)),
            .init("meta", .object(meta)),
        ]
        if price != .null { members.append(.init("unit_price", price)) }
        if let quantity = event.quantity { members.append(.init("quantity", .exact(quantity))) }
        let written = Array(JSONValue.object(members).compact.utf8)
        do {
            let again = try UsageEvent(line: written[...], now: TestLedger.start)
            try hold(again == event, "the event written again is another: \(again), was \(event)")
        } catch let reject as UsageReject {
            // A key from the content is longer than none, and no line is longer than its limit.
            throw Finding(text: "the event written again is refused: \(reject)")
        }
    }

    static func eventArray(_ bytes: [UInt8]) throws -> Bool {
        let elements = JSONElements.split(bytes)
        // What is no JSON may still be split: each element is then refused by itself.
        if let whole = try? JSONValue(parsing: bytes), let values = whole.array {
            guard let elements else { throw Finding(text: "an array that is not split") }
            let split = try elements.map { try JSONValue(parsing: $0) }
            try hold(split == values, "an array that is split into other values")
        }
        var accepted = false
        for element in elements ?? [] {
            do {
                try event(element)
                accepted = true
            } catch is UsageReject {}
        }
        return accepted
    }

    static func eventTable(_ bytes: [UInt8]) throws -> Bool {
        let rows = try CSVRows(bytes).rows
        // With a mark of its own, so that one in the first name stays.
        let written = "\u{FEFF}" + rows.map { CSVRows.line($0.cells) }.joined(separator: "\n")
        let again = try CSVRows(Array(written.utf8)).rows
        try hold(again.map(\.cells) == rows.map(\.cells), "rows written again are others")
        var accepted = false
        for line in try EventTable(rows).lines {
            do {
                try event(line)
                accepted = true
            } catch is UsageReject {}
        }
        return accepted
    }

    static func catalog(_ bytes: [UInt8]) throws {
        let catalog = try CatalogFile(yaml: String(decoding: bytes, as: UTF8.self), file: "c.yaml")
        let written = catalog.yaml
        do {
            let again = try CatalogFile(yaml: written, file: "c.yaml")
            try hold(again.json == catalog.json, "the catalog written again is another")
        } catch let error as CatalogError {
            throw Finding(text: "the catalog written again is refused: \(error)")
        }
    }

    static func prices(_ bytes: [UInt8], _ format: PriceTableFormat) throws {
        let entries = try format.table(bytes, file: "t").entries
        do {
            let written = Array(try book(entries).json.compact.utf8)
            let again = try PriceBookFile(written, file: "t").entries
            try hold(again == entries, "the book written again is another")
        } catch let error as CatalogError {
            throw Finding(text: "the book written again is refused: \(error)")
        }
        // A price of one token may have no room as a price of a million.
        guard let table = try? CSVPriceTable.text(entries) else { return }
        do {
            let again = try CSVPriceTable(Array(table.utf8), file: "t").entries
            try hold(again == entries, "the table written again is another: \(table)")
        } catch let error as CatalogError {
            throw Finding(text: "the table written again is refused: \(error) \(table)")
        }
    }

    static func quote(_ bytes: [UInt8]) throws -> Bool {
        let answer = Quote.answer(bytes[...], number: 1)
        let written = answer.json.compact
        try hold(
            try JSONValue(parsing: written) == answer.json, "an answer that reads otherwise")
        if answer.isError {
            let error = answer.json["error"]
            for key in ["code", "message", "reason", "suggestion"] {
                let words = error?[key]?.string ?? ""
                try hold(!words.isEmpty, "an error without \(key): \(written)")
            }
            return false
        }
        try hold(
            Quote.answer(bytes[...], number: 1).json == answer.json, "two answers to one case")
        if let amount = answer.json["amount"]?.exact, let steps = answer.json["steps"]?.array {
            var sum = Exact.zero
            for step in steps { sum = try sum.plus(step["amount"]!.exact!) }
            try hold(sum == amount, "steps that do not add up: \(written)")
        }
        return true
    }

    static func rates(_ bytes: [UInt8]) throws {
        let table = try ECBTable(String(decoding: bytes, as: UTF8.self), file: "t")
        let currencies = Currency.allCases.filter { $0 != .eur }
        var lines = ["Date," + currencies.map(\.code).joined(separator: ",")]
        var days: [Day] = []
        for rate in table.rates where days.last != rate.day { days.append(rate.day) }
        for day in days {
            let ofDay = table.rates.filter { $0.day == day }
            let cells = currencies.map { currency in
                ofDay.last { $0.quote == currency }?.value.description ?? "N/A"
            }
            lines.append("\(day)," + cells.joined(separator: ","))
        }
        let again = try ECBTable(lines.joined(separator: "\n"), file: "t").rates
        try hold(
            Set(again.map { "\($0)" }) == Set(table.rates.map { "\($0)" }),
            "rates written again are others")
    }

    static func ownRates(_ bytes: [UInt8]) throws {
        let table = try CSVRateTable(
            String(decoding: bytes, as: UTF8.self), file: "t", source: "Desk")
        let rows = table.rates.map { rate in
            CSVRows.line([
                "\(rate.value)", rate.quote.code, "\(rate.day)", rate.base.code,
            ])
        }
        let text = (["rate,quote,date,base"] + rows).joined(separator: "\r\n")
        let again = try CSVRateTable(text, file: "t", source: "Desk").rates
        try hold(again == table.rates, "rates written again are others")
        for rate in table.rates {
            let published = FXRate.Published(
                base: rate.base, quote: rate.quote, value: rate.value)
            // No rate that is taken may be too wide to be turned round or crossed with another.
            let inverse = try FXRate.inverse(of: published, day: rate.day, source: "Desk")
            try hold(inverse.isDerivedRight, "an inverse that is another the second time")
            for other in table.rates.prefix(3) where other.base == rate.base {
                _ = try FXRate.cross(
                    base: published,
                    quote: .init(base: other.base, quote: other.quote, value: other.value),
                    day: rate.day, source: "Desk")
            }
        }
    }

    private static let scratch = FileManager.default.temporaryDirectory
        .appendingPathComponent("bm-fuzz-\(ProcessInfo.processInfo.processIdentifier).gz").path

    static func gzip(_ bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: scratch))
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        let whole = try InputFile.bytes(scratch)
        let lines = try LineReader(scratch, maximumLine: 200)
        var count = 0
        while let line = try lines.next() {
            count += 1
            try hold(line.count <= 200, "a line longer than the longest")
        }
        let feeds = whole.count { $0 == 10 }
        try hold(count == feeds || count == feeds + 1, "\(count) lines of \(feeds) line feeds")
    }
}
