public import FoundationEssentials
public import Time

/// What can be wrong with a catalog, a price table, or what is asked of them.
public enum CatalogError: Error, Equatable, Sendable {
    /// The file is not YAML there.
    case notYAML(String, line: Int, column: Int, String)
    /// The file could not be read.
    case unreadable(String)
    /// The value at a place is not one of those allowed.
    case notAllowed(CatalogNode.Place, found: String, allowed: String)
    /// A key that must be there is not.
    case missingKey(CatalogNode.Place, key: String)
    /// A key that means nothing there.
    case unknownKey(CatalogNode.Place, key: String, allowed: [String])
    /// An event name would have more numeric properties than a ledger row holds.
    case tooManyFields(event: String, fields: [String])
    /// A catalog newly reads a property of events that were taken without it.
    case unreadProperty(event: String, property: String, events: Int)
    /// A customer belongs to another merchant already.
    case customerOfAnother(Customer.ID, owner: Merchant.ID)
    /// An id that differs from one in the ledger by capital letters only.
    case differsByCase(String, known: String)
    case unknownMerchant(String)
    /// A version that is none of the merchant's.
    case unknownVersion(Merchant.ID, Int64, known: [Int64])
    case unknownCustomer(String)
    /// A plan that is none of the merchant's.
    case unknownPlan(Plan.ID, Merchant.ID, known: [Plan.ID])
    case unknownPriceBook(String)
    /// A book has no version of that number, or none in force yet.
    case unknownPriceBookVersion(String, Int64?, Instant)
    /// The price table is not in the format named.
    case notAPriceTable(String, line: Int, found: String, allowed: String)
    /// What was billed by days would have been other days.
    case changeInsideMonth(Merchant.ID, Month, what: String)
}

extension CatalogNode.Place: CustomStringConvertible {
    /// `catalog.yaml:14: plans[0].currency`
    public var description: String {
        let position = line > 0 ? "\(file):\(line)" : file
        return key.isEmpty ? position : "\(position): \(key)"
    }
}

extension CatalogError: LocalizedError {
    public var errorDescription: String? {
        switch self {
        case .notYAML(let file, let line, let column, let problem):
            "\(file):\(line):\(column): not YAML: \(problem)"
        case .unreadable(let file): "\(file) cannot be read"
        case .notAllowed(let place, let found, _): "\(place): \(found) is not allowed"
        case .missingKey(let place, let key): "\(place): the key \(key) is missing"
        case .unknownKey(let place, let key, _): "\(place): the key \(key) is not known"
        case .tooManyFields(let event, let fields):
            "events “\(event)” would have \(fields.count) measured properties"
        case .unreadProperty(let event, let property, let events):
            "\(events) events “\(event)” were taken without reading “\(property)”"
        case .customerOfAnother(let customer, let owner):
            "\(customer) is a customer of \(owner) already"
        case .differsByCase(let id, let known):
            "\(id) is \(known), which the ledger has, in other capital letters"
        case .unknownMerchant(let id): "there is no merchant \(id) in the catalog"
        case .unknownVersion(let merchant, let number, _):
            "\(merchant) has no version \(number)"
        case .unknownCustomer(let id): "there is no customer \(id) in the catalog"
        case .unknownPlan(let code, let merchant, _): "\(merchant) has no plan \(code)"
        case .unknownPriceBook(let code): "there is no price book \(code)"
        case .unknownPriceBookVersion(let code, let version, let instant):
            version.map { "the price book \(code) has no version \($0)" }
                ?? "no version of the price book \(code) is in force at \(instant)"
        case .notAPriceTable(let file, let line, let found, _):
            "\(file)\(line > 0 ? ":\(line)" : ""): \(found)"
        case .changeInsideMonth(let merchant, let month, let what):
            "\(what) of \(merchant) changes inside \(month)"
        }
    }

    public var failureReason: String? {
        switch self {
        case .notYAML: "such a file is one YAML document"
        case .unreadable: "the file is missing or may not be read"
        case .notAllowed(_, _, let allowed): "allowed: \(allowed)"
        case .missingKey(let place, _):
            "\(place.key.isEmpty ? place.file : place.key) has no default for it"
        case .unknownKey(_, _, let allowed): "allowed: \(allowed.joined(separator: ", "))"
        case .tooManyFields(_, let fields):
            "a ledger row holds eight, and the catalog reads \(fields.joined(separator: ", "))"
        case .unreadProperty:
            "the ledger row of an event keeps the properties its catalog read at that time"
        case .customerOfAnother: "a usage event names the customer only, so its id is unique"
        case .differsByCase: "ids name files, and some disks tell no capital letters apart"
        case .unknownMerchant, .unknownCustomer: "no catalog that was applied names it"
        case .unknownVersion(_, _, let known):
            "its versions are " + known.map(String.init).joined(separator: ", ")
        case .unknownPlan(_, _, let known):
            "its plans are " + known.map(\.text).sorted().joined(separator: ", ")
        case .unknownPriceBook: "no price table was imported under that name"
        case .unknownPriceBookVersion: "no table was imported under that number, or from that day"
        case .notAPriceTable(_, _, _, let allowed): "allowed: \(allowed)"
        case .changeInsideMonth: "its base fee is billed by days from then on"
        }
    }

    public var recoverySuggestion: String? {
        switch self {
        case .notYAML: "mend the line; check indentation and quotes"
        case .unreadable: "check the path and its permissions"
        case .notAllowed, .missingKey, .unknownKey:
            "mend the file; nothing was done with it"
        case .tooManyFields: "report the other properties under another event name"
        case .unreadProperty: "give the events that carry it a new event name"
        case .differsByCase: "write it as the ledger has it, or choose another id"
        case .customerOfAnother: "choose another customer id"
        case .unknownMerchant, .unknownCustomer:
            "check the id, or apply the catalog that has it with bm catalog apply"
        case .unknownVersion: "name one of them, or the merchant alone for what is in force"
        case .unknownPlan: "name one of them, or give a catalog that has it with --catalog"
        case .unknownPriceBook(let code):
            PriceTableFormat(rawValue: code) == nil
                ? "import it with bm pricing import FILE --format csv --book \(code)"
                : "import it with bm pricing import FILE --format \(code)"
        case .unknownPriceBookVersion: "leave out --version, or give a later --as-of"
        case .notAPriceTable: "check that the file and --format go together"
        case .changeInsideMonth: "let the change take effect from the first day of the catalog"
        }
    }
}
