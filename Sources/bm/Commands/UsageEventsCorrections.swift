import ArgumentParser
import Catalog
import Metering
import Money
import Store
import Time

extension UsageEventsCommand {
    struct Adjust: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "adjust",
            abstract:
                "Lets another quantity or other properties count for an event of an open month.",
            discussion: """
                The event stays as it came; a new one, of the same customer, metric and time, counts \
                in its place. What is not given stays as it was. Doing it again changes nothing. \
                With --from, a file of corrections, one JSON object a line, taken whole or not at all: \
                {"event", "quantity", "dimensions": {…}, "id", "reason", "merchant_id"}.

                Examples:
                  bm usage-events adjust evt_1 --quantity 5 --reason "counted twice"
                  bm usage-events adjust evt_1 --set model=m-2 --id evt_1b
                  bm usage-events adjust --from corrections.ndjson
                """)

        @Argument(help: "The id of the event.") var event: String?
        @Option(help: "The quantity that counts.") var quantity: String?
        @Option(help: ArgumentHelp("A property that counts.", valueName: "name=value"))
        var set: [String] = []
        @Option(help: "The id of the new event. Default: what it changes.") var id: String?
        @Option(help: "Why.") var reason: String?
        @Option(help: "Whose event it is, where several merchants have the id.")
        var merchant: String?
        @Option(help: ArgumentHelp("A file of corrections.", valueName: "file"))
        var from: String?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            guard (event == nil) != (from == nil) else {
                throw ValidationError("name one event, or a file with --from")
            }
            if event != nil, quantity == nil, set.isEmpty {
                throw ValidationError("say what changes: --quantity, --set NAME=VALUE or both")
            }
            if from != nil,
                quantity != nil || !set.isEmpty || id != nil || reason != nil
                    || merchant != nil
            {
                throw ValidationError("with --from, the file says everything")
            }
        }

        func run() throws {
            guard let event else {
                try CorrectionRun.run(
                    CorrectionFile.read(from!, cancelling: false), from!, options)
                return
            }
            var properties: [String: JSONValue] = [:]
            for pair in set {
                guard let equals = pair.firstIndex(of: "="), equals != pair.startIndex else {
                    throw ValidationError("--set takes NAME=VALUE, not “\(pair)”")
                }
                let name = String(pair[..<equals])
                guard properties[name] == nil else {
                    throw ValidationError("--set \(name) is given twice")
                }
                properties[name] = .string(String(pair[pair.index(after: equals)...]))
            }
            var number: Exact?
            if let quantity {
                guard let exact = Exact(quantity), (try? Quantity(exact)) != nil else {
                    throw ValidationError(
                        "--quantity takes a decimal number of up to 18 digits before the point and "
                            + "12 behind it, not “\(quantity)”")
                }
                number = exact
            }
            let correction = Correction(
                event: event, merchant: merchant.map { Merchant.ID($0) },
                .adjust(key: id, quantity: number, properties: properties), reason: reason)
            try CorrectionRun.run([correction], "-", options)
        }
    }

    struct Cancel: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "cancel",
            abstract: "Lets events of an open month count no more.",
            discussion: """
                The events stay as they came, and their repeats are still recognised. Doing it again \
                changes nothing. With --from, a file of one JSON object a line, taken whole or not \
                at all: {"event", "reason", "merchant_id"}.

                Examples:
                  bm usage-events cancel evt_1 evt_2 --reason "test traffic"
                  bm usage-events cancel --from cancelled.ndjson
                """)

        @Argument(help: "The ids of the events.") var events: [String] = []
        @Option(help: "Why.") var reason: String?
        @Option(help: "Whose events they are, where several merchants have an id.")
        var merchant: String?
        @Option(help: ArgumentHelp("A file of corrections.", valueName: "file"))
        var from: String?
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            guard events.isEmpty == (from != nil) else {
                throw ValidationError("name events, or a file with --from")
            }
            if from != nil, reason != nil || merchant != nil {
                throw ValidationError("with --from, the file says everything")
            }
        }

        func run() throws {
            let corrections =
                try from.map { try CorrectionFile.read($0, cancelling: true) }
                ?? events.map {
                    Correction(
                        event: $0, merchant: merchant.map { Merchant.ID($0) }, .cancel,
                        reason: reason)
                }
            try CorrectionRun.run(corrections, from ?? "-", options)
        }
    }
}

/// Makes corrections in one transaction and says what came of them.
private enum CorrectionRun {
    static func run(
        _ corrections: [Correction], _ path: String, _ options: GlobalOptions
    ) throws {
        let ledger = try options.open()
        let now = try options.now()
        let name = path == "-" ? "-" : InputFile.name(path)
        let tally = try ledger.write {
            try Correction.apply($0, corrections, sourceName: name, at: now)
        }
        if options.json {
            Console.print(
                .object([
                    .init("adjusted", .int(tally.adjusted)),
                    .init("cancelled", .int(tally.cancelled)), .init("known", .int(tally.known)),
                ]))
        } else {
            Console.print(
                "\(tally.adjusted) adjusted · \(tally.cancelled) cancelled · "
                    + "\(tally.known) made before"
                    + (tally.adjusted + tally.cancelled > 0 ? " · invoice preview updated" : ""))
        }
    }
}

/// Corrections in a file, one JSON object a line.
enum CorrectionFile {
    static func read(_ path: String, cancelling: Bool) throws -> [Correction] {
        let lines = try LineReader(path)
        var corrections: [Correction] = []
        var number = 0
        while let line = try lines.next() {
            number += 1
            if line.allSatisfy({ $0 == 32 || $0 == 9 || $0 == 13 }) { continue }
            do {
                corrections.append(try correction(line, cancelling: cancelling))
            } catch let error as Unreadable {
                throw CommandError.notACorrection(path, line: number, error.found, error.allowed)
            }
        }
        return corrections
    }

    private struct Unreadable: Error {
        let found: String
        let allowed: String
    }

    private static func correction(
        _ line: ArraySlice<UInt8>, cancelling: Bool
    ) throws -> Correction {
        let allowed =
            ["event", "reason", "merchant_id"]
            + (cancelling ? [] : ["id", "quantity", "dimensions"])
        guard let document = try? JSONValue(parsing: line), let members = document.members else {
            throw Unreadable(found: "no JSON object", allowed: "one JSON object a line")
        }
        for member in members where !allowed.contains(member.key) {
            throw Unreadable(
                found: "the field \(member.key)",
                allowed: "the fields " + allowed.sorted().joined(separator: ", "))
        }
        func text(_ field: String) throws -> String? {
            guard let value = document[field], value != .null else { return nil }
            guard let text = value.string, !text.isEmpty, text.utf8.count <= 256 else {
                throw Unreadable(
                    found: "\(field) \(value.compact)", allowed: "a text of 1 to 256 bytes")
            }
            return text
        }
        guard let event = try text("event") else {
            throw Unreadable(found: "no event", allowed: "the id of the event that is corrected")
        }
        var change = Correction.Change.cancel
        if !cancelling {
            let value = document["quantity"] ?? .null
            let quantity = value.exact
            if value != .null, quantity.flatMap({ try? Quantity($0) }) == nil {
                throw Unreadable(
                    found: "quantity \(value.compact)",
                    allowed: "a decimal of up to 18 digits before the point and 12 behind it")
            }
            let dimensions = document["dimensions"] ?? .null
            guard dimensions == .null || dimensions.members != nil else {
                throw Unreadable(found: "dimensions \(dimensions.compact)", allowed: "an object")
            }
            let properties = dimensions.members ?? []
            if quantity == nil, properties.isEmpty {
                throw Unreadable(
                    found: "nothing to change", allowed: "a quantity, dimensions or both")
            }
            change = .adjust(
                key: try text("id"), quantity: quantity,
                properties: Dictionary(
                    properties.map { ($0.key, $0.value) }, uniquingKeysWith: { $1 }))
        }
        return Correction(
            event: event, merchant: try text("merchant_id").map { Merchant.ID($0) }, change,
            reason: try text("reason"))
    }
}
