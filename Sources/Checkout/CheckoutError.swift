public import FoundationEssentials
public import Invoicing
public import Money

/// What can be wrong with orders and bills.
public enum CheckoutError: Error, Equatable, Sendable {
    /// Nothing is left to pay, or the invoice is not in CNY.
    case notPayable(Invoice.Number, Amount)
    /// The file is not a bill of that channel, there.
    case notABill(String, line: Int, found: String, allowed: String)
    /// The rows do not add up to the bill's own summary.
    case doesNotAddUp(String, what: String, rows: String, summary: String)
    /// The bill is of an account that no merchant has.
    case foreignAccount(String, found: String, ours: [String])
}

extension CheckoutError: LocalizedError {
    public var errorDescription: String? {
        switch self {
        case .notPayable(let number, let due): "\(number) cannot be paid by QR: \(due) is due"
        case .notABill(let file, let line, let found, _):
            "\(file)\(line > 0 ? ":\(line)" : ""): \(found)"
        case .doesNotAddUp(let file, let what, let rows, let summary):
            "\(file): \(what): the rows give \(rows), the summary says \(summary)"
        case .foreignAccount(let file, let found, _): "\(file) is a bill of the account \(found)"
        }
    }

    public var failureReason: String? {
        switch self {
        case .notPayable: "WeChat Pay and Alipay collect amounts above zero in CNY"
        case .notABill(_, _, _, let allowed): "allowed: \(allowed)"
        case .doesNotAddUp: "a bill is taken whole or not at all"
        case .foreignAccount(_, _, let ours): "the merchants have \(ours.joined(separator: ", "))"
        }
    }

    public var recoverySuggestion: String? {
        switch self {
        case .notPayable: "check the invoice with bm explain"
        case .notABill: "check that the file and --channel go together"
        case .doesNotAddUp: "download the bill again; nothing of it was taken"
        case .foreignAccount: "import the bill of one of those accounts"
        }
    }
}
