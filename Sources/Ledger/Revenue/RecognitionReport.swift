public import Catalog
public import Money
public import Store
public import Time

/// What was earned in a month, split as people ask for it, and how what is still to be earned moved: both
/// as the journal has them.
///
///     deferred    opening 0.00 + billed 310.00 − earned 10.00 − credited 0.00 = closing 300.00
public struct RecognitionReport: Sendable {
    public let month: Month
    /// By merchant, customer, account and product.
    public let earned: [Earned]
    /// By merchant and account: what is deferred, what is unbilled, what is owed in credit.
    public let balances: [RollForward]
    /// Where the split does not come to what the journal has of an account; none where it ties.
    public let differences: [String]

    /// What one product earned from one customer.
    public struct Earned: Sendable, Equatable {
        public let merchant: Merchant.ID
        public let customer: Customer.ID
        /// The revenue account.
        public let account: Account
        /// The charge's code, or the name of a fee at fixed days; nil for credit that expired.
        public let product: String?
        public var amount: Amount
    }

    /// An account over the month, each figure above zero where it adds to what is owed or due.
    public struct RollForward: Sendable, Equatable {
        public let merchant: Merchant.ID
        /// `deferredRevenue`, `unbilledRevenue` or `creditLiability`.
        public let account: Account
        public let opening: Amount
        /// What each kind of entry did to it, in the order of the kinds.
        public let movements: [(kind: JournalEntry.Kind, amount: Amount)]

        public var closing: Amount { opening + movements.map(\.amount).total(opening.currency) }

        public static func == (a: RollForward, b: RollForward) -> Bool {
            a.merchant == b.merchant && a.account == b.account && a.opening == b.opening
                && a.movements.map(\.kind) == b.movements.map(\.kind)
                && a.movements.map(\.amount) == b.movements.map(\.amount)
        }
    }

    public var total: Amount { earned.map(\.amount).total(.cny) }

    /// By account, in the order of the accounts, and product. They come to `total`.
    public var byProduct: [(account: Account, parts: [(product: String?, amount: Amount)])] {
        let accounts: [Account] = [
            .revenueUsage, .revenueSubscription, .revenueAddOn, .revenueBreakage,
        ]
        return accounts.compactMap { account in
            let own = Dictionary(grouping: earned.filter { $0.account == account }, by: \.product)
            if own.isEmpty { return nil }
            return (
                account,
                own.map { ($0.key, $0.value.map(\.amount).total(.cny)) }
                    .sorted { ($0.0 ?? "") < ($1.0 ?? "") }
            )
        }
    }

    /// By customer, by id. They come to `total`.
    public var byCustomer: [(customer: Customer.ID, amount: Amount)] {
        Dictionary(grouping: earned, by: \.customer)
            .map { ($0.key, $0.value.map(\.amount).total(.cny)) }.sorted { $0.0 < $1.0 }
    }
    public var ties: Bool { differences.isEmpty }

    /// `bm.revenue/1`.
    public var json: JSONValue {
        .object([
            .init("month", .string(month.description)), .init("currency", "CNY"),
            .init("total", .amount(total)),
            .init("earned", .array(earned.map(\.json))),
            .init("balances", .array(balances.map(\.json))),
            .init("ties_to_journal", .bool(ties)),
            .init("differences", .array(differences.map { .string($0) })),
        ])
    }
}

extension RecognitionReport.Earned {
    var json: JSONValue {
        .object([
            .init("merchant_id", .string(merchant.text)),
            .init("customer_id", .string(customer.text)),
            .init("account", .string(account.name)), .init("product", .optional(product)),
            .init("amount", .amount(amount)),
        ])
    }
}

extension RecognitionReport.RollForward {
    var json: JSONValue {
        .object([
            .init("merchant_id", .string(merchant.text)), .init("account", .string(account.name)),
            .init("opening", .amount(opening)),
            .init(
                "movements",
                .object(movements.map { .init($0.kind.rawValue, .amount($0.amount)) })),
            .init("closing", .amount(closing)),
        ])
    }
}
