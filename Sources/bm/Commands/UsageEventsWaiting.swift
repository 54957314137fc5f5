import ArgumentParser
import Catalog
import GRDB
import Metering
import Money
import Store
import Time

extension UsageEventsCommand {
    struct Waiting: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "waiting",
            abstract:
                "Lists lines that were not taken and can be, and the money that hangs on them.",
            discussion: """
                Each says what is wrong with it by the catalog as it is now. \
                unmatched: the customer, metric or plan is not known; mend the catalog and replay. \
                quarantined: token counts that would make a class negative; the price of both readings \
                is shown, as declared and as counts beside each other. Mend the metric, or send the event \
                again with other counts, and replay. malformed: now that the catalog knows the event, it \
                turns out to say something that cannot be taken.

                Example:
                  bm usage-events waiting
                """)

        @OptionGroup var options: GlobalOptions

        func run() throws {
            let ledger = try options.open(for: .reading)
            let now = try options.now()
            let found = try ledger.read { db in
                try WaitingLine.all(db, at: now).map { line in
                    (
                        line,
                        line.reject.reason.fate == .quarantined
                            ? try TokenReadings.all(db, line.event) : []
                    )
                }
            }
            if options.json {
                Console.printList("bm.waiting/1", "events", found.map { WaitingText.json($0, $1) })
            } else if found.isEmpty {
                Console.print("no line waits")
            } else {
                Console.print(Console.table(found.map { WaitingText.row($0, $1) }))
                for fate in UsageReject.Fate.allCases {
                    let count = found.filter { $0.0.reject.reason.fate == fate }.count
                    if count > 0 { Console.print("\(count) \(fate.rawValue)") }
                }
            }
        }
    }

    struct Replay: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "replay",
            abstract: "Takes waiting lines again, after the catalog was mended.",
            discussion: """
                What can be taken now is taken, once: a line that repeats another is a duplicate, and one \
                whose id another event has by now is replaced. The others wait on. Replaying again \
                changes nothing.

                Example:
                  bm catalog apply mended.yaml && bm usage-events replay
                """)

        @OptionGroup var options: GlobalOptions

        func run() throws {
            let ledger = try options.open()
            let now = try options.now()
            let tally = try ledger.write { try Metering.Replay.run($0, at: now) }
            let waiting = tally.waiting.sorted { $0.key.rawValue < $1.key.rawValue }
            if options.json {
                Console.print(
                    .object([
                        .init("accepted", .int(tally.accepted)), .init("late", .int(tally.late)),
                        .init("duplicate", .int(tally.duplicate)),
                        .init("replaced", .int(tally.replaced)),
                        .init(
                            "waiting",
                            .object(waiting.map { .init($0.key.rawValue, .int($0.value)) })),
                    ]))
                return
            }
            Console.print(
                "\(tally.accepted) accepted · \(tally.late) late · \(tally.duplicate) duplicate · "
                    + "\(tally.replaced) replaced · \(waiting.map(\.value).reduce(0, +)) waiting")
            for (reason, count) in waiting { Console.print("  \(reason.rawValue): \(count)") }
        }
    }
}

/// A waiting line in words.
enum WaitingText {
    static func row(_ line: WaitingLine, _ readings: [TokenReadings]) -> [String] {
        [
            "\(line.source):\(line.line)", line.reject.reason.fate.rawValue, line.event.key,
            "\(line.event.occurredAt)",
            line.isMended
                ? "can be taken now: bm usage-events replay" : why(line.reject),
            readings.map { reading in
                "\(reading.charge): \(reading.inside) as declared, \(reading.beside) beside each "
                    + "other, \(reading.atStake?.description ?? "?") at stake"
            }.joined(separator: "; "),
        ]
    }

    /// Values in quotes, so that a blank at their ends is seen.
    private static func why(_ reject: UsageReject) -> String {
        let found = reject.value.map { "“\($0)”" } ?? "missing"
        return "\(reject.field ?? "") \(found); allowed: \(reject.allowed)"
    }

    static func json(_ line: WaitingLine, _ readings: [TokenReadings]) -> JSONValue {
        .object(
            members(line) + [
                .init(
                    "readings",
                    .array(
                        readings.map {
                            .object([
                                .init("charge", .string($0.charge.text)),
                                .init("currency", .string($0.inside.currency.code)),
                                .init("as_declared", .exact($0.inside.exact)),
                                .init("beside_each_other", .exact($0.beside.exact)),
                                .init("at_stake", .optional($0.atStake?.exact.description)),
                            ])
                        }))
            ])
    }

    static func members(_ line: WaitingLine) -> [JSONValue.Member] {
        [
            .init("file", .string(line.source)), .init("input_line", .int(line.line)),
            .init("state", .string(line.reject.reason.fate.rawValue)),
            .init("idempotency_key", .string(line.event.key)),
            .init("timestamp", .string(line.event.occurredAt.description)),
            .init("reason", .string(line.reject.reason.rawValue)),
            .init("field", .optional(line.reject.field)),
            .init("value", .optional(line.reject.value)),
            .init("allowed", .string(line.reject.allowed)),
            .init("raw", .string(String(decoding: line.raw, as: UTF8.self))),
            .init("can_be_taken", .bool(line.isMended)),
        ]
    }
}
