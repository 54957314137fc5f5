import Money
import Time

/// All that the sides say of one payment, its fee, and what went back of it.
struct TransactionGroup {
    struct Key: Hashable {
        let channel: Channel
        let transactionID: String
    }

    let key: Key
    var payment: Sides.Booked?
    var refunds: [Sides.Booked] = []
    var stated: [Sides.Stated] = []
    var requests: [Sides.RefundRequest] = []
    /// Rows of fund bills of each kind, refunds by the number they are of.
    var fundPayments: [Sides.FundRow] = []
    var fundFees: [Sides.FundRow] = []
    var fundRefunds: [String: [Sides.FundRow]] = [:]
    var fundFeesBack: [Sides.FundRow] = []

    init(_ key: Key) { self.key = key }

    /// One for each transaction that any side knows, by channel and number. Rows of fund bills that name
    /// a refund find its transaction through the sides that know it.
    static func all(_ sides: Sides) -> [TransactionGroup] {
        var groups: [Key: TransactionGroup] = [:]
        func at(_ channel: Channel, _ id: String, _ change: (inout TransactionGroup) -> Void) {
            let key = Key(channel: channel, transactionID: id)
            change(&groups[key, default: TransactionGroup(key)])
        }
        for booked in sides.ledger where booked.kind != .withdrawal {
            at(booked.channel, booked.transactionID) {
                if booked.kind == .payment {
                    $0.payment = booked
                } else {
                    $0.refunds.append(booked)
                }
            }
        }
        for stated in sides.stated {
            at(stated.channel, stated.transactionID) { $0.stated.append(stated) }
        }
        for request in sides.refundOrders {
            at(request.channel, request.transactionID) { $0.requests.append(request) }
        }
        let refunds = RefundNumbers(sides)
        for row in sides.fundRows {
            guard let place = refunds.place(of: row) else { continue }
            at(row.channel, place.transactionID) {
                switch row.kind {
                case .payment: $0.fundPayments.append(row)
                case .fee: $0.fundFees.append(row)
                case .feeReturned: $0.fundFeesBack.append(row)
                case .refund, .other:
                    $0.fundRefunds[place.refundID ?? "", default: []].append(row)
                case .refundReturned, .withdrawal: break
                }
            }
        }
        return groups.values.map { group in
            var group = group
            group.pairAlipayRefunds()
            return group
        }.sorted {
            ($0.key.channel, $0.key.transactionID) < ($1.key.channel, $1.key.transactionID)
        }
    }

    /// Rows of fund bills that belong to no transaction: withdrawals, what came back, what is unknown.
    static func strays(_ sides: Sides, _ groups: [TransactionGroup]) -> [Sides.FundRow] {
        let refunds = RefundNumbers(sides)
        return sides.fundRows.filter {
            [.withdrawal, .refundReturned].contains($0.kind) || refunds.place(of: $0) == nil
        }
    }

    /// Alipay's account bill names the payment of a refund and not the refund: rows are given to refunds
    /// of the same amount, then in the order of their time.
    private mutating func pairAlipayRefunds() {
        guard var rows = fundRefunds.removeValue(forKey: "") else { return }
        rows.sort { ($0.at, $0.flowNo) < ($1.at, $1.flowNo) }
        var open: [(id: String, amount: Amount, at: Instant)] = refunds.map {
            ($0.refundID ?? "", $0.amount, $0.at)
        }
        for row in stated where row.refundID != nil && !row.isMessage {
            let id = row.refundID!
            if !open.contains(where: { $0.id == id }) { open.append((id, row.amount, row.at)) }
        }
        open.removeAll { fundRefunds[$0.id] != nil }
        open.sort { ($0.at, $0.id) < ($1.at, $1.id) }
        for row in rows {
            guard let place = open.firstIndex(where: { $0.amount == -row.amount }) else { continue }
            fundRefunds[open.remove(at: place).id, default: []].append(row)
            rows.removeAll { $0.flowNo == row.flowNo }
        }
        for row in rows {
            fundRefunds[open.isEmpty ? "" : open.removeFirst().id, default: []].append(row)
        }
    }
}

/// Which transaction a row of a fund bill is of, and which refund where the row names it.
struct RefundNumbers {
    private var transactions: [String: (transactionID: String, refundID: String)] = [:]

    init(_ sides: Sides) {
        func note(_ channel: Channel, _ number: String?, _ transaction: String, _ refund: String) {
            guard let number, !number.isEmpty else { return }
            transactions["\(channel) \(number)"] = (transaction, refund)
        }
        for row in sides.stated {
            // Alipay's rows name the payment.
            guard let refund = row.refundID, row.channel == .wechatPay else { continue }
            note(row.channel, refund, row.transactionID, refund)
            note(row.channel, row.refundNo, row.transactionID, refund)
        }
        // What is booked knows better.
        for booked in sides.ledger {
            guard let refund = booked.refundID else { continue }
            if booked.channel == .wechatPay {
                note(booked.channel, booked.refundNo, booked.transactionID, refund)
            }
            if booked.channel == .wechatPay || booked.kind == .chargeback {
                note(booked.channel, refund, booked.transactionID, refund)
            }
        }
    }

    func place(of row: Sides.FundRow) -> (transactionID: String, refundID: String?)? {
        func known(_ number: String?) -> (transactionID: String, refundID: String?)? {
            number.flatMap { transactions["\(row.channel) \($0)"] }.map { ($0.0, $0.1) }
        }
        switch row.kind {
        case .payment, .fee: return (row.transactionID ?? row.flowNo, nil)
        case .refund, .feeReturned:
            if row.channel == .wechatPay {
                return known(row.transactionID) ?? known(row.ourNo)
                    ?? (row.transactionID ?? row.flowNo, row.transactionID)
            }
            return (row.transactionID ?? row.flowNo, nil)
        // A dispute has a name of the channel's own, and is known by its number.
        case .other:
            guard row.amount.isNegative else { return nil }
            return known(row.transactionID) ?? known(row.ourNo)
        case .refundReturned, .withdrawal: return nil
        }
    }
}
