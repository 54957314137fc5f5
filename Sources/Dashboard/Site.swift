import Catalog
import Foundation
import Invoicing
import Mustache
import Time

/// The static site: pages as paths and bytes.
///
///     let pages = try Site(templates: "templates/site").pages(data)
///     pages[0].path   // index.html
public struct Site {
    /// A file of the site.
    public struct Page: Sendable {
        /// From the site's root.
        public let path: String
        public let bytes: [UInt8]
    }

    private let library: MustacheLibrary
    private let style: [UInt8]

    /// Reads the templates of a folder.
    ///
    /// - Throws: `DashboardError` naming the template and why it cannot be read.
    public init(templates folder: String) throws {
        ScalarEscaping.register()
        var library = MustacheLibrary()
        for (name, end) in Site.templates {
            let path = "\(folder)/\(name).mustache"
            guard let data = FileManager.default.contents(atPath: path) else {
                throw DashboardError.templateMissing(path)
            }
            // A template that was cut off can be one all the same, and half a page.
            guard String(decoding: data, as: UTF8.self).trimmed.hasSuffix(end) else {
                throw DashboardError.templateCut(path, end: end)
            }
            do {
                // The library escapes by character, which lets `<` after a joining one through.
                try library.register(
                    "{{% CONTENT_TYPE: \(ScalarEscaping.name)}}\n"
                        + String(decoding: data, as: UTF8.self), named: name)
            } catch {
                throw DashboardError.templateBroken(path, "\(error)")
            }
        }
        guard let style = FileManager.default.contents(atPath: "\(folder)/style.css") else {
            throw DashboardError.templateMissing("\(folder)/style.css")
        }
        guard String(decoding: style, as: UTF8.self).trimmed.hasSuffix(Site.endOfStyle) else {
            throw DashboardError.templateCut("\(folder)/style.css", end: Site.endOfStyle)
        }
        self.library = library
        self.style = [UInt8](style)
    }

    /// The templates, and how each ends.
    private static let templates =
        [
            ("layout", "</html>"), ("keys", "</dl>"), ("figure", "</figure>"),
            ("table", "</table></div>{{/isEmpty}}"),
        ]
        + ["overview", "payments", "revenue", "ledger", "merchant", "customer", "invoice"].map {
            ($0, "{{/body}}{{/layout}}")
        }
    private static let endOfStyle = "/* The end. */"

    /// Every page of the site, in a fixed order.
    public func pages(_ data: SiteData) -> [Page] {
        var pages = [Page(path: "style.css", bytes: style)]
        pages.append(page("index.html", "overview", OverviewPage(data: data).context, data))
        pages.append(page("payments.html", "payments", PaymentsPage(data: data).context, data))
        pages.append(page("revenue.html", "revenue", RevenuePage(data: data).context, data))
        pages.append(page("ledger.html", "ledger", LedgerPage(data: data).context, data))
        for merchant in data.merchants {
            pages.append(
                page(
                    "merchants/\(merchant.merchant.id).html", "merchant",
                    MerchantPage(data: data, catalog: merchant).context, data,
                    current: merchant.merchant.id))
            for customer in merchant.customers {
                pages.append(
                    page(
                        "customers/\(customer.id).html", "customer",
                        CustomerPage(data: data, catalog: merchant, customer: customer).context,
                        data, current: merchant.merchant.id))
            }
        }
        for stored in data.invoices {
            pages.append(
                page(
                    Links.invoice(stored.invoice), "invoice",
                    InvoicePage(data: data, stored: stored).context, data,
                    current: stored.invoice.merchant))
        }
        return pages
    }

    private func page(
        _ path: String, _ template: String, _ context: (String) -> [String: Any],
        _ data: SiteData, current: Merchant.ID? = nil
    ) -> Page {
        let root = String(repeating: "../", count: path.split(separator: "/").count - 1)
        var values = context(root)
        guard let title = values["title"] as? Markup else {
            preconditionFailure("\(path) has no title")
        }
        values["title"] = title.html
        values["windowTitle"] = title.plain
        values["root"] = root
        values["isOverview"] = template == "overview"
        values["sections"] = [
            ("payments", "Payments"), ("revenue", "Revenue"), ("ledger", "Ledger"),
        ].map { section, name -> [String: Any] in
            [
                "root": root, "path": "\(section).html", "name": name,
                "isPage": template == section,
            ]
        }
        values["asOf"] = ("\(data.asOf, in: .utc)" as Markup).html
        values["head"] = data.head.hash
        values["entries"] = ("\(Int(data.head.sequence), "entry", "entries")" as Markup).html
        values["hasMerchants"] = !data.merchants.isEmpty
        values["merchants"] = data.merchants.map { catalog -> [String: Any] in
            [
                "root": root, "id": catalog.merchant.id.text,
                "product": Markup(name: catalog.merchant.product.english).html,
                "name": Markup(name: catalog.merchant.name.english).html,
                "isPage": template == "merchant" && catalog.merchant.id == current,
                // Its customers' and invoices' pages stand below it.
                "isAbove": template != "merchant" && catalog.merchant.id == current,
            ]
        }
        guard let html = library.render(values, withTemplate: template) else {
            preconditionFailure("there is no template \(template)")
        }
        return Page(path: path, bytes: Array(html.utf8))
    }
}

extension String {
    /// Without blanks and line ends behind it.
    fileprivate var trimmed: Substring {
        self[..<(lastIndex { !$0.isWhitespace }.map { index(after: $0) } ?? startIndex)]
    }
}
