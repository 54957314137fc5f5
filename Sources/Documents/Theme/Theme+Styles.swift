import Checkout
import Typesetting

extension Theme {
    /// The colour of a channel, or of the merchant's own page.
    func colour(of channel: Channel?) -> Colour {
        switch channel {
        case .wechatPay: wechat
        case .alipay: alipay
        case nil: accent
        }
    }

    /// The width of the left of two columns: the two code cards with the gap between them. What
    /// stands on the right begins on one edge down the page.
    var leftColumn: Double { 236 }

    var title: TextStyle { TextStyle(size: 20, lineHeight: 26, weight: .bold, colour: ink) }
    var headline: TextStyle { TextStyle(size: 26, lineHeight: 32, weight: .bold, colour: ink) }
    var section: TextStyle { TextStyle(size: 11, lineHeight: 20, weight: .bold, colour: ink) }
    var strong: TextStyle { TextStyle(size: 9, lineHeight: 13, weight: .bold, colour: ink) }
    var body: TextStyle { TextStyle(size: 9, lineHeight: 13, colour: ink) }
    var quiet: TextStyle { TextStyle(size: 9, lineHeight: 13, colour: ink2) }
    var label: TextStyle { TextStyle(size: 8, lineHeight: 12, colour: ink2) }
    var caption: TextStyle { TextStyle(size: 7.5, lineHeight: 11, colour: ink3) }
    var mono: TextStyle { TextStyle(size: 8, lineHeight: 12, family: .mono, colour: ink2) }

    /// Of an annex: closer and smaller.
    var smallTable: TableStyle {
        TableStyle(
            item: TextStyle(size: 8, lineHeight: 12, colour: ink), head: caption, detail: label,
            group: label.with(weight: .bold), subtotal: label.with(weight: .bold, colour: ink),
            carried: label, rowHeight: 12.5, gap: 10, headRule: Stroke(line), sumRule: Stroke(line))
    }

    var table: TableStyle {
        TableStyle(
            item: body, head: label, detail: label, group: strong, subtotal: body,
            total: TextStyle(size: 11, lineHeight: 16, weight: .bold, colour: ink), carried: quiet,
            rowHeight: 16, detailHeight: 13, gap: 12, indent: 12, groupSpace: 4, itemSpace: 4,
            totalSpace: 3, headRule: Stroke(line), sumRule: Stroke(line))
    }
}
