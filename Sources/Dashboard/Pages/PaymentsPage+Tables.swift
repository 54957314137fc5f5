import Catalog
import Checkout
import Documents
import Invoicing
import Money
import Time
import Web

/// Differences, refunds and payments as rows.
extension PaymentsPage {
    private static let at = Column("at", Label("At", zh: "时间"))

    var differences: Table {
        Table(
            id: "differences",
            caption: Markup(
                "Differences between the channels’ bills and the ledger", zh: "渠道账单与账本的差异"),
            columns: [
                Column("difference", Label("Difference", zh: "差异")), .state,
                Column("movement", Label("Movement", zh: "交易")),
                .figure("age_days", Label("Age, days", zh: "账龄（天）")),
                .figure("one_side_cny", Label("One side", zh: "一方")),
                .figure("other_side_cny", Label("The other", zh: "另一方")),
            ],
            rows: reconciliation.differences.map(row),
            empty: Markup(
                "The sides agree; \(code: "bm payments import") reads the bills of a channel.",
                zh: "各方一致；\(code: "bm payments import") 读取渠道账单。"))
    }

    private func row(_ difference: Difference) -> Table.Row {
        let words = DifferenceWords(wording)
        func text(_ of: (Language) -> String) -> Label { Label(of(.english), zh: of(.chinese)) }
        let state: Tone =
            switch difference.state {
            case .open: .bad
            case .waiting: .wait
            case .resolved: .good
            }
        let number = difference.transactionID ?? difference.account
        return Table.Row([
            Cell(text { words.reason(difference.reason, $0) }, note: note(difference)),
            Cell(text { words.state(difference.state, $0) }, state: state),
            Cell(
                Label(difference.channel.name, zh: difference.channel.chinese),
                href: invoice(difference.transactionID), note: "\(code: number)"),
            .count(difference.age), figure(difference.left, words), figure(difference.right, words),
        ])
    }

    private func note(_ difference: Difference) -> Markup? {
        if case .resolved(let note) = difference.state { return "\(name: note)" }
        return nil
    }

    private func figure(_ figure: Difference.Figure, _ words: DifferenceWords) -> Cell {
        func text(_ language: Language) -> String {
            ([words.side(figure.side, language)]
                + (figure.detail.map { [words.detail($0, language)] } ?? [])).joined(
                    separator: " · ")
        }
        return Cell(
            "\(figure.amount?.grouped.withMinus ?? "–")",
            value: figure.amount?.decimal ?? "",
            note: Markup("\(name: text(.english))", zh: "\(name: text(.chinese))"))
    }

    /// The page of the invoice that a channel's transaction paid.
    private func invoice(_ transaction: String?) -> String? {
        guard let transaction,
            let payment = payments.first(where: { $0.transactionID == transaction })
        else { return nil }
        return link(payment)
    }

    private func link(_ payment: Payment) -> String? { paid(payment)?.href }

    /// Who paid for what: an invoice with a page of its own, or one that sells credit.
    private func paid(
        _ payment: Payment
    ) -> (buyer: Invoice.Party, customer: Customer.ID, href: String)? {
        guard let merchant = scope.merchants.first(where: { $0.id == payment.merchant }) else {
            return nil
        }
        if let invoice = merchant.invoices.first(where: { $0.stored.id == payment.invoice })?
            .invoice
        {
            return (invoice.buyer, invoice.customer, links.invoice(invoice))
        }
        return merchant.sales.first { $0.stored.id == payment.invoice }.map { sale in
            (
                sale.invoice.buyer, sale.invoice.customer,
                links.page(Section.credits.path) + "#\(sale.place)"
            )
        }
    }

    /// What each of the four says of each channel.
    var sides: Table {
        Table(
            id: "sides", caption: Markup("What each side says", zh: "各方数据"),
            columns: [
                Column("side", Label("Side", zh: "一方")),
                .figure("payments", Label("Payments", zh: "付款笔数")),
                .cny("paid_cny", Label("Paid", zh: "付款")),
                .figure("refunds", Label("Refunds", zh: "退款笔数")),
                .cny("refunded_cny", Label("Refunded", zh: "退款")),
                .cny("charged_back_cny", Label("Charged back", zh: "拒付")),
                .cny("fees_cny", Label("Fees", zh: "手续费")),
                .cny("withdrawn_cny", Label("Withdrawn", zh: "提现")),
            ],
            rows: reconciliation.channels.flatMap { channel in
                channel.sides.map { side, sums in
                    Table.Row([
                        Cell(
                            Label(channel.channel.name, zh: channel.channel.chinese) + Label(" · ")
                                + Self.name(side)),
                        .count(sums.payments), .amount(sums.paid), .count(sums.refunds),
                        .amount(sums.refunded),
                        side.knowsAccount ? .amount(sums.chargedBack) : .none,
                        side == .orders ? .none : .amount(sums.fees),
                        side.knowsAccount ? .amount(sums.withdrawn) : .none,
                    ])
                }
            }, empty: "")
    }

    private static func name(_ side: Difference.Side) -> Label {
        switch side {
        case .orders: Label("our orders", zh: "我方订单")
        case .tradeBill: Label("trade bill", zh: "交易账单")
        case .message: Label("message", zh: "通知")
        case .fundBill: Label("fund bill", zh: "资金账单")
        case .ledger: Label("ledger", zh: "账本")
        }
    }

    var refundTable: Table {
        Table(
            id: "refunds", caption: Markup("Refunds and chargebacks", zh: "退款与拒付"),
            columns: [
                Column("number", Label("Number", zh: "编号")),
                Column("kind", Label("Kind", zh: "类型")),
                .invoice, .channel, Self.at, .figure("cny", Label("CNY")),
            ],
            rows: refunds.map { refund in
                let isOurs = refund.kind == .refund
                return Table.Row([
                    .code(refund.refundID),
                    Cell(
                        isOurs
                            ? Label("Refund", zh: "退款") : Label("Chargeback", zh: "拒付"),
                        state: isOurs ? .wait : .bad),
                    Cell(refund.payment.invoiceNumber, href: link(refund.payment)),
                    Cell(
                        Label(refund.payment.channel.name, zh: refund.payment.channel.chinese)),
                    .instant(refund.refundedAt, .shanghai), .amount(refund.amount),
                ])
            },
            empty: Markup(
                "Nothing went back; \(code: "bm credit-note create") asks for a refund.",
                zh: "没有退款；\(code: "bm credit-note create") 申请退款。"))
    }

    var withdrawals: Table {
        Table(
            id: "withdrawals", caption: Markup("Withdrawals to the bank", zh: "提现到银行"),
            columns: [
                Column("number", Label("Number", zh: "编号")), .channel, Self.at,
                .figure("cny", Label("CNY")),
            ],
            rows: scope.data.withdrawals.map { withdrawal in
                Table.Row([
                    .code(withdrawal.flowNo),
                    Cell(Label(withdrawal.channel.name, zh: withdrawal.channel.chinese)),
                    .instant(withdrawal.at, .shanghai), .amount(withdrawal.amount),
                ])
            },
            empty: Markup(
                "No withdrawal; \(code: "bm payments import") reads them from a fund bill.",
                zh: "没有提现；\(code: "bm payments import") 从资金账单读取。"))
    }

    var latest: Table {
        Table(
            id: "payments", caption: Markup("Latest payments", zh: "最近付款"),
            columns: [
                Column("transaction", Label("Transaction", zh: "交易号")), .invoice,
                .customer, .channel, Self.at, .figure("cny", Label("CNY")),
            ],
            rows: payments.sorted { ($1.paidAt, $1.transactionID) < ($0.paidAt, $0.transactionID) }
                .prefix(200).map { payment in
                    let paid = paid(payment)
                    return Table.Row([
                        .code(payment.transactionID),
                        Cell(payment.invoiceNumber, href: paid?.href),
                        paid.map {
                            .name(
                                $0.buyer.name, id: $0.customer.text,
                                href: links.customer($0.customer, of: payment.merchant))
                        } ?? .none,
                        Cell(Label(payment.channel.name, zh: payment.channel.chinese)),
                        .instant(payment.paidAt, .shanghai), .amount(payment.amount),
                    ])
                },
            empty: Markup(
                "No payment yet; \(code: "bm payments import") reads a channel’s bill.",
                zh: "还没有付款；\(code: "bm payments import") 读取渠道账单。"))
    }
}
