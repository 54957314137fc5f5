import Catalog
import Invoicing
import Settlement
import Store
import Time

/// The kinds of documents that are drawn, as `bm render` names them.
enum DocumentKind: String, CaseIterable {
    case invoices, cards
    case creditNotes = "credit-notes"
    case voidNotices = "void-notices"
    case receipts, reminders, statements
    case revenueReports = "revenue-reports"
    /// Over all merchants.
    case reconciliations

    /// One of them.
    var word: String {
        switch self {
        case .invoices: "invoice"
        case .cards: "checkout card"
        case .creditNotes: "credit note"
        case .voidNotices: "void notice"
        case .receipts: "receipt"
        case .reminders: "reminder"
        case .statements: "statement"
        case .revenueReports: "revenue report"
        case .reconciliations: "reconciliation"
        }
    }
}

extension Publisher {
    /// Draws all there is of a kind by the time of the run.
    ///
    /// - Parameters:
    ///   - merchant: of all where nil.
    ///   - month: the month used (invoices), settled (statements) or issued (notes); of all where nil.
    /// - Returns: how many documents that is, those that cannot be drawn among them.
    func draw(
        _ kind: DocumentKind, of merchant: Merchant.ID?, _ month: Month?,
        into publication: inout Publication
    ) throws -> Int {
        publication.begin(kind.rawValue.replacing("-", with: " "))
        switch kind {
        case .invoices:
            let all = try ledger.read {
                try Issued.fetchAll($0, merchant: merchant, month: month, at: now)
            }
            publication.begin("invoices", of: all.count)
            try invoices(all, into: &publication)
            return all.count
        case .cards: return try cards(of: merchant, month, into: &publication)
        case .creditNotes:
            let all = try ledger.read { try CreditNote.fetchAll($0, merchant: merchant) }
                .filter { isOf(month, $0.zone.day(of: $0.issuedAt)) && $0.issuedAt <= now }
            try creditNotes(all, into: &publication)
            return all.count
        case .voidNotices: return try voidNotices(of: merchant, month, into: &publication)
        case .receipts: return try receipts(of: merchant, month, into: &publication)
        case .reminders: return try reminders(of: merchant, month, into: &publication)
        case .statements:
            let all = try ledger.read {
                try SettlementBatch.fetchAll($0, month: month, merchant: merchant)
            }.filter { $0.batch.closedAt <= now }
            try statements(all, into: &publication)
            return all.count
        case .revenueReports:
            return try revenueReports(of: merchant, month, into: &publication)
        case .reconciliations:
            return merchant == nil ? try reconciliations(month, into: &publication) : 0
        }
    }

    private func isOf(_ month: Month?, _ day: Day) -> Bool { month.map { day.month == $0 } ?? true }
}
