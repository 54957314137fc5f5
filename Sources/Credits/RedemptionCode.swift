public import Catalog
public import Money
public import Time

/// A code that gives credit or a plan to the customer who redeems it.
public struct RedemptionCode: Sendable, Equatable {
    public let merchant: Merchant.ID
    /// `7K3M-X9QT-P2RW-5HVN`: capital letters and digits in groups.
    public let text: String
    public let gives: Gift
    /// How many days what it gives lasts; nil for ever.
    public let days: Int?
    /// How often it may be redeemed in all.
    public let uses: Int
    /// How often by one customer.
    public let usesPerCustomer: Int
    /// It can be redeemed before this instant; nil for ever.
    public let expiresAt: Instant?
    public let description: String
    public let createdAt: Instant

    /// What a code gives.
    public enum Gift: Sendable, Equatable {
        case balance(Exact, CreditUnit)
        case plan(Plan.ID)
    }

    /// Whether it says the same as another, whenever it was made.
    public func says(theSameAs other: RedemptionCode) -> Bool {
        merchant == other.merchant && text == other.text && gives == other.gives
            && days == other.days && uses == other.uses
            && usesPerCustomer == other.usesPerCustomer && expiresAt == other.expiresAt
            && description == other.description
    }

    /// What was done with a code after it was made.
    public struct Event: Sendable, Equatable {
        /// What it was.
        public enum Kind: String, Sendable, CaseIterable {
            case redeemed, disabled, enabled, withdrawn
        }

        public let kind: Kind
        public let customer: Customer.ID?
        public let grant: CreditGrant.ID?
        public let reference: String?
        public let at: Instant
    }

    /// What keeps a code from being redeemed.
    public enum Refusal: Sendable, Equatable {
        case disabled, withdrawn
        case notYet(Instant)
        case expired(Instant)
        case usedUp(Int)
        case usedByCustomer(Int)
        case ofAnother(Merchant.ID)
        case samePlan(Plan.ID)
    }

    /// - Throws: `CreditsError.notACode`, `.notAnAmount`.
    public init(
        merchant: Merchant.ID, text: String, gives: Gift, days: Int? = nil, uses: Int = 1,
        usesPerCustomer: Int = 1, expiresAt: Instant? = nil, description: String,
        createdAt: Instant
    ) throws(CreditsError) {
        let normal = RedemptionCode.normal(text)
        guard (6...48).contains(normal.utf8.count),
            normal.utf8.allSatisfy({ (48...57).contains($0) || (65...90).contains($0) || $0 == 45 })
        else { throw .notACode(text, found: "its text", allowed: "6 to 48 letters, digits and -") }
        func counts(_ count: Int?, _ what: String) throws(CreditsError) {
            guard let count, !(1...1_000_000_000).contains(count) else { return }
            throw .notACode(text, found: "\(count) \(what)", allowed: "1 to 1,000,000,000")
        }
        try counts(days, "days")
        try counts(uses, "uses")
        try counts(usesPerCustomer, "uses by one customer")
        if case .balance(let amount, let unit) = gives {
            guard amount > .zero, (try? Quantity(amount)) != nil else {
                throw .notAnAmount("\(unit) \(amount)")
            }
        }
        if let expiresAt, expiresAt <= createdAt {
            throw .notACode(text, found: "it would end at \(expiresAt)", allowed: "a later time")
        }
        self.merchant = merchant
        self.text = normal
        self.gives = gives
        self.days = days
        self.uses = uses
        self.usesPerCustomer = usesPerCustomer
        self.expiresAt = expiresAt
        self.description = description
        self.createdAt = createdAt
    }

    /// A code as it is kept and shown, from what people type: any case, with or without blanks.
    public static func normal(_ text: String) -> String {
        text.uppercased().filter { $0 != " " }
    }

    /// A code as it is compared: `spring-1` and `SPRING1` are one.
    static func bare(_ text: String) -> String { normal(text).filter { $0 != "-" } }

    /// Sixteen of 32 characters that cannot be mistaken for each other, in groups of four: 80 bits, so
    /// that nobody finds one by trying.
    ///
    /// - Parameter random: the one place of the house where chance is wanted; the caller brings it.
    public static func text(using random: inout some RandomNumberGenerator) -> String {
        let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")
        let groups = (0..<4).map { _ in
            String((0..<4).map { _ in alphabet[Int(random.next() & 31)] })
        }
        return groups.joined(separator: "-")
    }

    /// What keeps `customer` from redeeming it now; nil where nothing does.
    ///
    /// - Parameter events: all of the code, in their order.
    public func refusal(
        for customer: Customer.ID, of merchant: Merchant.ID, _ events: [Event], at instant: Instant
    ) -> Refusal? {
        if merchant != self.merchant { return .ofAnother(self.merchant) }
        if instant < createdAt { return .notYet(createdAt) }
        let redeemed = events.filter { $0.kind == .redeemed }
        switch state(events, at: instant) {
        case .disabled: return .disabled
        case .withdrawn: return .withdrawn
        case .expired: return .expired(expiresAt!)
        case .usedUp: return .usedUp(uses)
        case .open: break
        }
        let own = redeemed.filter { $0.customer == customer }.count
        return own >= usesPerCustomer ? .usedByCustomer(own) : nil
    }

    /// What a code is good for, in one word.
    public enum State: String, Sendable, CaseIterable {
        case open, disabled, withdrawn, expired
        case usedUp = "used_up"
    }

    public func state(_ events: [Event], at instant: Instant) -> State {
        if events.contains(where: { $0.kind == .withdrawn }) { return .withdrawn }
        if events.last(where: { $0.kind != .redeemed })?.kind == .disabled { return .disabled }
        if events.filter({ $0.kind == .redeemed }).count >= uses { return .usedUp }
        if let expiresAt, expiresAt <= instant { return .expired }
        return .open
    }
}

extension RedemptionCode.Refusal: CustomStringConvertible {
    public var description: String {
        switch self {
        case .disabled: "it is disabled"
        case .withdrawn: "it was withdrawn"
        case .expired(let end): "it ended at \(end)"
        case .usedUp(let uses): "it was redeemed \(uses) of \(uses) times"
        case .notYet(let made): "it was made at \(made)"
        case .usedByCustomer(let uses): "it was redeemed by them \(uses) of \(uses) times"
        case .ofAnother(let merchant): "it is a code of \(merchant)"
        case .samePlan(let plan): "they are on the plan \(plan) already"
        }
    }

    var reason: String {
        switch self {
        case .disabled: "bm codes enable switches it on again"
        case .withdrawn: "a code that was withdrawn stays so; its history is kept"
        case .expired: "a code is good before the time it ends at"
        case .notYet: "a code is good from then on"
        case .usedUp, .usedByCustomer: "that is as often as it may be redeemed"
        case .ofAnother: "a code is good for the customers of its merchant"
        case .samePlan: "it would change nothing"
        }
    }
}
