import Catalog
import Ledger
import Money
import Typesetting

extension RevenueDocument {
    /// By kind of revenue, a sum where there are several products of one.
    var products: Table {
        var rows: [Table.Row] = []
        for (account, parts) in report.byProduct {
            rows.append(
                .init(.group, [.init(spans: writer.spans(Self.name(account), theme.strong))]))
            rows += parts.map { part in
                let name =
                    part.product.map(name) ?? writer.spans(.expiredCredit, theme.body)
                return .init(
                    .item,
                    [.init(spans: name, columns: 2, field: "product"), amount(part.amount)])
            }
            if parts.count > 1 {
                rows.append(
                    .init(
                        .subtotal,
                        [
                            .init(
                                spans: writer.spans(.subtotal, theme.body), columns: 1,
                                align: .trailing), "", amount(parts.map(\.amount).total(.cny)),
                        ]))
            }
        }
        return table(rows, .product)
    }

    /// A product's name; after a charge's its code, as several charges may be called the same.
    private func name(_ product: String) -> [Text.Span] {
        guard let name = input.products[product] else {
            return [Text.Span(product, theme.body, in: .english)]
        }
        let code = name.english == product ? [] : [Text.Span("  \(product)", theme.mono)]
        return writer.spans(name, theme.body) + code
    }

    /// By customer, in the order of their ids.
    var customers: Table {
        table(
            report.byCustomer.map { customer, amount in
                let name = input.customers[customer].map { writer.spans($0, theme.body) } ?? []
                return .init(
                    .item,
                    [
                        .init(
                            spans: name + [Text.Span("  \(customer)", theme.mono)], columns: 2,
                            field: "customer.name"), self.amount(amount),
                    ])
            }, .customer)
    }

    private func table(_ rows: [Table.Row], _ head: Phrase) -> Table {
        Table(
            columns: [
                .init(.flexible(), headsRows: true), .init(.fixed(84), align: .trailing),
                .init(.fixed(84), align: .trailing),
            ],
            head: [writer.head(head), "", "CNY"],
            rows: rows + [
                writer.sum(
                    .total, writer.spans(.earnedInMonth, theme.table.total), report.total,
                    columns: 1)
            ], style: theme.table)
    }

    private func amount(_ amount: Money.Amount) -> Table.Cell {
        .init(writer.minus(amount.grouped))
    }

    /// What an account is called on paper.
    static func name(_ account: Account) -> Phrase {
        switch account {
        case .revenueUsage: .usageRevenue
        case .revenueSubscription: .subscriptionRevenue
        case .revenueAddOn: .addOnRevenue
        case .revenueBreakage: .breakageRevenue
        case .deferredRevenue: .deferredRevenue
        case .unbilledRevenue: .unbilledRevenue
        case .creditLiability: .creditLiability
        default: preconditionFailure("\(account.name) is no account of a revenue report")
        }
    }

    /// What an entry does to them.
    static func name(_ kind: JournalEntry.Kind) -> Phrase {
        switch kind {
        case .invoice: .billedEntry
        case .recognition: .earnedEntry
        case .topUp: .soldEntry
        case .credit: .drawnEntry
        case .creditNote: .creditNoteEvent
        case .void: .voidEvent
        case .opening: .openingEntry
        case .manual: .manualEntry
        case .payment, .refund, .chargeback, .channelFee, .settlement, .payout, .withdrawal:
            preconditionFailure("\(kind.rawValue) is no entry of a revenue report")
        }
    }
}
