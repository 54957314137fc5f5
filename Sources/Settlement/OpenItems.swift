public import Catalog
public import Money
public import Time

/// What of a merchant is not settled yet: what the next batch has to take.
public struct OpenItems: Sendable {
    /// What the batch before left, in CNY.
    public var opening: Amount
    /// By time.
    public var movements: [Movement]
    public var returned: [ReturnedPayout]
    public var adjustments: [Adjustment]
    /// Held and not yet released.
    public var reserves: [HeldReserve]
    /// What earlier batches of the same month settled; nothing where a month is one batch.
    public var soFar: MonthSoFar
    /// What channels kept of payments of earlier months, in CNY, that became known after the share of
    /// these months was settled: the next share takes it.
    public var lateChannelCost: Amount

    public init(
        opening: Amount = .zero(.cny), movements: [Movement] = [],
        returned: [ReturnedPayout] = [], adjustments: [Adjustment] = [],
        reserves: [HeldReserve] = [], soFar: MonthSoFar = MonthSoFar(),
        lateChannelCost: Amount = .zero(.cny)
    ) {
        self.opening = opening
        self.movements = movements
        self.returned = returned
        self.adjustments = adjustments
        self.reserves = reserves
        self.soFar = soFar
        self.lateChannelCost = lateChannelCost
    }
}

/// A payout that the bank sent back.
public struct ReturnedPayout: Sendable, Equatable {
    public let id: Int64
    /// The batch it was the payout of.
    public let number: String
    public let at: Instant
    /// What is owed again, in CNY.
    public let amount: Amount

    public init(id: Int64, number: String, at: Instant, amount: Amount) {
        self.id = id
        self.number = number
        self.at = at
        self.amount = amount
    }
}

/// A correction by hand, which the next batch takes.
public struct Adjustment: Sendable, Equatable {
    /// The number in its table.
    public let row: Int64
    public let merchant: Merchant.ID
    /// Its id: with the same one it is recorded once.
    public let reference: String
    /// It belongs to this month, or to the first after it that is not closed yet.
    public let month: Month
    /// In CNY; positive: to the merchant.
    public let amount: Amount
    public let reason: String
    public let at: Instant

    public init(
        row: Int64, merchant: Merchant.ID, reference: String, month: Month, amount: Amount,
        reason: String, at: Instant
    ) {
        self.row = row
        self.merchant = merchant
        self.reference = reference
        self.month = month
        self.amount = amount
        self.reason = reason
        self.at = at
    }
}

/// What a batch kept back.
public struct HeldReserve: Sendable, Equatable {
    /// The batch that held it.
    public let number: String
    /// The first day at whose end it can be released.
    public let releaseDay: Day
    /// In CNY, above zero.
    public let amount: Amount

    public init(number: String, releaseDay: Day, amount: Amount) {
        self.number = number
        self.releaseDay = releaseDay
        self.amount = amount
    }
}

/// What the earlier batches of a month settled, for terms that go by the whole month.
public struct MonthSoFar: Sendable, Equatable {
    /// Of each payment, in CNY.
    public var payments: [Amount] = []
    /// What was paid back of the month's and earlier payments.
    public var paidBack = Amount.zero(.cny)
    /// Platform fees less those returned.
    public var fees = Amount.zero(.cny)
    /// What was refunded of payments of the same month.
    public var refunded: [Refunded] = []
    /// The fees that these refunds gave back.
    public var refundedFees = Amount.zero(.cny)
    /// The part of `fees` that payments paid.
    public var paymentFees = Amount.zero(.cny)
    /// What the channels kept.
    public var channelCost = Amount.zero(.cny)

    public init() {}

    /// What was refunded of a payment in its own month, all together.
    public struct Refunded: Sendable, Equatable {
        /// The payment's order number.
        public let reference: String
        public var amount: Amount

        public init(reference: String, amount: Amount) {
            self.reference = reference
            self.amount = amount
        }
    }

    /// What was collected.
    public var volume: Amount { payments.total(.cny) }
}
