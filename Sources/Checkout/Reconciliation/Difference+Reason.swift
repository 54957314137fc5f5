extension Difference {
    /// Why two sides differ: all that there is.
    public enum Reason: String, Sendable, CaseIterable {
        case tradeBillNotImported = "trade_bill_not_imported"
        case fundBillNotImported = "fund_bill_not_imported"
        case missingOnTradeBill = "missing_on_trade_bill"
        case missingOnFundBill = "missing_on_fund_bill"
        case missingInLedger = "missing_in_ledger"
        case amountDiffers = "amount_differs"
        case feeDiffers = "fee_differs"
        case orderDiffers = "order_differs"
        case dateAhead = "date_ahead"
        case dateTooEarly = "date_too_early"
        case unknownOrder = "unknown_order"
        case orderOfAnother = "order_of_another"
        case duplicatePayment = "duplicate_payment"
        case overpaid
        case underpaid
        case paidAfterExpiry = "paid_after_expiry"
        case paidVoid = "paid_void"
        case refundUnknown = "refund_unknown"
        case refundedMoreThanPaid = "refunded_more_than_paid"
        case refundWaitsForBill = "refund_waits_for_bill"
        case refundNotOrdered = "refund_not_ordered"
        case refundNotSeen = "refund_not_seen"
        case refundCameBack = "refund_came_back"
        case withdrawalNotStated = "withdrawal_not_stated"
        case unknownMovement = "unknown_movement"

        /// In words, for people.
        public var words: String {
            switch self {
            case .tradeBillNotImported: "money moved on a day whose trade bill is not imported"
            case .fundBillNotImported: "money moved on a day whose fund bill is not imported"
            case .missingOnTradeBill: "the trade bill of the day does not have it"
            case .missingOnFundBill: "the fund bill of the day does not have it"
            case .missingInLedger: "the channel has it, the ledger has not"
            case .amountDiffers: "the amounts differ"
            case .feeDiffers: "the fees differ"
            case .orderDiffers: "the payment is known for another order"
            case .dateAhead: "dated after the run that took it in"
            case .dateTooEarly: "dated before what it was paid for"
            case .unknownOrder: "no such order"
            case .orderOfAnother: "paid into an account that is not the merchant's"
            case .duplicatePayment: "the invoice was paid before"
            case .overpaid: "more was paid than is owed"
            case .underpaid: "less was paid than was asked"
            case .paidAfterExpiry: "paid after the order had expired"
            case .paidVoid: "paid for an invoice that is void"
            case .refundUnknown: "a refund of a payment that is not known"
            case .refundedMoreThanPaid: "more would go back than was paid"
            case .refundWaitsForBill: "how much this refund gave back its bill will say"
            case .refundNotOrdered: "a refund that nobody here asked for"
            case .refundNotSeen: "a refund that was asked for and has not been seen"
            case .refundCameBack: "a refund that did not reach the payer and came back"
            case .withdrawalNotStated: "the balance moved between two bills, and no row says why"
            case .unknownMovement: "a movement of a kind that is not known"
            }
        }
    }
}
