public import FoundationEssentials
public import Invoicing
public import Money
public import Time

/// What can be wrong with orders, bills and messages.
public enum CheckoutError: Error, Equatable, Sendable {
    /// Nothing is left to pay, or the invoice is not in CNY.
    case notPayable(Invoice.Number, Amount)
    /// The invoice is paid, credited or void.
    case nothingToPay(Invoice.Number, InvoiceAccount.State)
    /// An order of that channel can still be paid.
    case stillOpen(PaymentOrder)
    /// What is given as a code cannot be one of that channel.
    case notACode(Channel, String)
    /// The code is that of another order.
    case knownCode(String, String)
    /// No code of that channel can end then.
    case badExpiry(Channel, Instant, first: Instant, last: Instant)
    /// No order has that number, at that time.
    case unknownOrder(String)
    /// The order was paid or has ended.
    case notOpen(String, OrderAccount.State)
    /// The file is not a bill of that channel, there.
    case notABill(String, line: Int, found: String, allowed: String)
    /// The file is a bill, and another one than was asked for.
    case otherBill(String, found: BillFormat, wanted: BillFormat)
    /// The ZIP is cut or damaged.
    case damagedArchive(String, reason: String)
    /// What a bill may say once stands in two of its lines.
    case saidTwice(String, what: String, lines: [Int])
    /// The rows do not add up to the bill's own summary.
    case doesNotAddUp(String, what: String, rows: String, summary: String)
    /// The balance after a row is not the balance before it and its amount.
    case balanceBreaks(String, line: Int, before: Amount, amount: Amount, after: Amount)
    /// The bill is of an account that no merchant has.
    case foreignAccount(String, found: String, ours: [String])
    /// The file does not say whose account it is of, and the merchants have several.
    case accountNotSaid(String, ours: [String])
    /// A row of a fund bill says something else of a movement than an earlier bill.
    case contradicts(
        String, line: Int, movement: String, found: String, known: String, in: String)
    /// Nothing was paid of an invoice that is not owed, or the channel was asked for all of it already.
    case nothingToGiveBack(Invoice.Number, excess: Amount)
    /// An order would be made before its invoice is there.
    case beforeInvoice(Invoice.Number, at: Instant, issuedAt: Instant)
    /// An invoice would be lowered before the order that asks for what was due of it.
    case beforeOrder(String, at: Instant, made: Instant)
    /// No payment with that number was booked from the channel.
    case unknownPayment(String, Channel)
    /// A field of a chargeback does not go with its payment.
    case badChargeback(String, field: String, found: String, allowed: String)
    /// The four sides have no difference with that id now.
    case unknownDifference(String)
    /// A decision about a difference without a word about why.
    case emptyNote(String)
    /// A field of a channel's message is not as the channel writes it.
    case badMessage(String, field: String, found: String, allowed: String)
    /// The message is still as encrypted as WeChat Pay sent it.
    case encryptedMessage(String)
}

extension CheckoutError: LocalizedError {
    public var errorDescription: String? {
        switch self {
        case .notPayable(let number, let due): "\(number) cannot be paid by QR: \(due) is due"
        case .nothingToPay(let number, let state):
            "\(number) is \(state.words): nothing is to be paid"
        case .stillOpen(let order):
            "\(order.channel.name) order \(order.outTradeNo) over \(order.amount) can be paid until "
                + "\(order.expiresAt)"
        case .notACode(let channel, let code): "“\(code)” is no code of \(channel.name)"
        case .knownCode(let code, let order): "“\(code)” is the code of order \(order)"
        case .badExpiry(let channel, let found, _, _):
            "a code of \(channel.name) cannot end at \(found)"
        case .unknownOrder(let number): "there is no order \(number)"
        case .notOpen(let number, let state): "order \(number) is \(state.words)"
        case .notABill(let file, let line, let found, _):
            "\(file)\(line > 0 ? ":\(line)" : ""): \(found)"
        case .otherBill(let file, let found, _): "\(file) is \(found.name)"
        case .damagedArchive(let file, let reason): "\(file): a damaged ZIP: \(reason)"
        case .saidTwice(let file, let what, let lines):
            "\(file): \(what) stands in the lines \(lines.map(String.init).joined(separator: " and "))"
        case .doesNotAddUp(let file, let what, let rows, let summary):
            "\(file): \(what): the rows give \(rows), the summary says \(summary)"
        case .balanceBreaks(let file, let line, let before, let amount, let after):
            "\(file):\(line): \(before) and \(amount) give \(before + amount), "
                + "the balance says \(after)"
        case .foreignAccount(let file, let found, _): "\(file) is a bill of the account \(found)"
        case .accountNotSaid(let file, _): "\(file) does not say of which account it is"
        case .contradicts(let file, let line, let movement, let found, _, _):
            "\(file):\(line): movement \(movement) is \(found)"
        case .nothingToGiveBack(let number, _): "nothing of \(number) can be given back"
        case .beforeInvoice(let number, let instant, _):
            "\(number) cannot be paid for at \(instant)"
        case .beforeOrder(let order, let instant, _):
            "what order \(order) asks for cannot be lowered at \(instant)"
        case .unknownPayment(let transaction, let channel):
            "there is no payment \(transaction) by \(channel.name)"
        case .badChargeback(let reference, let field, let found, _):
            "chargeback \(reference): \(field): \(found)"
        case .unknownDifference(let id): "there is no difference \(id)"
        case .emptyNote(let id): "the note about \(id) is empty"
        case .badMessage(let file, let field, let found, _): "\(file): \(field): \(found)"
        case .encryptedMessage(let file): "\(file): the message's resource is still encrypted"
        }
    }

    public var failureReason: String? {
        switch self {
        case .notPayable:
            "WeChat Pay and Alipay collect amounts above zero in CNY, Alipay up to 100,000,000.00"
        case .nothingToPay: "an order asks for what is due now"
        case .stillOpen: "two codes for one amount can both be paid"
        case .notACode(let channel, _):
            "allowed: the channel's answer as it is, \(channel.scheme)… without blanks, up to 512 bytes"
        case .knownCode: "a code pays one order; a new order needs a new code"
        case .badExpiry(_, _, let first, let last):
            "allowed: \(first) to \(last), a minute to two hours from now"
        case .unknownOrder: "orders are found by the number the channels know"
        case .nothingToGiveBack(_, let excess):
            excess.isZero
                ? "no more was paid of it than is owed"
                : "its channel was asked for the \(excess) that are not owed"
        case .beforeInvoice(_, _, let issued): "it was issued at \(issued)"
        case .beforeOrder(_, _, let made): "the order was made at \(made), over what was due then"
        case .notOpen: "only an order that waits for its payment can end without one"
        case .notABill(_, _, _, let allowed): "allowed: \(allowed)"
        case .otherBill(_, _, let wanted): "wanted: \(wanted.name)"
        case .damagedArchive: "a bill is taken whole or not at all"
        case .saidTwice: "each of them is one movement of money, which a bill lists once"
        case .doesNotAddUp: "a bill is taken whole or not at all"
        case .balanceBreaks: "each balance is the one before it and the row's amount"
        case .foreignAccount(_, _, let ours): "the merchants have \(ours.joined(separator: ", "))"
        case .accountNotSaid(_, let ours):
            "the merchants have \(ours.joined(separator: ", ")), and its rows name none of them"
        case .contradicts(_, _, _, _, let known, let place): "\(place) says \(known)"
        case .unknownPayment: "money that is taken back was paid first"
        case .badChargeback(_, _, _, let allowed): "allowed: \(allowed)"
        case .unknownDifference:
            "an id is made from the figures: with others it is another difference"
        case .emptyNote: "a difference is resolved by what somebody found out"
        case .badMessage(_, _, _, let allowed): "allowed: \(allowed)"
        case .encryptedMessage: "ciphertext is opened with the APIv3 key, which is not kept here"
        }
    }

    public var recoverySuggestion: String? {
        switch self {
        case .notPayable: "check the invoice with bm explain"
        case .nothingToPay: "look at it with bm checkout show"
        case .stillOpen(let order):
            "show it with bm checkout show \(order.outTradeNo), or close it for a new one with --reissue"
        case .notACode(let channel, _):
            "pass \(channel == .wechatPay ? "code_url" : "qr_code") as the channel gave it, and its --channel"
        case .knownCode: "place a new order at the channel and pass the code it gives"
        case .badExpiry:
            "leave --expires out for the longest life, or say when the channel's code ends"
        case .unknownOrder: "list them with bm checkout list"
        case .nothingToGiveBack:
            "look at it with bm checkout show, or lower it with bm credit-note create"
        case .beforeInvoice(_, _, let issued):
            "give a time of the run from \(issued) on with --as-of"
        case .beforeOrder(_, _, let made): "give a time of the run from \(made) on with --as-of"
        case .notOpen: "look at it with bm checkout show"
        case .notABill: "check that the file and --channel go together"
        case .otherBill(_, let found, _): found.advice
        case .damagedArchive: "download the ZIP again; nothing of it was taken"
        case .saidTwice: "download the bill again; nothing of it was taken"
        case .doesNotAddUp: "download the bill again; nothing of it was taken"
        case .balanceBreaks: "download the bill again; nothing of it was taken"
        case .foreignAccount: "import the bill of one of those accounts"
        case .accountNotSaid: "name the account with --account"
        case .contradicts: "download both bills again; nothing of this one was taken"
        case .unknownPayment: "check the number and --channel, or import the bill that has it first"
        case .badChargeback: "check it against the channel's letter; nothing was recorded"
        case .unknownDifference: "list them with bm reconcile"
        case .emptyNote: "say it with --note"
        case .badMessage: "pass the message as the channel sent it; nothing of it was taken"
        case .encryptedMessage: "decrypt resource.ciphertext and pass the JSON it holds"
        }
    }
}
