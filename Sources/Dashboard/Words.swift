import Catalog
import FX
import Money
import Time
import Web

extension Label {
    init(_ text: LocalizedText) { self.init(text.english, zh: text.chinese) }
}

extension Markup {
    /// A name in both languages.
    init(_ text: LocalizedText) { self = Label(text).markup }
}

extension Cell {
    /// A name in both languages, and the id for the files; below the name, where it is to be read there.
    static func name(
        _ text: LocalizedText, id: String? = nil, showsID: Bool = false, href: String? = nil
    ) -> Cell {
        Cell(
            Markup(text), value: text.english, href: href,
            note: showsID ? id.map { "\(code: $0)" } : nil, id: id)
    }

    static func count(_ count: Int, href: String? = nil) -> Cell {
        .figure(Markup.grouped(count), href: href)
    }

    static func amount(_ amount: Amount, href: String? = nil, note: Markup? = nil) -> Cell {
        .figure(amount.grouped, href: href, note: note)
    }

    /// To two decimals on the page, whole in the files; several currencies side by side.
    static func precise(_ amounts: PreciseAmount...) -> Cell { precise(amounts) }
    static func precise(_ amounts: [PreciseAmount]) -> Cell {
        Cell(
            "\(figure: amounts.map(\.shown).joined(separator: " + "))",
            value: amounts.map { "\($0.currency.code) \($0.exact)" }.joined(separator: " + "))
    }

    static func day(_ day: Day) -> Cell { Cell("\(day)", value: "\(day)") }
    static func month(_ month: Month, href: String? = nil) -> Cell {
        Cell("\(month)", value: "\(month)", href: href)
    }
    static func instant(_ instant: Instant, _ zone: Zone) -> Cell {
        Cell("\(instant, in: zone)", value: "\(instant)")
    }
    static func code(_ text: String, href: String? = nil) -> Cell {
        Cell("\(code: text)", value: text, href: href)
    }
    /// As somebody else wrote it.
    static func words(_ text: String) -> Cell { Cell(Markup(name: text), value: text) }
}

extension Column {
    static let merchant = Column("merchant", Label("Merchant", zh: "商户"), hasIDs: true)
    static let customer = Column("customer", Label("Customer", zh: "客户"), hasIDs: true)
    static let invoice = Column("invoice", Label("Invoice", zh: "账单"))
    static let month = Column("month", Label("Month", zh: "月份"))
    static let state = Column("state", Label("State", zh: "状态"))
    static let channel = Column("channel", Label("Channel", zh: "渠道"))
    static func cny(_ key: String, _ head: Label) -> Column {
        .figure(key, head + Label(" CNY"))
    }
}

extension PreciseAmount {
    /// `USD 1,234.57`, to two decimals.
    var shown: String { "\(currency.code) \(exact.shown(decimals: 2))" }
}

extension Exact {
    /// Rounded for a page, half away from zero: `1,234.57`; no figure goes on from it.
    func shown(decimals: Int) -> String {
        rounded(toScale: decimals, .halfAwayFromZero).grouped(minimumScale: 2)
    }
}

extension FXLock {
    /// `at 7.27`, and what is kept of it.
    var note: Markup {
        let rate = rate.value.description
        if spread.isZero { return Markup("at \(figure: rate)", zh: "汇率 \(figure: rate)") }
        let spread = spreadPercent.description
        return Markup(
            "at \(figure: rate), spread \(figure: spread) %",
            zh: "汇率 \(figure: rate)，点差 \(figure: spread) %")
    }
}

extension Array where Element == Int {
    /// How the last of them stands to the one before: `+12.5 %`; nil where there is none to compare.
    var change: String? {
        guard count > 1, self[count - 2] > 0 else { return nil }
        let (last, before) = (Int128(self[count - 1]), Int128(self[count - 2]))
        let thousandths = (last - before) * 2000 / before
        let tenths = (thousandths + (thousandths < 0 ? -1 : 1)) / 2
        return (tenths < 0 ? "−" : "+") + "\(tenths.magnitude / 10).\(tenths.magnitude % 10) %"
    }
}
