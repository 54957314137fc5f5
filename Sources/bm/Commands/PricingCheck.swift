import ArgumentParser
import Catalog
import GRDB
import Metering
import Store
import Time

/// Before a close: does every model that was used have a price?
struct PricingCheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Holds the models of a month's usage against price books.",
        discussion: """
            Every model that events of a charge priced by a book name: priced, free, zero (the table \
            says 0 and not that it is free), unpriced (named without a price of tokens), hourly (a \
            price by the hour, which cannot be billed), unknown (with names that are near), or \
            unnamed. A model found by a rule for names is shown with its entry, and with entries that \
            the name fits as well at other prices. Exit code 1 where anything but priced and free was found.

            With --dimension, events of every name that have it are held against --book, whether or \
            not a plan prices them.

            Example:
              bm pricing check --period 2026-05
              bm pricing check --period 2026-05 --book genai-prices --dimension model
            """)

    @Option(help: "The month, YYYY-MM.") var period: String
    @Option(help: "Only charges priced by this price book.") var book: String?
    @Option(help: "The property of events that names the model, instead of the charges'.")
    var dimension: String?
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if dimension != nil, book == nil {
            throw ValidationError("--dimension needs --book, the price book to look in")
        }
    }

    func run() throws {
        let month = try Month(period)
        let ledger = try options.open(for: .reading)
        let found = try ledger.read { db in try PricedModels.find(db, month, book, dimension) }
        let open = found.filter(\.isOpen)
        if options.json {
            Console.print(
                .object([
                    .init("period", .string(period)), .init("ok", .bool(open.isEmpty)),
                    .init("models", .array(found.map(\.json))),
                ]))
        } else {
            if !found.isEmpty {
                Console.print(Console.table(found.map(\.row), right: [3]))
            }
            Console.print(
                found.isEmpty
                    ? "no usage of \(period) is priced by a price book"
                    : open.isEmpty
                        ? "all \(found.count) have a price"
                        : "\(open.count) of \(found.count) are open")
        }
        if !open.isEmpty { throw ExitCode(1) }
    }
}

/// A model that a merchant's events name, and what a price book says of it.
struct PricedModels {
    enum Status: String { case priced, free, zero, unpriced, hourly, unknown, unnamed }

    let merchant: Merchant.ID
    let book: String
    let model: String?
    private(set) var events: Int
    let status: Status
    /// The entry that prices it, where that has another name.
    let entry: String?
    let near: [String]
    /// Entries that the name fits as well, at other prices.
    let rivals: [String]

    var isOpen: Bool { status != .priced && status != .free }

    static func find(
        _ db: Database, _ month: Month, _ book: String?, _ dimension: String?
    ) throws -> [PricedModels] {
        var found: [PricedModels] = []
        for id in try MerchantCatalog.merchants(db) {
            // The last instant of the month in any zone of the earth: what is in force then.
            let probe = Zone.utc.end(of: month)
            guard let catalog = try? MerchantCatalog(db, id, at: probe) else { continue }
            let zone = catalog.merchant.zone
            let (start, end) = (zone.start(of: month), zone.end(of: month))
            let last = Zone.utc.start(
                of: zone.day(of: Instant(nanoseconds: end.nanoseconds - 1)))
            var place: [String: Int] = [:]
            for look in looks(catalog, book, dimension) {
                let names = NearNames(try PriceBook.names(db, book: look.book, at: last))
                for used in try UsedValues.count(
                    db, id, of: look.dimension, look.metric, customers: look.customers,
                    from: start, to: end)
                {
                    // Several charges may price one model by one book: said once.
                    let key = "\(look.book)\n\(used.value ?? "")"
                    if let known = place[key] {
                        found[known].events += used.events
                        continue
                    }
                    place[key] = found.count
                    found.append(
                        try PricedModels(
                            db, id, look.book, used.value, events: used.events, names, at: last))
                }
            }
        }
        return found
    }

    /// Where to look: the usage that each charge of a plan prices by a book.
    private struct Look {
        let book: String
        let dimension: String
        var metric: BillableMetric?
        var customers: Set<Customer.ID>?
    }

    private static func looks(
        _ catalog: MerchantCatalog, _ book: String?, _ dimension: String?
    ) -> [Look] {
        if let book, let dimension { return [Look(book: book, dimension: dimension)] }
        return catalog.plans.flatMap { plan in
            plan.charges.compactMap { charge in
                guard case .tokens(let tokens) = charge.price, let stated = tokens.book,
                    book == nil || book == stated.code
                else { return nil }
                return Look(
                    book: stated.code, dimension: stated.dimension,
                    metric: catalog.metric(charge.metric),
                    customers: Set(catalog.customers.filter { $0.plan == plan.code }.map(\.id)))
            }
        }
    }

    private init(
        _ db: Database, _ merchant: Merchant.ID, _ book: String, _ model: String?, events: Int,
        _ names: NearNames, at instant: Instant
    ) throws {
        self.merchant = merchant
        self.book = book
        self.model = model
        self.events = events
        let found = try model.flatMap {
            try PriceBook.find(db, book: book, model: $0, at: instant)?.entry
        }
        entry = found.flatMap { $0.model == model ? nil : $0.model }
        status =
            if model == nil {
                .unnamed
            } else if let found {
                Status(found)
            } else {
                .unknown
            }
        rivals =
            entry == nil
            ? [] : try PriceBook.rivals(db, book: book, model: model!, at: instant)
        near = status == .unknown ? names.of(model ?? "") : []
    }

    var row: [String] {
        let remark =
            entry.map {
                "by \($0)"
                    + (rivals.isEmpty
                        ? "" : "; at other prices: \(rivals.prefix(3).joined(separator: ", "))")
            }
            ?? (near.isEmpty ? "" : "near: \(near.joined(separator: ", "))")
        return [status.rawValue, merchant.text, book, "\(events) events", model ?? "–", remark]
    }

    var json: JSONValue {
        .object([
            .init("merchant_id", .string(merchant.text)), .init("book", .string(book)),
            .init("model", .optional(model)), .init("events", .int(events)),
            .init("status", .string(status.rawValue)), .init("entry", .optional(entry)),
            .init("at_other_prices", .array(rivals.map { .string($0) })),
            .init("near", .array(near.map { .string($0) })),
        ])
    }
}

extension PricedModels.Status {
    /// What an entry in force means for the tokens of a model.
    fileprivate init(_ entry: PriceBookEntry) {
        switch entry.state {
        case .zero: self = .zero
        case .free: self = .free
        case .unpriced: self = .unpriced
        case .priced: self = entry.variants.isEmpty ? .priced : .hourly
        }
    }
}
