/// Parts of a page as HTML, in their order.
final class PartMaker {
    private let templates: Templates
    private let page: Page
    /// How many bytes of rows the page may still have: one that is opened from a stick is there at once.
    private var left = 360_000

    init(templates: Templates, page: Page) {
        self.templates = templates
        self.page = page
    }

    func html(_ part: Part) -> String {
        switch part {
        case .keys(let keys): templates.render("keys", ["keys": keys.map(Self.context)])
        case .figure(let figure): html(figure)
        case .pair(let first, let second):
            "<div class=\"two\">\(html(first))\(html(second))</div>"
        case .table(let heading, let words, let table):
            templates.render(
                "section",
                [
                    "id": "\(table.id)-section", "heading": heading.html,
                    "words": words.map { [$0.html] } ?? [], "table": html(table),
                ])
        case .words(let heading, let words):
            templates.render(
                "section", ["heading": heading.html, "words": words.map(\.html), "table": ""])
        case .facts(let facts):
            templates.render(
                "facts",
                ["facts": facts.map { ["name": $0.0.html, "value": $0.1.html] as [String: Any] }])
        case .notes(let notes): templates.render("notes", ["notes": notes.map(\.html)])
        case .links(let links):
            links.isEmpty
                ? ""
                : templates.render(
                    "links",
                    [
                        "links": links.map {
                            ["href": $0.href, "text": $0.text.html] as [String: Any]
                        }
                    ])
        case .other(let template, let context): templates.render(template, context)
        }
    }

    private func html(_ figure: Figure) -> String {
        var context: [String: Any] = [
            "id": figure.table.id, "finding": figure.finding.html, "chart": figure.chart.html,
            "hasChart": !figure.chart.isEmpty, "table": html(figure.table),
        ]
        if !figure.legend.isEmpty {
            context["legend"] = [
                "items": figure.legend.enumerated().map {
                    ["series": $0 + 1, "name": $1.markup.html] as [String: Any]
                }
            ]
        }
        return templates.render("figure", context)
    }

    private func html(_ table: Table) -> String {
        var context: [String: Any] = [
            "id": table.id, "caption": table.caption.html, "isEmpty": table.rows.isEmpty,
            "empty": table.empty.html,
        ]
        if !table.rows.isEmpty {
            let (head, body, foot, shown) = table.html(most: min(left, 280_000))
            left = max(left - body.utf8.count, 20_000)
            if shown < table.rows.count {
                context["more"] =
                    Markup(
                        "The first \(shown) of \(table.rows.count, "row"); CSV and JSON have all.",
                        zh: "显示前 \(shown) 行，共 \(table.rows.count) 行；CSV 与 JSON 为全部。"
                    ).html
            }
            context["head"] = head
            context["rows"] = body
            context["foot"] = foot
            context["hasFoot"] = !foot.isEmpty
            context["stacks"] = table.stacks
            context["isWide"] = table.isWide
            context["csv"] = address(table, "csv")
            context["json"] = address(table, "json")
            let name = Self.file(page, table, "").split(separator: "/").last!
            context["file"] = String(name.dropLast())
        }
        return templates.render("table", context)
    }

    /// A file beside the page, or the file itself within it where it is small.
    private func address(_ table: Table, _ format: String) -> String {
        if table.isLarge {
            return String(Self.file(page, table, format).split(separator: "/").last!)
        }
        return table.address(format)
    }

    /// `usage.html` has the file `usage.by-model.csv` of its table.
    static func file(_ page: Page, _ table: Table, _ format: String) -> String {
        page.path.dropLast(5) + ".\(table.id).\(format)"
    }

    /// Whose files stand beside the page.
    static func largeTables(of page: Page) -> [Table] {
        page.parts.flatMap { part -> [Table] in
            switch part {
            case .figure(let figure): [figure.table]
            case .pair(let first, let second): [first.table, second.table]
            case .table(_, _, let table): [table]
            default: []
            }
        }.filter(\.isLarge)
    }

    private static func context(_ key: KeyFigure) -> [String: Any] {
        var context: [String: Any] = [
            "name": key.name.markup.html, "value": key.value.withMinus,
            "note": key.note.html,
        ]
        if let href = key.href { context["href"] = href }
        if let (words, state) = key.state {
            context["state"] = ["kind": state.rawValue, "words": words.markup.html]
        }
        if let spark = key.spark?.svg, !spark.isEmpty { context["spark"] = spark.html }
        return context
    }
}
