public import Money

extension EInvoice {
    /// A category of tax and its rate (BT-151 and BT-152; BT-118 and BT-119).
    public struct TaxRate: Sendable, Hashable {
        /// `S`, a rate above zero, or `Z`, a rate of zero.
        public let category: Category
        /// In hundredths: 6.
        public let percent: Exact

        init(_ percent: Exact) {
            category = percent.isZero ? .zero : .standard
            self.percent = percent
        }

        /// The categories of UNTDID 5305 that a ledger without exemptions has.
        public enum Category: String, Sendable {
            case standard = "S"
            case zero = "Z"
        }
    }

    /// The tax of one rate (BG-23).
    public struct Tax: Sendable, Hashable {
        public let rate: TaxRate
        /// BT-116.
        public let base: Amount
        /// BT-117: as the ledger rounded it.
        public let amount: Amount
    }
}
