public import Catalog
public import Credits
public import Invoicing
public import Money
public import Time

extension Bookkeeper {
    /// A sale of credit, in the merchant's book: the customer owes the total, what it is sold for is
    /// owed in usage, tax is owed to the state. Nothing is earned yet.
    public static func entries(for topUp: TopUpInvoice) -> [JournalEntry.Draft] {
        [
            JournalEntry.Draft(
                book: .merchant(topUp.merchant), day: topUp.zone.day(of: topUp.issuedAt),
                kind: .topUp, source: source(topUp),
                postings: [
                    Posting(debit: .receivable(topUp.customer), topUp.total),
                    Posting(credit: .creditLiability, topUp.amount),
                    Posting(credit: .taxPayable, topUp.tax.amount),
                ])
        ]
    }

    /// A sale of credit taken back, on the day it is voided, leg by leg: what the customer owed, what was owed
    /// in usage, and its tax. What ends the grant posts nothing beside it.
    public static func entries(
        voiding topUp: TopUpInvoice, _ void: InvoiceVoid
    ) -> [JournalEntry.Draft] {
        [
            JournalEntry.Draft(
                book: .merchant(topUp.merchant), day: topUp.zone.day(of: void.at), kind: .void,
                source: voidSource(topUp),
                postings: [
                    Posting(debit: .creditLiability, topUp.amount),
                    Posting(debit: .taxPayable, topUp.tax.amount),
                    Posting(credit: .receivable(topUp.customer), topUp.total),
                ])
        ]
    }

    /// `void mer_001/INV-2025-0611-0019`, as of every invoice.
    public static func voidSource(_ topUp: TopUpInvoice) -> String {
        "void \(topUp.merchant)/\(topUp.number)"
    }

    /// `invoice mer_001/INV-2025-0611-0019`, as every invoice.
    public static func source(_ topUp: TopUpInvoice) -> String {
        "invoice \(topUp.merchant)/\(topUp.number)"
    }

    /// What a movement does to the books: a draw of paid credit earns its cost as usage, an expiry or a
    /// void as breakage, a roll-back owes it again. Promotional credit and holds post nothing; nor does
    /// a movement too small to cost a fen, or one that ends credit whose sale is void.
    ///
    /// A draw is dated on the last day of the usage it pays for, and not after the grant's own: it was earned
    /// by then, though the close that draws comes later.
    ///
    /// - Parameters:
    ///   - row: the movement's in the ledger.
    ///   - cost: what of the grant's cost it uses up, as `CreditBalance.apply` says.
    ///   - line: the invoice's line that a draw pays; nil for any other movement.
    ///   - end: when the grant ends; nil for never.
    public static func entries(
        for movement: CreditMovement, row: Int64, cost: Amount, paying line: Invoice.Line? = nil,
        endingAt end: Instant? = nil, merchant: Merchant.ID, zone: Zone
    ) -> [JournalEntry.Draft] {
        if cost.isZero || movement.isOfVoidSale { return [] }
        let revenue: Account
        switch movement.kind {
        case .draw, .rollBack: revenue = .revenueUsage
        case .expire, .void: revenue = .revenueBreakage
        case .hold, .release: preconditionFailure("a \(movement.kind) costs \(cost)")
        }
        let day = zone.day(of: movement.at)
        var used = line.map { $0.lastServiceDay } ?? day
        if line != nil, let end {
            used = min(used, zone.day(of: Instant(nanoseconds: end.nanoseconds - 1)))
        }
        return [
            JournalEntry.Draft(
                book: .merchant(merchant), day: min(day, used), kind: .credit,
                source: creditSource(row),
                postings: [Posting(debit: .creditLiability, cost), Posting(credit: revenue, cost)])
        ]
    }

    /// `credit movement 12`
    public static func creditSource(_ row: Int64) -> String { "credit movement \(row)" }
}
