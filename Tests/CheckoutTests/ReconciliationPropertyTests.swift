import Money
import Store
import TestSupport
import Testing
import Time

@testable import Checkout

/// Made-up months in which all four sides agree, but for what is planted: exactly that is found.
@Suite("Made-up months, reconciled")
struct ReconciliationPropertyTests {
    static let seed: UInt64 = 20_260_601

    /// A month in the order of its time, so that balances follow; what is planted stands among it.
    struct Month {
        var world = ReconciledWorld()
        /// `reason number`, as they must be found.
        var planted: [String] = []
        var random: SplitMix
        private var hour = 0
        private var number = 0

        init(seed: UInt64) { random = SplitMix(seed: seed) }

        private mutating func next() -> (String, Int, Int64, Channel) {
            number += 1
            hour += Int.random(in: 0...5, using: &random)
            return (
                "T\(number)", hour, Int64.random(in: 200...5_000_000, using: &random),
                Bool.random(using: &random) ? .wechatPay : .alipay
            )
        }

        /// Movements that all agree about.
        mutating func agree() {
            let (id, at, fen, channel) = next()
            switch Int.random(in: 0..<4, using: &random) {
            case 0: world.withdraw(fen, at: at, channel)
            case 1:
                // Two refunds, at times of one amount: Alipay's account names only the payment.
                world.pay(id, fen, at: at, channel)
                let first = Int64.random(in: 1...(fen / 2), using: &random)
                let second =
                    Bool.random(using: &random)
                    ? first
                    : Int64.random(
                        in: 1...(fen - first), using: &random)
                world.refund(id, "R\(id)a", first, at: at, channel)
                hour += 1
                world.refund(id, "R\(id)b", second, at: hour, channel)
            default: world.pay(id, fen, at: at, channel)
            }
        }

        /// One movement that something is wrong with.
        mutating func plant() {
            let (id, at, fen, channel) = next()
            let order = "O\(id)"
            switch Int.random(in: 0..<15, using: &random) {
            case 0:
                world.order(order, fen, channel)
                world.trade(order, id, fen, at: at, channel, isMessage: true)
                world.fund(.payment, id, fen, at: at, channel)
                world.book(.payment, order, id, fen, at: at, channel)
                planted.append("missing_on_trade_bill \(id)")
            case 1:
                world.order(order, fen, channel)
                world.trade(order, id, fen, at: at, channel)
                world.book(.payment, order, id, fen, at: at, channel)
                planted.append("missing_on_fund_bill \(id)")
            case 2:
                world.fund(.payment, id, fen, at: at, channel)
                planted.append("missing_in_ledger \(id)")
            case 3:
                world.order(order, fen, channel)
                world.trade(order, id, fen, at: at, channel)
                world.fund(.payment, id, fen - 1, at: at, channel)
                world.book(.payment, order, id, fen, at: at, channel)
                planted.append("amount_differs \(id)")
            case 4:
                world.order(order, fen, channel)
                world.trade(order, id, fen, at: at, channel, fee: "0.02")
                world.fund(.payment, id, fen, at: at, channel)
                world.fund(.fee, id, -1, at: at, channel)
                world.book(.payment, order, id, fen, at: at, channel, fee: 1)
                planted.append("fee_differs \(id)")
            case 5:
                world.trade(order, id, fen, at: at, channel)
                world.fund(.payment, id, fen, at: at, channel)
                planted.append("unknown_order \(id)")
            case 6:
                world.pay(id, fen, at: at, channel)
                let invoice = world.sides.orders.last!.invoice
                world.order("\(order)b", fen, channel, invoice: invoice)
                world.trade("\(order)b", "\(id)b", fen, at: at, channel)
                world.fund(.payment, "\(id)b", fen, at: at, channel)
                world.book(.payment, "\(order)b", "\(id)b", fen, at: at, channel)
                planted.append("duplicate_payment \(id)b")
            case 7:
                world.order(order, fen + 1, channel)
                world.trade(order, id, fen, at: at, channel)
                world.fund(.payment, id, fen, at: at, channel)
                world.book(.payment, order, id, fen, at: at, channel)
                planted.append("underpaid \(id)")
            case 8:
                world.order(order, fen, channel, expires: at)
                world.trade(order, id, fen, at: at, channel)
                world.fund(.payment, id, fen, at: at, channel)
                world.book(.payment, order, id, fen, at: at, channel)
                planted.append("paid_after_expiry \(id)")
            case 9:
                world.order(order, fen, channel, isVoid: true)
                world.trade(order, id, fen, at: at, channel)
                world.fund(.payment, id, fen, at: at, channel)
                world.book(.payment, order, id, fen, at: at, channel)
                planted.append("paid_void \(id)")
            case 10:
                world.trade(order, id, fen, at: at, channel, refund: "R\(id)")
                planted.append("refund_unknown R\(id)")
            case 11:
                world.pay(id, fen, at: at, channel)
                world.refund(id, "R\(id)", fen / 2, at: at, channel)
                world.sides.refundOrders.removeLast()
                planted.append("refund_not_ordered \(channel == .alipay ? "NR" : "R")\(id)")
            case 12:
                world.fund(.other, nil, -fen, at: at, channel, text: "分账")
                planted.append("unknown_movement \(world.sides.fundRows.last!.flowNo)")
            case 13:
                world.pay(id, fen, at: at, channel)
                world.ask(id, "N\(id)", fen / 2, at: at, channel)
                planted.append("refund_not_seen N\(id)")
            default:
                // Nothing can be missed before an account's first row.
                guard world.sides.fundRows.contains(where: { $0.channel == channel }) else {
                    return
                }
                world.fund(.withdrawal, nil, -fen, at: at, channel, skipping: fen + 7)
                world.book(
                    .withdrawal, "", world.sides.fundRows.last!.flowNo, fen, at: at, channel)
                planted.append("withdrawal_not_stated -")
            }
        }
    }

    @Test("exactly what is planted is found, in whatever order the sides say it")
    func planted() throws {
        var kinds: Set<String> = []
        for number in 0..<400 {
            var month = Month(seed: Self.seed &+ UInt64(number))
            for _ in 0..<Int.random(in: 1...40, using: &month.random) {
                if Int.random(in: 0..<4, using: &month.random) == 0 {
                    month.plant()
                } else {
                    month.agree()
                }
            }
            let comment: Comment = "seed \(Self.seed), month \(number)"
            func found(_ world: ReconciledWorld) throws -> [String] {
                try world.found().map { String($0.prefix { $0 != ":" }) }.sorted()
            }
            let result = try found(month.world)
            #expect(result == month.planted.sorted(), comment)
            kinds.formUnion(month.planted.map { String($0.prefix { $0 != " " }) })
            var shuffled = month.world
            shuffled.sides.orders.shuffle(using: &month.random)
            shuffled.sides.stated.shuffle(using: &month.random)
            shuffled.sides.fundRows.shuffle(using: &month.random)
            shuffled.sides.ledger.shuffle(using: &month.random)
            let (one, other) = (try month.world.reconciled(), try shuffled.reconciled())
            #expect(other.differences.map(\.id) == one.differences.map(\.id), comment)
            #expect(other.channels == one.channels, comment)
        }
        #expect(kinds.count == 15)
    }

    @Test("every movement all four sides agree about counts as matched, and no other")
    func matched() throws {
        for number in 0..<100 {
            var month = Month(seed: Self.seed ^ UInt64(number) &* 0xd134_2543_de82_ef95)
            for _ in 0..<20 { month.agree() }
            let result = try month.world.reconciled()
            let moved = month.world.sides.ledger.count { $0.kind != .withdrawal }
            #expect(
                result.channels.map(\.matched).reduce(0, +) == moved,
                "seed \(Self.seed), month \(number)")
            for sums in result.channels {
                #expect(
                    sums.tradeBill.paid == sums.ledger.paid && sums.orders.paid == sums.ledger.paid)
                #expect(sums.fundBill == sums.ledger, "seed \(Self.seed), month \(number)")
            }
        }
    }
}
