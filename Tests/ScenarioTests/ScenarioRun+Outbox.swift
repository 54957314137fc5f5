import Catalog
import Outbox
import Store
import TestSupport

@testable import bm

/// What a merchant was told of, as rows of a scenario.
extension ScenarioRun {
    /// Every event since the last time: kind, subject, and the amount that it is about.
    func told(_ merchant: Merchant.ID) throws -> [String] {
        var rows: [String] = []
        try ledger.read { db in
            let choice = OutboxEvent.Choice(merchant: merchant, after: toldUntil[merchant] ?? 0)
            try OutboxEvent.forEach(db, choice) { event in
                let content = event.content
                let amount: String? =
                    switch content.kind {
                    case .invoiceFinalized, .invoiceVoided, .creditNoteIssued: "total"
                    case .invoicePaid: "paid"
                    case .invoiceOverpaid, .invoiceOverdue: "due"
                    case .capReached: "reached"
                    case .settlementClosed: "net_cny"
                    case .settlementAdjusted: "amount_cny"
                    case .payoutReturned: "returned_cny"
                    case .payoutSent, .payoutPaid: "payout"
                    case .periodClosed, .payoutReleased: nil
                    default: "amount"
                    }
                let figure = amount.flatMap { content.data[$0]?.string }
                rows.append(
                    ([content.kind.rawValue, content.subject] + (figure.map { [$0] } ?? []))
                        .joined(separator: " "))
                toldUntil[merchant] = event.number
            }
        }
        return rows
    }
}
