import Catalog
public import GRDB
import Ledger
import Money
import Store
public import Time

extension PayoutEvent {
    /// Records a step of a payout with its entries, once.
    ///
    /// - Parameter now: the time of the run, which no step is after.
    /// - Returns: whether it is new; the same again changes nothing.
    /// - Throws: `SettlementError` where the step is not the next one, is too early or too late, or
    ///   KYB is not approved for a release.
    @discardableResult
    public static func record(
        _ db: Database, number: String, _ step: Step, bankReference: String, at instant: Instant,
        now: Instant
    ) throws -> (event: PayoutEvent, batch: SettlementBatch, isNew: Bool) {
        guard let batch = try SettlementBatch.fetchAll(db, number: number).first?.batch else {
            throw SettlementError.unknownBatch(number)
        }
        let events = try fetchAll(db, number: number)
        if let known = events.first(where: { $0.step == step }) {
            guard known.bankReference == bankReference, known.at == instant else {
                throw SettlementError.payoutDiffers(number, step, known: known)
            }
            return (known, batch, false)
        }
        let state = PayoutState(batch, events)
        guard state == step.from else {
            throw SettlementError.payoutStep(number, step, state: state)
        }
        let earliest = events.last?.at ?? batch.closedAt
        guard instant >= earliest, instant <= now else {
            throw SettlementError.payoutTime(
                number, step, at: instant, from: earliest, through: now)
        }
        if step == .released {
            let kyb = try Merchant(db, batch.merchant, at: instant).settlement.kyb
            guard kyb == .approved else {
                throw SettlementError.kybNotApproved(batch.merchant, number, kyb)
            }
        }
        let event = PayoutEvent(
            step: step, bankReference: bankReference, at: instant,
            returned: step == .returned ? try batch.owedAgain() : .zero(.cny))
        try db.execute(
            sql: """
                INSERT INTO payoutEvent (batchId, kind, bankReference, happenedAt, returnedFen)
                SELECT id, ?, ?, ?, ? FROM settlementBatch WHERE number = ?
                """,
            arguments: [
                step.rawValue, bankReference, instant.column, event.returned.minorUnits, number,
            ])
        try Journal.append(db, event.entries(for: batch))
        return (event, batch, true)
    }

    /// The steps of a batch's payout, in order.
    public static func fetchAll(_ db: Database, number: String) throws -> [PayoutEvent] {
        try GRDB.Row.fetchAll(
            db,
            sql: """
                SELECT kind, bankReference, happenedAt, returnedFen FROM payoutEvent
                JOIN settlementBatch ON settlementBatch.id = batchId WHERE number = ?
                ORDER BY payoutEvent.id
                """,
            arguments: [number]
        ).map {
            PayoutEvent(
                step: Step(rawValue: $0[0])!, bankReference: $0[1],
                at: try Instant($0[2] as String), returned: Amount(minorUnits: $0[3], .cny))
        }
    }
}

extension ReturnedPayout {
    /// Payouts that came back before `cut` and that no batch has taken, by time.
    static func unsettled(
        _ db: Database, _ merchant: Merchant.ID, before cut: Instant
    ) throws -> [ReturnedPayout] {
        try GRDB.Row.fetchAll(
            db,
            sql: """
                SELECT payoutEvent.id, number, happenedAt, returnedFen FROM payoutEvent
                JOIN settlementBatch ON settlementBatch.id = batchId
                JOIN merchant ON merchant.id = merchantId
                WHERE code = ? AND kind = 'returned' AND happenedAt < ?
                AND payoutEvent.id NOT IN (SELECT eventId FROM settledReturn)
                ORDER BY happenedAt, payoutEvent.id
                """,
            arguments: [merchant.text, cut.column]
        ).map {
            ReturnedPayout(
                id: $0[0], number: $0[1], at: try Instant($0[2] as String),
                amount: Amount(minorUnits: $0[3], .cny))
        }
    }
}
