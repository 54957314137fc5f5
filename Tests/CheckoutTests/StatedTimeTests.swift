import GRDB
import Money
import Store
import TestSupport
import Testing
import Time

@testable import Checkout

/// Money that a channel dates after the run that hears of it, or before it could be paid.
@Suite("Times that cannot be yet")
struct StatedTimeTests {
    let bills = BillImportTests()

    /// 11:00 in UTC+8 is 03:00 in UTC.
    @Test("a row dated after the run is parked, and booked by an import once its time has come")
    func ahead() throws {
        let number = try bills.order(19, "88.00")
        let bytes = try SampleBill.weChat([
            .init(number, "4200001", "88.00", fee: "0.53", at: "2025-12-01 11:00:00")
        ])
        let first = try bills.add(bytes)
        #expect(first.booking.payments.isEmpty && first.booking.fees.isEmpty)
        #expect(
            first.reasons == [
                "4200001 is dated 2025-12-01T11:00:00+08:00, after this run at "
                    + "2025-06-12T10:00:00+08:00: a later import books it"
            ])
        #expect(try bills.count("channelBillRow") == 1)

        let second = try bills.add(bytes, at: Instant("2025-12-01T02:59:59Z"))
        #expect(second.booking.payments.isEmpty && second.booking.parked.count == 1)
        // The same file, so nothing is kept again; at the very second it is no longer ahead.
        let third = try bills.add(bytes, at: Instant("2025-12-01T03:00:00Z"))
        #expect(third.bill == nil && third.booking.parked.isEmpty)
        #expect(third.booking.payments.map(\.paidAt.description) == ["2025-12-01T03:00:00Z"])
        #expect(third.booking.fees.map(\.amount.decimal) == ["0.53"])
    }

    /// The message is of 09:41:22 in UTC+8, so of 01:41:22 in UTC: five minutes before are 01:36:22.
    @Test(
        "a message may be five minutes ahead, for two clocks, and no second more",
        arguments: [("01:36:22", 1), ("01:36:21", 0)])
    func skew(run: String, booked: Int) throws {
        let messages = MessageBookingTests()
        try messages.orders()
        let run = try Instant("2025-06-11T\(run)Z")
        let taken = try messages.take(
            Array(WeChatMessageTests.payment.utf8), .wechatPay, at: run)
        #expect(taken.booking.payments.count == booked)
        #expect(taken.booking.parked.count == 1 - booked)
        // The next run of any kind books what had to wait.
        let later = try messages.bills.add(SampleBill.weChat([]))
        #expect(later.booking.payments.count == 1 - booked)
    }

    /// The invoice is of 09:00:00 in UTC+8.
    @Test(
        "a payment from before its invoice was issued is parked, but for five minutes of two clocks",
        arguments: [("08:55:00", 1), ("08:54:59", 0)])
    func beforeInvoice(time: String, booked: Int) throws {
        let number = try bills.order(19, "88.00")
        let result = try bills.add(
            SampleBill.weChat([
                .init(number, "4200001", "88.00", fee: "0.53", at: "2025-06-11 \(time)")
            ]))
        #expect(result.booking.payments.count == booked)
        #expect(
            result.reasons
                == (booked == 1
                    ? []
                    : [
                        "dated 2025-06-11T08:54:59+08:00, before the invoice of \(number) was issued at "
                            + "2025-06-11T09:00:00+08:00"
                    ]))
    }

    @Test(
        "a refund after the run waits for its time; one from before its payment waits for a person")
    func refunds() throws {
        let number = try bills.order(19, "88.00")
        let result = try bills.add(
            SampleBill.weChat([
                .init(number, "4200001", "88.00", fee: "0.53"),
                .refund(number, "4200001", "10.00", id: "R1", at: "2025-06-12 10:00:01"),
                .refund(number, "4200001", "20.00", id: "R2", at: "2025-06-11 09:30:00"),
            ]))
        #expect(result.booking.payments.count == 1 && result.booking.refunds.isEmpty)
        #expect(
            result.reasons == [
                "4200001 is dated 2025-06-12T10:00:01+08:00, after this run at "
                    + "2025-06-12T10:00:00+08:00: a later import books it",
                "dated 2025-06-11T09:30:00+08:00, before its payment 4200001 of "
                    + "2025-06-11T09:41:22+08:00",
            ])
        let later = try bills.add(SampleBill.weChat([]), at: Sample.later.advanced(bySeconds: 1))
        #expect(later.booking.refunds.map(\.refundID) == ["R1"])
    }

    /// Paid by message, so that the fee is all that the row brings.
    @Test("a fee of a booked payment is not booked on a day that has not come")
    func fee() throws {
        let messages = MessageBookingTests()
        try messages.orders()
        _ = try messages.weChat(WeChatMessageTests.payment)
        let row = SampleBill.Payment(
            "INV202506110019A1", "4200002711202506117300112233", "7650.00", fee: "45.90",
            at: "2025-12-01 11:00:00")
        let result = try messages.bills.add(SampleBill.weChat([row]))
        #expect(result.booking.fees.isEmpty && result.booking.parked.count == 1)
        let later = try messages.bills.add(
            SampleBill.weChat([]), at: Instant("2025-12-01T03:00:00Z"))
        #expect(later.booking.fees.map(\.amount.decimal) == ["45.90"])
    }

    /// Differences as `reason at: left amount and time / right and time`.
    func found(_ world: ReconciledWorld, asOf: Instant) -> [String] {
        Reconciliation(world.sides, period: nil, asOf: asOf).differences.filter {
            [.dateAhead, .dateTooEarly, .missingInLedger].contains($0.reason)
        }.map {
            "\($0.reason.rawValue) \(Zone.shanghai.text($0.at).prefix(13)): "
                + "\($0.left.amount?.decimal ?? "-") \($0.left.detail?.text ?? "-") / "
                + "\($0.right.amount?.decimal ?? "-") \($0.right.detail?.text ?? "-")"
        }
    }

    /// Hour 54 is 3 June 06:00; hour 400 is 17 June 16:00; noon of 30 June is the time asked about.
    @Test("reconcile lists both times, at the run's day, until it is booked or a person decides")
    func reconciled() {
        var world = ReconciledWorld()
        world.order("O1", 8_800)
        world.trade("O1", "T1", 8_800, at: 400, taken: 54)
        let ahead =
            "date_ahead 2026-06-03T06: 88.00 at 2026-06-17T16:00:00+08:00 / "
            + "- taken in at 2026-06-03T06:00:00+08:00"
        // Before its time, and after it as long as no import has booked it.
        #expect(found(world, asOf: ReconciledWorld.at(60)) == [ahead])
        #expect(found(world, asOf: ReconciledWorld.at(401)) == [ahead])
        // A run before it was taken in does not know it.
        #expect(found(world, asOf: ReconciledWorld.at(53)) == [])
        world.book(.payment, "O1", "T1", 8_800, at: 400)
        #expect(found(world, asOf: ReconciledWorld.at(401)) == [])
    }

    @Test("reconcile lists what is from before its order or its payment, with both times")
    func reconciledTooEarly() throws {
        var world = ReconciledWorld()
        world.order("O1", 8_800, made: 54)
        world.trade("O1", "T1", 8_800, at: 30, taken: 80)
        world.pay("T2", 5_000, at: 60)
        world.trade("OT2", "T2", 700, at: 59, refund: "R1", taken: 80)
        #expect(
            found(world, asOf: ReconciledWorld.asOf) == [
                "date_too_early 2026-06-02T06: 88.00 at 2026-06-02T06:00:00+08:00 / "
                    + "- its invoice was issued at 2026-06-03T06:00:00+08:00",
                "date_too_early 2026-06-03T11: 7.00 at 2026-06-03T11:00:00+08:00 / "
                    + "- its payment is of 2026-06-03T12:00:00+08:00",
            ])
        let result = Reconciliation(world.sides, period: nil, asOf: ReconciledWorld.asOf)
        let early = try #require(result.differences.first { $0.reason == .dateTooEarly })
        #expect(early.isUnmatched && early.state == .open)
        #expect(early.suggestion.postings.isEmpty)
    }
}
