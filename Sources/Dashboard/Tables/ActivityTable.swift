import Catalog
import Outbox
import Settlement
import Time
import Web

/// What the ledger told of last: the same events that `bm outbox` delivers.
struct ActivityTable {
    let scope: Scope
    let links: Links

    var table: Table {
        let events = scope.merchant.map(\.activity) ?? scope.data.activity
        return Table(
            id: "activity", caption: Markup("Latest activity", zh: "最近动态"),
            columns: [
                Column("what", Label("What", zh: "事项")), Column("of", Label("Of", zh: "对象")),
            ] + (scope.isPlatform ? [.merchant] : []) + [Column("at", Label("At", zh: "时间"))],
            rows: events.map { event in
                let merchant = scope.merchants.first { $0.id == event.merchant }
                let subject = event.content.subject
                var cells: [Cell] = [
                    Cell(
                        Self.words(event.content.kind).markup, value: event.content.kind.rawValue),
                    .code(subject, href: address(of: subject, merchant)),
                ]
                if scope.isPlatform {
                    cells.append(
                        merchant.map { .name($0.merchant.name, id: $0.id.text) }
                            ?? .code(event.merchant.text))
                }
                cells.append(.instant(event.content.occurredAt, merchant?.merchant.zone ?? .utc))
                return Table.Row(cells)
            }, empty: Markup("Nothing happened yet.", zh: "还没有动态。"))
    }

    /// The page of what it is about, where that has one.
    private func address(of subject: String, _ merchant: MerchantData?) -> String? {
        guard let merchant else { return nil }
        if let invoice = merchant.invoice(numbered: subject) { return links.invoice(invoice) }
        if let facts = merchant.batches.first(where: { $0.batch.number == subject }) {
            return links.batch(facts.batch)
        }
        return merchant.customer(Customer.ID(subject)).map {
            links.customer($0.id, of: merchant.id)
        }
    }

    private static func words(_ kind: OutboxEvent.Kind) -> Label {
        switch kind {
        case .invoiceFinalized: Label("Invoice issued", zh: "账单已出具")
        case .invoicePaid: Label("Invoice paid", zh: "账单已付清")
        case .invoiceOverpaid: Label("Invoice overpaid", zh: "账单多付")
        case .invoiceOverdue: Label("Invoice overdue", zh: "账单逾期")
        case .invoiceVoided: Label("Invoice voided", zh: "账单已作废")
        case .creditNoteIssued: Label("Credit note issued", zh: "贷记单已出具")
        case .paymentReceived: Label("Payment received", zh: "收到付款")
        case .refundRequested: Label("Refund requested", zh: "已申请退款")
        case .refundSucceeded: Label("Refund made", zh: "退款成功")
        case .chargebackOpened: Label("Chargeback opened", zh: "发生拒付")
        case .balanceKept: Label("Balance kept", zh: "余额留存")
        case .balanceUsed: Label("Balance used", zh: "余额使用")
        case .creditGranted: Label("Credit granted", zh: "额度已发放")
        case .creditActivated: Label("Credit paid for", zh: "额度已生效")
        case .creditExpired: Label("Credit ended", zh: "额度已到期")
        case .creditVoided: Label("Credit voided", zh: "额度已作废")
        case .capReached: Label("Cap reached", zh: "达到限额")
        case .periodClosed: Label("Month closed", zh: "月份已结账")
        case .settlementClosed: Label("Settlement closed", zh: "结算已完成")
        case .settlementAdjusted: Label("Settlement adjusted", zh: "结算已调整")
        case .payoutSent: Label("Payout sent", zh: "结算款已汇出")
        case .payoutPaid: Label("Payout paid", zh: "结算款已到账")
        case .payoutReturned: Label("Payout returned", zh: "结算款被退回")
        case .payoutReleased: Label("Payout released", zh: "结算款已释放")
        }
    }
}
