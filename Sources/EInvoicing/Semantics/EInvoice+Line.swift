public import Money

extension EInvoice {
    /// A line (BG-25): its net amount is quantity × price ÷ base quantity − allowances + charges, to the minor
    /// unit.
    public struct Line: Sendable, Hashable {
        /// BT-126: on a credit note the number of the invoice's line that it lowers.
        public let number: Int
        /// BT-127.
        public let note: String?
        /// BT-155: the merchant's code of the charge; nil for what is due at fixed days.
        public let item: String?
        /// BT-153.
        public let name: String
        /// BG-32.
        public let attributes: [Attribute]
        /// BT-129, BT-130, BT-146, BT-149.
        public let price: Price
        /// BG-26.
        public let period: Period?
        /// BG-27 and BG-28, in the order they take effect.
        public let adjustments: [Adjustment]
        /// BT-151, BT-152.
        public let rate: TaxRate
        /// BT-131.
        public let net: Amount
    }

    /// A property of the item (BG-32).
    public struct Attribute: Sendable, Hashable {
        /// BT-160.
        public let name: String
        /// BT-161.
        public let value: String
    }

    /// What is taken off a line (BG-27), or put on it (BG-28).
    public struct Adjustment: Sendable, Hashable {
        /// Whether it is a charge: something that was taken off before and is given back with its line.
        public let isCharge: Bool
        /// BT-136, BT-141: never below zero.
        public let amount: Amount
        /// BT-139, BT-144.
        public let reason: String
        /// BT-140, of UNTDID 5189; nil where none of its codes says what it is.
        public let code: String?
    }
}
