import Foundation
import GRDB
import Money
import Store
import TestSupport
import Testing

/// Worlds made by chance: nothing fails, every named invariant holds, and every sum comes out to the minor
/// unit, made from what was put in. Forty of them, or as many as `BM_RANDOM_MONTHS` says from
/// `BM_RANDOM_SEED` on; their ledgers are kept in `BM_RANDOM_FOLDER`, where that is set.
@Suite("Random months")
struct RandomMonthsTests {
    static let environment = ProcessInfo.processInfo.environment
    static let seeds: [UInt64] = {
        let count = environment["BM_RANDOM_MONTHS"].flatMap { UInt64($0) } ?? 40
        let first = environment["BM_RANDOM_SEED"].flatMap { UInt64($0) } ?? 1
        return Array(first..<first + max(1, count))
    }()

    @Test("money is neither made nor lost", arguments: seeds)
    func conserved(seed: UInt64) throws {
        let world = try RandomWorld(seed: seed)
        let problems = try world.play()
        for problem in problems { Issue.record("\(problem)") }
        if !problems.isEmpty { print("seed \(seed):\n\(world.script.joined(separator: "\n"))") }
        if let folder = Self.environment["BM_RANDOM_FOLDER"] {
            try world.keep(in: folder)
        }
    }

    @Test("worlds differ, have all nine currencies, and everything that can happen happens in some")
    func variety() throws {
        var seen: Set<String> = []
        var currencies: Set<String> = []
        for seed in 1...6 as ClosedRange<UInt64> {
            let world = try RandomWorld(seed: seed)
            _ = try world.play()
            currencies.formUnion(world.parties.map(\.currency.code))
            for line in world.script.flatMap({ $0.split(separator: "\n") }) {
                let words = line.split(separator: " ").map(String.init)
                seen.insert(words[0])
                if words[0] == "payout" { seen.insert(words[2]) }
                for word in words {
                    for key in [
                        "refund=", "kyb=", "tiers=", "reserve=", "share=", "spread=", "paid=t",
                        "from=", "kind=paid", "to=channel", "to=balance",
                    ]
                    where word.hasPrefix(key) { seen.insert(key) }
                }
            }
        }
        #expect(currencies.count == 9)
        for word in [
            "event", "grant", "adjustment", "bill", "note", "void-invoice", "sent", "paid",
            "returned", "refund=", "kyb=", "tiers=", "reserve=", "share=", "spread=", "paid=t",
            "from=", "kind=paid", "to=channel", "to=balance",
        ] {
            #expect(seen.contains(word), "no \(word) in six worlds")
        }
        #expect(
            try RandomWorld(seed: 1).parties.map(\.contract)
                != RandomWorld(seed: 2).parties.map(\.contract))
    }

    @Test("a fen that is lost is found, by the sum it is lost of")
    func tampered() throws {
        let world = try RandomWorld(seed: 1)
        #expect(try world.play() == [])
        for (account, sum) in [
            ("channel_clearing:wechat_pay", "the channel holds"),
            ("channel_cost", "the channel kept"),
            ("merchant_payable:mer_1", "mer_1 is owed"), ("receivable:cus_1a", "cus_1a owes"),
        ] {
            #expect(try !world.differences().contains { $0.contains(sum) })
            try world.run.ledger.tamper(
                """
                UPDATE posting SET minorUnits = minorUnits - 1 WHERE (entry, position) IN (
                    SELECT entry, position FROM posting
                    WHERE account = '\(account)' AND minorUnits > 1 LIMIT 1)
                """)
            #expect(try world.differences().contains { $0.contains(sum) }, "\(account)")
        }
    }
}

extension RandomWorld {
    /// The ledger and the scenario it was made by.
    func keep(in folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let path = "\(folder)/seed-\(seed).sqlite"
        try? FileManager.default.removeItem(atPath: path)
        let queue = try DatabaseQueue(path: run.ledger.file.path)
        try queue.vacuum(into: path)
        try script.joined(separator: "\n").write(
            toFile: "\(folder)/seed-\(seed).txt", atomically: true, encoding: .utf8)
    }
}
