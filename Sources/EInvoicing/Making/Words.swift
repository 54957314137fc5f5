import Catalog
import FX
import Invoicing
import Money
import Time

/// The few words that an electronic invoice has beside its figures.
///
/// Notes are in all the document's languages, the leading one first; what has room for one text, names and
/// reasons, is in the leading one.
struct Words {
    let language: DocumentLanguage

    var leading: Language { language.leading }

    func callAsFunction(_ english: String, _ chinese: String) -> String {
        leading == .english ? english : chinese
    }

    subscript(text: LocalizedText) -> String { text[leading] }

    /// A note in each of the document's languages.
    func notes(_ english: String, _ chinese: String) -> [String] {
        let text = LocalizedText(english: english, chinese: chinese)
        return [text[leading]] + (language.beside.map { [text[$0]] } ?? [])
    }

    var notFapiao: [String] {
        notes("This bill is not a fapiao (发票).", "本账单不是发票；如需发票，请向收款方索取。")
    }

    var notRedFapiao: [String] {
        notes(
            "This is not a red-letter fapiao (红字发票).", "本单不是红字发票；如已开具发票，请与开票方联系。")
    }

    /// What the figures were taken from: whoever has the ledger can check it.
    func snapshot(_ digest: String) -> [String] {
        ["SHA-256 of the ledger's snapshot: \(digest)"]
    }

    func terms(_ invoice: some FinalizedInvoice) -> String {
        if invoice.total.isZero { return self("Nothing is to be paid.", "无需付款。") }
        let (currency, due) = (invoice.currency.code, invoice.dueDay)
        return self(
            "Payable in \(currency) by \(due) with WeChat Pay or Alipay, by the codes on the document.",
            "请于 \(due) 前（含当日）以 \(currency) 通过微信支付或支付宝扫描账单上的二维码付款。")
    }

    /// What is converted at an invoice's rate.
    enum Converted { case lines, sale, note }

    /// How prices became amounts; nothing where both are in one currency.
    func conversion(_ what: Converted, _ invoice: some FinalizedInvoice) -> [String] {
        guard let rate = invoice.lock?.rate else { return [] }
        let (pricing, currency) = (invoice.pricingCurrency.code, invoice.currency.code)
        let pair = "\(pricing)/\(currency) \(rate.value)"
        let derived = rate.derivation.map { ("; \($0)", "；\($0)") } ?? ("", "")
        let (english, chinese) = (
            "\(pair) (\(rate.source), \(rate.day)\(derived.0))",
            "\(pair)（\(rate.source)，\(rate.day)\(derived.1)）"
        )
        switch what {
        case .lines:
            return notes(
                "Prices are in \(pricing). Each line is converted at \(english) and rounded once, half away from zero.",
                "价格以 \(pricing) 计。每行按 \(chinese)换算，并四舍五入一次。")
        case .sale:
            return notes(
                "The price is in \(pricing), converted at \(english) and rounded once, half away from zero.",
                "价格以 \(pricing) 计，按 \(chinese)换算，并四舍五入一次。")
        case .note:
            return notes(
                "Converted at the invoice's own rate, \(english).", "按原账单汇率 \(chinese)换算。")
        }
    }

    /// What a note takes off, and why.
    func reason(_ note: CreditNote) -> [String] {
        notes(
            "This note takes \(note.total) off invoice \(note.invoice): \(note.reason)",
            "本通知单冲减账单 \(note.invoice) 的 \(note.total)：\(note.reason)")
    }

    /// Where the money goes that was paid for what is no longer owed.
    func destination(_ destination: CreditNote.Destination) -> String {
        switch destination {
        case .channel:
            self(
                "Not payable: what was paid for it is asked back from the channel that it came by.",
                "无需付款；已付款项将按原支付渠道申请退回。")
        case .balance:
            self(
                "Not payable: what was paid for it is kept and pays the next invoices.",
                "无需付款；已付款项留作余额，用于支付后续账单。")
        case .none:
            self(
                "Not payable: what is not paid of it is owed no longer; what was paid stands to the buyer's credit.",
                "无需付款；未付部分无需再付，已付部分记为贵方余额。")
        }
    }
}
