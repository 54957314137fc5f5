public import Money
public import Time

/// An invoice as EN 16931 sees it: its business terms (BT) by their values, in their groups (BG).
///
///     let electronic = EInvoice(invoice)
///     electronic.cii   // UN/CEFACT CII, as Factur-X embeds it
///     electronic.ubl   // UBL 2.1
///
/// It is the document as it was issued: all of it is due. What was paid or credited since is not in it, so its
/// bytes never change.
public struct EInvoice: Sendable, Hashable {
    /// BT-3.
    public let kind: Kind
    /// BT-1.
    public let number: String
    /// BT-2: in the merchant's zone.
    public let issued: Day
    /// BT-9; nil on a credit note, which nobody pays.
    public let due: Day?
    /// BT-13: the buyer's own number of its order; nil where it gave none.
    public let purchaseOrder: String?
    /// BT-5.
    public let currency: Currency
    /// BT-22, each a note (BG-1).
    public let notes: [String]
    /// BG-3: the invoice that a credit note corrects.
    public let preceding: Preceding?
    /// BG-4.
    public let seller: Party
    /// BG-7.
    public let buyer: Party
    /// BG-14: the days whose usage it bills; nil where it bills none.
    public let period: Period?
    /// BG-16; nil where nothing is to be paid.
    public let paymentMeans: PaymentMeans?
    /// BT-20.
    public let paymentTerms: String
    /// BG-25.
    public let lines: [Line]
    /// BG-23, by rate.
    public let taxes: [Tax]
    /// BT-106 and BT-109: no allowance and no charge is the whole document's, so both are the sum of the lines.
    public let net: Amount
    /// BT-110.
    public let tax: Amount
    /// BT-112 and BT-115: all of it is due.
    public let total: Amount

    /// What it is, by its UNTDID 1001 code.
    public enum Kind: String, Sendable {
        case invoice = "380"
        case creditNote = "381"
    }

    /// Days from the first to the last (BT-73, BT-74; on a line BT-134, BT-135).
    public struct Period: Sendable, Hashable {
        public let first: Day
        /// nil for what is paid for good.
        public let last: Day?
    }

    /// BG-3.
    public struct Preceding: Sendable, Hashable {
        /// BT-25.
        public let number: String
        /// BT-26.
        public let issued: Day
    }

    /// BG-16: 68 is an online payment service, which WeChat Pay and Alipay are.
    public struct PaymentMeans: Sendable, Hashable {
        /// BT-81, of UNTDID 4461.
        public let code: String
        /// BT-82.
        public let name: String
    }
}
