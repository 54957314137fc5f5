public import GRDB
import Money
import Time

/// The journal in the formats of plain-text accounting, for checkers that are not ours.
public enum PlainTextJournal {
    /// The two dialects: beancount's and hledger's.
    public enum Format: String, Sendable, CaseIterable { case beancount, hledger }

    /// Every entry of every book; an account is `Root:Book:Name`.
    ///
    ///     2026-06-01 * "platform" "payment wechat_pay/4200…"
    ///         Assets:Platform:Channel-Clearing:Wechat-Pay  7604.10 CNY
    public static func text(_ db: Database, _ format: Format) throws -> String {
        var entries: [StoredEntry] = []
        try Journal.forEach(db) { entries.append($0) }
        // Entries stand in chain order in the ledger and by day here; ties keep the chain's order.
        entries.sort { ($0.day, $0.sequence) < ($1.day, $1.sequence) }
        let names = Set(entries.flatMap { entry in entry.postings.map { name(entry, $0) } })
            .sorted()
        let firstDay = entries.first?.day ?? "1970-01-01"
        var text = ""
        switch format {
        case .beancount:
            text += "option \"title\" \"bm ledger\"\n"
            // No tolerance: a journal that is a fen off is wrong.
            text += "option \"inferred_tolerance_default\" \"*:0\"\n\n"
            for name in names { text += "\(firstDay) open \(name)\n" }
        case .hledger:
            for name in names { text += "account \(name)\n" }
            let currencies = Set(entries.flatMap { $0.postings.map(\.currency) }).sorted()
            for code in currencies {
                let digits = Currency(rawValue: code)?.minorUnitDigits ?? 2
                text += "commodity \(digits == 0 ? "1000." : "1000.00") \(code)\n"
            }
        }
        for entry in entries {
            switch format {
            case .beancount:
                text += "\n\(entry.day) * \"\(entry.book)\" \"\(entry.source)\"\n"
                text += "  sequence: \"\(entry.sequence)\"\n  hash: \"\(entry.hash)\"\n"
            case .hledger:
                text += "\n\(entry.day) * (\(entry.sequence)) \(entry.book) | \(entry.source)\n"
                text += "    ; hash: \(entry.hash)\n"
            }
            for posting in entry.postings {
                let name = name(entry, posting)
                text += "    \(name)  \(posting.amount.decimal) \(posting.currency)\n"
            }
        }
        return text
    }

    private static func name(_ entry: StoredEntry, _ posting: StoredPosting) -> String {
        let root = Account(name: posting.account)?.root ?? .equity
        let parts = [entry.book] + posting.account.split(separator: ":").map(String.init)
        return ([root.rawValue] + parts.map(word)).joined(separator: ":")
    }

    /// Account words begin with a capital and hold letters, digits and `-` only.
    private static func word(_ text: String) -> String {
        text.split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
            .map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: "-")
    }
}
