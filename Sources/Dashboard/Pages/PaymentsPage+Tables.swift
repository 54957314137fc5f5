import Catalog
import Checkout
import Invoicing
import Money
import Time

/// Differences, refunds and payments as rows.
extension PaymentsPage {
    var differenceTable: TableContext {
        TableContext(
            caption: "Differences between the channels’ bills and the ledger",
            head: [
                "Difference", "State", "Movement", Cell("Age, days", right: true),
                Cell("One side", right: true), Cell("The other", right: true),
            ],
            rows: collected.reconciliation.differences.map { difference in
                [
                    Cell("\(Self.sentence(difference.reason.words))", note: advice(difference)),
                    Cell(
                        "\(Self.sentence(difference.state.name))",
                        state: difference.state == .open
                            ? "bad" : difference.state == .waiting ? "wait" : "good"),
                    Cell(
                        "\(difference.channel.name)",
                        href: payment(difference).flatMap { link($0) },
                        note: "\(difference.transactionID ?? difference.account)"),
                    .number("\(difference.age)"), figure(difference.left),
                    figure(difference.right),
                ]
            },
            empty: "The sides agree; \(code: "bm payments import") reads the bills of a channel.")
    }

    private func payment(_ difference: Difference) -> Payment? {
        data.payments.first {
            $0.channel == difference.channel && $0.transactionID == difference.transactionID
        }
    }

    /// What was decided, or what there is to do.
    private func advice(_ difference: Difference) -> Markup {
        if case .resolved(let note) = difference.state { return "\(name: note)" }
        return "\(difference.suggestion.words)"
    }

    private func figure(_ figure: Difference.Figure) -> Cell {
        let side = figure.side.rawValue.replacing("_", with: " ")
        return .number(
            figure.amount?.grouped ?? "–",
            note: .joined(
                ["\(side)"] + (figure.detail?.text.split(separator: " ") ?? []).map { word($0) },
                by: " "
            ))
    }

    /// A word of a detail; an instant and a day as people read them.
    private func word(_ text: Substring) -> Markup {
        let text = String(text)
        if let instant = try? Instant(text) { return "\(instant, in: .shanghai)" }
        return (try? Day(text)).map { "\($0)" } ?? "\(name: text)"
    }

    static func sentence(_ words: String) -> String {
        words.prefix(1).uppercased() + words.dropFirst()
    }

    /// What each of the four says of each channel.
    var sidesTable: TableContext {
        TableContext(
            caption: "What each side says",
            head: [
                "Side", Cell("Payments", right: true), Cell("Paid CNY", right: true),
                Cell("Refunds", right: true), Cell("Refunded CNY", right: true),
                Cell("Charged back CNY", right: true), Cell("Fees CNY", right: true),
                Cell("Withdrawn CNY", right: true),
            ],
            rows: collected.reconciliation.channels.flatMap { channel in
                channel.sides.map { side, sums in
                    [
                        Cell("\(channel.channel.name), \(side.words)"),
                        .number("\(sums.payments)"), .number(sums.paid.grouped),
                        .number("\(sums.refunds)"), .number(sums.refunded.grouped),
                        .number(side.knowsAccount ? sums.chargedBack.grouped : "–"),
                        .number(side == .orders ? "–" : sums.fees.grouped),
                        .number(side.knowsAccount ? sums.withdrawn.grouped : "–"),
                    ]
                }
            }, empty: "No channel; \(code: "bm payments import") reads a channel’s bill.")
    }

    var refundTable: TableContext {
        TableContext(
            caption: "Refunds and chargebacks",
            head: ["Number", "Kind", "Invoice", "Channel", "At", Cell("CNY", right: true)],
            rows: collected.refunds.map { refund in
                let isOurs = refund.kind == .refund
                return [
                    Cell("\(code: refund.refundID)", note: number(refund).map { "\($0)" }),
                    Cell(isOurs ? "Refund" : "Chargeback", state: isOurs ? "wait" : "bad"),
                    invoice(refund.payment), Cell("\(refund.payment.channel.name)"),
                    Cell("\(refund.refundedAt, in: .shanghai)"), .number(refund.amount.grouped),
                ]
            }, empty: "Nothing went back; \(code: "bm credit-note create") asks for a refund.")
    }

    /// Ours, where the channel has another one.
    private func number(_ refund: Refund) -> String? {
        refund.refundNo == refund.refundID ? nil : refund.refundNo
    }

    /// Invoices that are open though they had a code: it ended, and no new one was asked for.
    var endedTable: TableContext {
        let ended = data.invoices.compactMap { stored -> (StoredInvoice, OrderAccount)? in
            guard case .over(let last) = data.means(stored),
                [.expired, .closed, .failed].contains(last.state)
            else { return nil }
            return (stored, last)
        }
        return TableContext(
            caption: "Invoices whose code ended",
            head: [
                "Invoice", "Customer", "Last code", "State", "Ended", Cell("Open CNY", right: true),
            ],
            rows: ended.map { stored, last in
                let invoice = stored.invoice
                return [
                    Cell(
                        "\(invoice.number.text)", isWhole: true, href: Links.invoice(invoice),
                        note: "\(invoice.merchant.text)"),
                    Cell(
                        Markup(name: invoice.buyer.name.english),
                        href: Links.customer(invoice.customer)),
                    Cell(
                        "\(last.order.channel.name)", note: "\(code: last.order.outTradeNo)"),
                    Cell("\(Self.sentence(last.state.words))", state: "wait"),
                    Cell("\(last.endsAt, in: invoice.zone)"),
                    .number(data.due(stored).grouped),
                ]
            }, empty: "None; \(code: "bm checkout list --state expired") lists codes that ended.")
    }

    var paymentTable: TableContext {
        TableContext(
            caption: "Payments",
            head: [
                "Paid", "Invoice", "State", "Channel", Cell("Fee CNY", right: true),
                Cell("CNY", right: true),
            ],
            rows: data.payments.map { payment in
                let (words, style) = state(payment)
                return [
                    Cell("\(payment.paidAt, in: .shanghai)"), invoice(payment),
                    Cell("\(words)", state: style),
                    Cell(
                        "\(payment.channel.name)", note: "\(code: payment.transactionID)"),
                    .number(payment.channelFee.grouped), .number(payment.amount.grouped),
                ]
            }, empty: "No payment yet; \(code: "bm payments import") reads a channel’s bill.")
    }

    var withdrawalTable: TableContext {
        TableContext(
            caption: "Withdrawals to the bank",
            head: ["Movement", "Channel", "At", Cell("CNY", right: true)],
            rows: collected.withdrawals.map { withdrawal in
                [
                    Cell("\(code: withdrawal.flowNo)"), Cell("\(withdrawal.channel.name)"),
                    Cell("\(withdrawal.at, in: .shanghai)"), .number(withdrawal.amount.grouped),
                ]
            }, empty: "None yet; \(code: "bm payments import") reads a channel’s fund bill.")
    }

    private func invoice(_ payment: Payment) -> Cell {
        Cell(
            "\(payment.invoiceNumber)", isWhole: true, href: link(payment),
            note: "\(payment.merchant.text)")
    }

    /// `Partly refunded`; `Paid, again`.
    private func state(_ payment: Payment) -> (String, String) {
        let back = collected.refunds.filter { $0.payment.id == payment.id }
        let sum = back.map(\.amount).total(.cny)
        let word: String
        var style = "good"
        if back.contains(where: { $0.kind == .chargeback }) {
            (word, style) = ("charged back", "bad")
        } else if !back.isEmpty {
            (word, style) = (sum < payment.amount ? "partly refunded" : "refunded", "wait")
        } else {
            word = "paid"
        }
        let remarks = data.invoices.first { $0.id == payment.invoice }.flatMap { stored in
            collected.history(stored).events.first {
                $0.kind == .payment && $0.reference == payment.transactionID
            }?.remarks
        }
        let words = [word] + (remarks ?? []).map(\.words)
        if back.isEmpty, words.count > 1 { style = "wait" }
        return (Self.sentence(words.joined(separator: ", ")), style)
    }
}

extension InvoiceHistory.Remark {
    /// Beside `paid`.
    var words: String {
        switch self {
        case .again: "again"
        case .afterCode: "after its code had ended"
        case .short: "less than asked"
        }
    }
}
