public import Catalog
import Checkout
import Typesetting

/// The colours and text styles of documents, from `templates/documents/theme.yaml`.
public struct Theme: Sendable {
    let ink: Colour
    let ink2: Colour
    let ink3: Colour
    let line: Colour
    let surface: Colour
    let accent: Colour
    let positive: Colour
    let negative: Colour
    let warning: Colour
    /// Of the lines of a chart, in their order.
    let series: [Colour]
    let wechat: Colour
    let alipay: Colour

    /// Reads the file.
    ///
    /// - Throws: `CatalogError` with file, line and key, also for text that would be hard to read:
    ///   less than 4.5 to 1 against white (WCAG 2.1, 1.4.3).
    public init(yaml: String, file: String) throws(CatalogError) {
        let root = try CatalogNode(yaml: yaml, file: file)
        try root.only(
            "ink", "ink2", "ink3", "line", "surface", "accent", "positive", "negative", "warning",
            "series", "wechat", "alipay")
        func colour(_ key: String, isText: Bool) throws(CatalogError) -> Colour {
            try colour(try root.required(key), contrast: isText ? 4.5 : 1)
        }
        func colour(_ node: CatalogNode, contrast: Double) throws(CatalogError) -> Colour {
            let text = try node.text()
            guard text.utf8.count == 7, text.hasPrefix("#"),
                let value = UInt32(text.dropFirst(), radix: 16)
            else { throw node.problem(node.found, "a colour such as #0F766E") }
            let colour = Colour(value)
            if colour.contrastWithWhite < contrast {
                throw node.problem(node.found, "a colour with a contrast of \(contrast) to white")
            }
            return colour
        }
        ink = try colour("ink", isText: true)
        ink2 = try colour("ink2", isText: true)
        ink3 = try colour("ink3", isText: true)
        line = try colour("line", isText: false)
        surface = try colour("surface", isText: false)
        accent = try colour("accent", isText: true)
        positive = try colour("positive", isText: true)
        negative = try colour("negative", isText: true)
        warning = try colour("warning", isText: true)
        let places = try root.required("series").list()
        if places.count < 5 {
            throw try root.required("series").problem("\(places.count) colours", "at least 5")
        }
        var series: [Colour] = []
        // Parts of a chart are told apart at 3 to 1 (WCAG 2.1, 1.4.11).
        for node in places { series.append(try colour(node, contrast: 3)) }
        self.series = series
        wechat = try colour("wechat", isText: false)
        alipay = try colour("alipay", isText: false)
    }

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

extension Colour {
    /// Contrast ratio against white by WCAG 2.1: 1 to 21.
    var contrastWithWhite: Double {
        func linear(_ value: UInt8) -> Double {
            let part = Double(value) / 255
            return part <= 0.04045 ? part / 12.92 : power((part + 0.055) / 1.055)
        }
        let luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
        return 1.05 / (luminance + 0.05)
    }

    /// x^2.4 for 0…1, as x² · x^(2/5) by Newton's method: good to 12 digits, and no C library
    /// whose last digit differs between machines.
    private func power(_ x: Double) -> Double {
        if x == 0 { return 0 }
        var root = x
        for _ in 0..<60 {
            root -= (root * root * root * root * root - x) / (5 * root * root * root * root)
        }
        return x * x * root * root
    }
}
