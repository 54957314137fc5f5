/// A kind of file that a channel sends, told by the names of its columns.
///
///     BillFormat.found(in: bytes)   // [.weChatFund]
public enum BillFormat: String, Sendable, CaseIterable {
    case weChatTrade, weChatFund
    case alipayTrade, alipayTradeSummary, alipayAccount, alipayAccountSummary

    public var channel: Channel {
        switch self {
        case .weChatTrade, .weChatFund: .wechatPay
        default: .alipay
        }
    }

    /// With its article, for messages.
    public var name: String {
        switch self {
        case .weChatTrade: "a WeChat Pay trade bill (交易账单)"
        case .weChatFund: "a WeChat Pay fund bill (资金账单)"
        case .alipayTrade: "an Alipay business bill (业务明细)"
        case .alipayTradeSummary: "the summary (汇总) of an Alipay business bill"
        case .alipayAccount: "an Alipay account bill (账务明细)"
        case .alipayAccountSummary: "the summary (汇总) of an Alipay account bill"
        }
    }

    /// What to do with a file of this kind that was given as another.
    var advice: String {
        switch self {
        case .weChatTrade: "import it with --channel wechat_pay, as a trade bill"
        case .weChatFund: "import it with --channel wechat_pay, as a fund bill"
        case .alipayTrade: "import it with --channel alipay, as a trade bill"
        case .alipayAccount: "import it with --channel alipay, as a fund bill"
        case .alipayTradeSummary, .alipayAccountSummary:
            "give the whole ZIP as Alipay sends it, or the member with the details"
        }
    }

    /// The columns by which it is known, without their units.
    private var marks: [String] {
        switch self {
        case .weChatTrade: ["交易时间"]
        case .weChatFund: ["记账时间", "资金流水单号"]
        case .alipayTrade: ["支付宝交易号"]
        case .alipayTradeSummary: ["交易订单总笔数", "退款订单总笔数"]
        case .alipayAccount: ["账务流水号"]
        case .alipayAccountSummary: ["类型", "收入笔数", "支出笔数"]
        }
    }

    /// What a header with these names is the header of. Values have no names, so no row is one.
    init?(headers: [String]) {
        let stems = Set(headers.map(BillTable.stem))
        let format = BillFormat.allCases.first { $0.marks.allSatisfy(stems.contains) }
        guard let format else { return nil }
        self = format
    }

    /// The kinds of tables in a file, or in the members of a ZIP; none where it is no bill.
    public static func found(in bytes: [UInt8]) -> Set<BillFormat> {
        // A damaged ZIP has no tables that could be believed.
        guard let members = try? BillArchive.members(bytes, file: "") else { return [] }
        var found: Set<BillFormat> = []
        for member in members {
            // GBK of more than a few characters is no UTF-8; what is UTF-8 may still be read as GBK.
            let format = BillText.utf8(member).flatMap(format) ?? GBK.decode(member).flatMap(format)
            if let format { found.insert(format) }
        }
        return found
    }

    /// The kind of the first line that is a header.
    private static func format(of text: String) -> BillFormat? {
        for line in BillText.lines(text) where !line.hasPrefix("#") && !line.hasPrefix("`") {
            if let format = BillFormat(headers: BillText.tabbed(line)) { return format }
        }
        return nil
    }

    /// The error for a file in which no table of this kind was found.
    func missing(in bytes: [UInt8], file: String, found: String, allowed: String) -> CheckoutError {
        let formats = BillFormat.found(in: bytes)
        let others = BillFormat.allCases.filter { $0 != self && formats.contains($0) }
        // A ZIP holds details and their summary: the details say best what it is.
        if let other = others.first { return .otherBill(file, found: other, wanted: self) }
        return .notABill(file, line: 1, found: found, allowed: allowed)
    }
}
