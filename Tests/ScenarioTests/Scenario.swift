import Foundation
import Testing

/// A month in the domain's own words: what happened, and among it what must come of it.
///
///     event 2026-05-03T09:41:23+08:00 cus_1 seconds 1_300
///     close 2026-05 at 2026-06-01T09:00:00+08:00
///     expect invoice cus_1 2026-05
///         seconds 1,300  USD 600  CNY 4,362.00   # 1,300 − 100 included at 0.50; × 7.27
///         total                   CNY 4,362.00
///
/// A statement stands at the margin, or indented for the eye; what is indented below a statement
/// that has rows is a row of it. `Scenarios/README.md` lists the statements.
struct Scenario: Sendable {
    let name: String
    let statements: [Statement]

    /// One line. `key=value` and `at TIME` are options, the rest are words.
    struct Statement: Sendable {
        let line: Int
        let words: [String]
        let options: [String: String]
        var rows: [Scenario.Statement] = []

        /// `expect invoice`, or the one word of other statements.
        var verb: String { words.prefix(words[0] == "expect" ? 2 : 1).joined(separator: " ") }
    }

    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    private static let withRows: Set<String> = [
        "bill", "expect booked", "expect breaches", "expect credits", "expect invoice",
        "expect note",
        "expect report", "expect settlement", "expect told",
    ]

    init(_ name: String, _ text: String) throws {
        self.name = name
        var statements: [Statement] = []
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            let content = line.prefix(upTo: line.firstIndex(of: "#") ?? line.endIndex)
            let parts = content.split(separator: " ")
            if parts.isEmpty { continue }
            let statement = try Statement(parts, line: index + 1, of: name)
            if line.hasPrefix(" "), let last = statements.last, Self.withRows.contains(last.verb) {
                statements[statements.count - 1].rows.append(statement)
            } else {
                statements.append(statement)
            }
        }
        self.statements = statements
    }
}

extension Scenario.Statement {
    fileprivate init(_ parts: [Substring], line: Int, of name: String) throws {
        var words: [String] = []
        var options: [String: String] = [:]
        var rest = parts[...]
        while let part = rest.popFirst() {
            let key: String
            let value: Substring
            if part == "at", let time = rest.popFirst() {
                (key, value) = ("at", time)
            } else if let equals = part.firstIndex(of: "=") {
                (key, value) = (String(part[..<equals]), part[part.index(after: equals)...])
            } else {
                words.append(String(part))
                continue
            }
            if options.updateValue(String(value), forKey: key) != nil {
                throw Scenario.Problem(description: "\(name):\(line): \(key) is said twice")
            }
        }
        if words.isEmpty {
            throw Scenario.Problem(description: "\(name):\(line): no word to begin with")
        }
        self.line = line
        self.words = words
        self.options = options
    }
}

extension Scenario {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Scenarios")

    /// The names of all scenarios, in order.
    /// All, or the one that `BM_SCENARIO` names.
    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let wanted = ProcessInfo.processInfo.environment["BM_SCENARIO"] ?? ".txt"
        return files.filter { $0.hasSuffix(wanted) }.sorted()
    }()

    /// Those in which events could come in another order.
    static let namesWithEvents: [String] = names.filter { name in
        let events = (try? Scenario(file: name))?.statements.filter { $0.verb == "event" }
        return (events?.count ?? 0) > 1
    }

    init(file: String) throws {
        let url = Scenario.folder.appendingPathComponent(file)
        try self.init(file, String(contentsOf: url, encoding: .utf8))
    }
}

extension Scenario.Statement {
    /// The word at a place, named where it is missing.
    func word(_ index: Int, _ what: String) throws -> String {
        guard index < words.count else {
            throw Scenario.Problem(description: "\(verb) needs \(what)")
        }
        return words[index]
    }

    /// Refuses options and words that the statement does not read: a typo must not pass unnoticed.
    func only(_ known: String..., words count: Int) throws {
        for key in options.keys.sorted() where !known.contains(key) {
            throw Scenario.Problem(description: "\(verb) has no \(key)=")
        }
        if words.count > count {
            throw Scenario.Problem(description: "\(verb) has no “\(words[count])”")
        }
    }
}
