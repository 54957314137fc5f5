import Catalog
import Money
import Store
import Time

/// The differences that were found, each once however often it was said.
struct Findings {
    private(set) var differences: [String: Difference] = [:]
    let sides: Sides
    let asOf: Instant
    private let orders: [String: Sides.Order]
    private let owners: [String: Merchant.ID]
    /// What moved on days without a bill.
    private var missing: [Sides.BillDay: (amount: Amount, count: Int)] = [:]

    init(_ sides: Sides, asOf: Instant) {
        self.sides = sides
        self.asOf = asOf
        orders = Dictionary(
            sides.orders.map { ("\($0.channel) \($0.outTradeNo)", $0) },
            uniquingKeysWith: { first, _ in first })
        var owners: [String: Set<Merchant.ID>] = [:]
        for order in sides.orders {
            owners["\(order.channel) \(order.account)", default: []].insert(order.merchant)
        }
        // An account of several merchants is nobody's.
        self.owners = owners.compactMapValues { $0.count == 1 ? $0.first : nil }
    }

    func order(_ channel: Channel, _ outTradeNo: String) -> Sides.Order? {
        orders["\(channel) \(outTradeNo)"]
    }

    /// Numbers by which a movement is known.
    struct Numbers {
        var outTradeNo: String?
        var transactionID: String?
        var refundID: String?
    }

    /// - Parameter excess: what the channel holds more than the ledger says, for the suggestion.
    mutating func add(
        _ reason: Difference.Reason, _ channel: Channel, account: String,
        merchant: Merchant.ID? = nil, _ numbers: Numbers, at: Instant, _ left: Difference.Figure,
        _ right: Difference.Figure, excess: Amount = .zero(.cny), place: String? = nil
    ) {
        let merchant = merchant ?? owners["\(channel) \(account)"]
        func text(_ figure: Difference.Figure) -> [String] {
            [figure.side.rawValue, figure.amount?.decimal ?? "", figure.detail?.text ?? ""]
        }
        let isBill = reason == .tradeBillNotImported || reason == .fundBillNotImported
        // A missing bill stays the same one when more becomes known of its day.
        let identity =
            [
                reason.rawValue, channel.rawValue, account, numbers.outTradeNo ?? "",
                numbers.transactionID ?? "", numbers.refundID ?? "", at.description,
            ] + (isBill ? [] : text(left) + text(right))
        let id = "d-" + JSONValue.array(identity.map { .string($0) }).digest.prefix(12)
        if differences[id] != nil { return }
        let day = Zone.shanghai.day(of: at)
        let age = Zone.shanghai.day(of: asOf).sinceEpoch - day.sinceEpoch
        let waits = isBill || reason == .refundNotSeen
        let state: Difference.State =
            if let note = sides.decisions[id] {
                .resolved(note)
            } else if waits,
                asOf < Findings.billIsDue(day)
            {
                .waiting
            } else { .open }
        differences[id] = Difference(
            id: id, reason: reason, channel: channel, account: account, merchant: merchant,
            outTradeNo: numbers.outTradeNo, transactionID: numbers.transactionID,
            refundID: numbers.refundID, at: at, left: left, right: right, place: place, age: age,
            suggestion: SuggestedEntry(
                reason, channel: channel,
                merchant: reason == .unknownOrder || reason == .orderOfAnother ? nil : merchant,
                excess), state: state)
    }

    /// Both channels have the bill of a day at about ten on the next one, in UTC+8.
    static func billIsDue(_ day: Day) -> Instant {
        Zone.shanghai.start(of: day.advanced(by: 1)).advanced(bySeconds: 10 * 3600)
    }

    /// Whether a bill of that day is there; where not, the day is noted with what moved on it.
    mutating func isCovered(
        _ channel: Channel, _ account: String, _ at: Instant, _ list: Sides.BillDay.List,
        _ amount: Amount
    ) -> Bool {
        let day = Sides.BillDay(channel, account, Zone.shanghai.day(of: at), list)
        if sides.billDays.contains(day) { return true }
        // One trade bill lists both.
        let bill = Sides.BillDay(channel, account, day.day, list == .fund ? .fund : .payment)
        let before = missing[bill] ?? (.zero(.cny), 0)
        missing[bill] = (before.amount + amount, before.count + 1)
        return false
    }

    /// Notes that the fund bill of a day is missing, whatever moved on it.
    mutating func missFundBill(_ channel: Channel, _ account: String, _ day: Day) {
        let bill = Sides.BillDay(channel, account, day, .fund)
        if missing[bill] == nil { missing[bill] = (.zero(.cny), 0) }
    }

    /// One difference a day and bill that is missing, with what the other sides have of it.
    mutating func addMissingBills() {
        for (bill, moved) in missing {
            let isFund = bill.list == .fund
            add(
                isFund ? .fundBillNotImported : .tradeBillNotImported, bill.channel,
                account: bill.account, Numbers(), at: Zone.shanghai.start(of: bill.day),
                Difference.Figure(
                    .ledger, moved.amount, .movements(moved.count, of: bill.day)),
                Difference.Figure(isFund ? .fundBill : .tradeBill, nil))
        }
    }
}
