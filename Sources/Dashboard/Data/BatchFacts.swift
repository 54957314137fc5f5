import Money
import Settlement
import Web

/// A settlement batch and how far its payout is.
struct BatchFacts: Sendable {
    let stored: StoredBatch
    let events: [PayoutEvent]

    var batch: SettlementBatch { stored.batch }
    var payout: PayoutState { PayoutState(batch, events) }

    /// All the platform took of it.
    var fees: Amount {
        batch.total(.platformFee) + batch.total(.feeReturned) + batch.total(.subscription)
            + batch.total(.revenueShare)
    }

    var state: (Label, Tone) {
        switch payout {
        case .scheduled: (Label("Scheduled", zh: "已安排"), .wait)
        case .sent: (Label("Sent", zh: "已汇出"), .wait)
        case .paid: (Label("Paid", zh: "已到账"), .good)
        case .returned: (Label("Returned", zh: "已退回"), .bad)
        case .held: (Label("Held", zh: "暂扣"), .wait)
        case .released: (Label("Released", zh: "已解除暂扣"), .wait)
        case .carriedOver: (Label("Carried over", zh: "结转"), .wait)
        }
    }
}
