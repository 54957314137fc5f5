import Catalog
import Money
import Store
import Time

@testable import Checkout

/// Four sides that agree, built movement by movement, in which a test then plants what it is about.
///
/// One merchant, `mer_1`, with the account `acc` at both channels. Times are hours of June 2026 in UTC+8:
/// hour 0 is the begin of the first. Every day has its bills.
struct ReconciledWorld {
    var sides = Sides()
    private var balance: [Channel: Int64] = [:]
    private var flows = 0

    static let begin = Zone.shanghai.start(of: try! Month("2026-06"))
    /// Noon of the last day of June, in UTC+8.
    static let asOf = at(29 * 24 + 12)

    static func at(_ hour: Int) -> Instant { begin.advanced(bySeconds: Int64(hour) * 3600) }
    static func fen(_ fen: Int64) -> Amount { Amount(minorUnits: fen, .cny) }

    init() {
        for channel in Channel.allCases {
            for day in DaySpan(try! Month("2026-06")).all {
                for list in [Sides.BillDay.List.payment, .refund, .fund] {
                    sides.billDays.insert(Sides.BillDay(channel, "acc", day, list))
                }
            }
        }
    }

    mutating func order(
        _ number: String, _ fen: Int64, _ channel: Channel = .wechatPay, invoice: Int64? = nil,
        account: String = "acc", merchant: String = "mer_1", expires: Int = 800,
        owed: Int64? = nil, isVoid: Bool = false, made: Int = 0
    ) {
        let invoice = invoice ?? Int64(sides.orders.count + 1)
        sides.orders.append(
            Sides.Order(
                outTradeNo: number, channel: channel, merchant: .init(merchant), account: account,
                invoice: invoice, invoiceNumber: "INV \(invoice)",
                amount: Self.fen(fen), issuedAt: Self.at(made), expiresAt: Self.at(expires),
                owed: Self.fen(isVoid ? 0 : owed ?? fen), isVoid: isVoid))
    }

    mutating func trade(
        _ number: String, _ transaction: String, _ fen: Int64, at hour: Int,
        _ channel: Channel = .wechatPay, refund: String? = nil, refundNo: String? = nil,
        fee: String? = nil, account: String = "acc", isMessage: Bool = false, isSoFar: Bool = false,
        taken: Int? = nil
    ) {
        sides.stated.append(
            Sides.Stated(
                place: "bill:\(sides.stated.count + 2)", isMessage: isMessage, channel: channel,
                account: account, outTradeNo: number, transactionID: transaction, refundID: refund,
                refundNo: refundNo, at: Self.at(hour), takenAt: taken.map(Self.at),
                amount: Self.fen(fen), isSoFar: isSoFar,
                fee: isMessage ? nil : Exact(fee ?? "0")))
    }

    mutating func fund(
        _ kind: FundBill.Kind, _ source: String?, _ fen: Int64, at hour: Int,
        _ channel: Channel = .wechatPay, ours: String? = nil, text: String = "交易",
        skipping skipped: Int64 = 0
    ) {
        flows += 1
        balance[channel, default: 100_000] += fen + skipped
        sides.fundRows.append(
            Sides.FundRow(
                place: "fund:\(flows)", channel: channel, account: "acc",
                flowNo: "\(1000 + flows)", kind: kind, kindText: text, transactionID: source,
                ourNo: ours, at: Self.at(hour), amount: Self.fen(fen),
                balance: Self.fen(balance[channel]!)))
    }

    mutating func book(
        _ kind: Sides.Booked.Kind, _ number: String, _ transaction: String, _ fen: Int64,
        at hour: Int, _ channel: Channel = .wechatPay, refund: String? = nil,
        refundNo: String? = nil, fee: Int64 = 0
    ) {
        sides.ledger.append(
            Sides.Booked(
                kind: kind, channel: channel, merchant: kind == .withdrawal ? nil : "mer_1",
                account: "acc", outTradeNo: number, transactionID: transaction, refundID: refund,
                refundNo: refundNo, at: Self.at(hour), amount: Self.fen(fen), fee: Self.fen(fee)))
    }

    /// A payment that all four sides know, with 1 % of fee that they agree about.
    mutating func pay(
        _ transaction: String, _ fen: Int64, at hour: Int, _ channel: Channel = .wechatPay
    ) {
        let number = "O\(transaction)"
        let fee = fen / 100
        order(number, fen, channel)
        trade(number, transaction, fen, at: hour, channel, fee: Self.fen(fee).decimal)
        fund(.payment, transaction, fen, at: hour, channel, ours: number)
        fund(.fee, transaction, -fee, at: hour, channel, ours: number)
        book(.payment, number, transaction, fen, at: hour, channel, fee: fee)
    }

    /// A refund of it that we asked for and all four sides know.
    mutating func refund(
        _ transaction: String, _ refund: String, _ fen: Int64, at hour: Int,
        _ channel: Channel = .wechatPay
    ) {
        let number = "N\(refund)"
        // Alipay has no number of its own.
        let id = channel == .wechatPay ? refund : number
        ask(transaction, number, fen, at: hour - 1, channel)
        trade(
            "O\(transaction)", transaction, fen, at: hour, channel, refund: id, refundNo: number)
        fund(
            .refund, channel == .wechatPay ? refund : transaction, -fen, at: hour, channel,
            ours: channel == .wechatPay ? number : "O\(transaction)")
        book(
            .refund, "O\(transaction)", transaction, fen, at: hour, channel, refund: id,
            refundNo: number)
    }

    mutating func ask(
        _ transaction: String, _ number: String, _ fen: Int64, at hour: Int,
        _ channel: Channel = .wechatPay
    ) {
        sides.refundOrders.append(
            Sides.RefundRequest(
                channel: channel, transactionID: transaction, outRefundNo: number,
                amount: Self.fen(fen), createdAt: Self.at(hour)))
    }

    mutating func withdraw(_ fen: Int64, at hour: Int, _ channel: Channel = .wechatPay) {
        fund(.withdrawal, nil, -fen, at: hour, channel, text: "提现")
        book(.withdrawal, "", "\(1000 + flows)", fen, at: hour, channel)
    }

    func reconciled(
        _ period: String? = "2026-06", asOf: Instant = ReconciledWorld.asOf
    ) throws -> Reconciliation {
        Reconciliation(sides, period: try period.map { try Month($0) }, asOf: asOf)
    }

    /// Each difference in one line: `unknown_order T1: trade_bill 88.00 / ledger nothing`.
    func found(asOf: Instant = ReconciledWorld.asOf) throws -> [String] {
        try reconciled(asOf: asOf).differences.map { difference in
            func text(_ figure: Difference.Figure) -> String {
                "\(figure.side.rawValue) \(figure.amount?.decimal ?? "nothing")"
            }
            let number = difference.refundID ?? difference.transactionID ?? "-"
            return "\(difference.reason.rawValue) \(number): \(text(difference.left)) / "
                + text(difference.right)
        }
    }
}
