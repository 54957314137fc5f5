import Money
import Time

extension OpenItems {
    /// What a batch takes that is cut at that instant.
    func taken(before cut: Instant) -> OpenItems {
        var items = self
        items.movements = movements.filter { $0.at < cut }
        items.returned = returned.filter { $0.at < cut }
        return items
    }

    /// Whether a batch of `day` would have a row or something to pay.
    func hasAnything(on day: Day) -> Bool {
        !movements.isEmpty || !returned.isEmpty || !adjustments.isEmpty
            || opening > .zero(.cny) || reserves.contains { $0.releaseDay <= day }
    }

    /// What `batch` leaves of it for the next batch of the same month.
    func after(_ batch: SettlementBatch, _ taken: OpenItems) throws -> OpenItems {
        var items = self
        items.opening = batch.closing
        items.movements = movements.filter { !taken.movements.contains($0) }
        items.returned = returned.filter { !taken.returned.contains($0) }
        items.adjustments = []
        let released = Set(batch.rows.filter { $0.kind == .reserveReleased }.map(\.reference))
        items.reserves = reserves.filter { !released.contains($0.number) }
        for row in batch.rows where row.kind == .reserveHeld {
            items.reserves.append(
                HeldReserve(
                    number: batch.number, releaseDay: try Day(row.reference), amount: -row.amount))
        }
        items.soFar.payments += taken.movements.filter { $0.kind == .payment }.map(\.amount)
        for movement in taken.movements {
            guard case .refund(_, nil) = movement.kind else { continue }
            let place = items.soFar.refunded.firstIndex { $0.reference == movement.reference }
            if let place {
                items.soFar.refunded[place].amount += movement.amount
            } else {
                items.soFar.refunded.append(
                    .init(reference: movement.reference, amount: movement.amount))
            }
            items.soFar.refundedFees += batch.rows.filter {
                $0.kind == .feeReturned && $0.reference == movement.reference
                    && $0.at == movement.at
            }.map(\.amount).total(.cny)
        }
        items.soFar.paidBack -= batch.total(.refund) + batch.total(.chargeback)
        items.soFar.fees -= batch.total(.platformFee) + batch.total(.feeReturned)
        items.soFar.paymentFees -= batch.total(.platformFee)
        items.soFar.channelCost += taken.movements.map(\.channelCost).total(.cny)
        return items
    }
}
