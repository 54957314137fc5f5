/// Makes pages into files.
///
///     let maker = SiteMaker(try Templates("templates/site"))
///     let body = maker.body(page)
///     let file = maker.file(page, body, in: shell)
///
/// One maker is used by one thread: it keeps the navigation it made last.
public final class SiteMaker {
    private let templates: Templates
    private var rails: [String: String] = [:]

    public init(_ templates: Templates) { self.templates = templates }

    /// How deep below the site's root a path is: `../` for each folder.
    public static func root(of path: String) -> String {
        String(repeating: "../", count: path.utf8.count { $0 == 47 })
    }

    /// What is on a page, whichever site it stands in.
    public func body(_ page: Page) -> String {
        let parts = PartMaker(templates: templates, page: page)
        return page.parts.map(parts.html).joined(separator: "\n")
    }

    /// The page in a site; beside it stand `files(of:)`.
    public func file(_ page: Page, _ body: String, in shell: Shell) -> SiteFile {
        let root = Self.root(of: page.path)
        var crumbs = shell.up.map { [$0] } ?? []
        crumbs.append(Link(shell.name.markup, href: "index.html"))
        var context: [String: Any] = [
            "titleEn": Name.isolated(page.title.english),
            "titleZh": page.title.chinese == page.title.english
                ? "" : Name.isolated(page.title.chinese) + " · ",
            "title": page.title.markup.html, "site": Name.isolated(shell.name.english),
            "assets": root + shell.assets, "lead": page.lead.html, "body": body,
            "rail": rail(shell, page.section, root: root), "source": page.source.html,
            "crumbs": page.path == "index.html" && shell.up == nil
                ? []
                : (crumbs + page.crumbs).map { link -> [String: Any] in
                    ["href": root + link.href, "text": link.text.html]
                },
            "here": page.title.markup.html,
        ]
        context["isDeep"] = !(context["crumbs"] as! [[String: Any]]).isEmpty
        if let (words, state) = page.badge {
            context["badge"] = ["state": state.rawValue, "words": words.markup.html]
        }
        if page.periods.count > 1 {
            context["periods"] = Self.periods(page.periods)
        }
        return SiteFile(path: page.path, bytes: Array(templates.render("layout", context).utf8))
    }

    /// The large tables of a page as files; the small ones have theirs within the page.
    public func files(of page: Page) -> [SiteFile] {
        PartMaker.largeTables(of: page).flatMap { table in
            [
                SiteFile(path: PartMaker.file(page, table, "csv"), bytes: Array(table.csv().utf8)),
                SiteFile(
                    path: PartMaker.file(page, table, "json"), bytes: Array(table.json().utf8)),
            ]
        }
    }

    private static func periods(_ periods: [(name: String, href: String?)]) -> [String: Any] {
        let here = periods.firstIndex { $0.href == nil } ?? 0
        var context: [String: Any] = [
            "name": periods[here].name,
            "all": periods.map { period -> [String: Any] in
                ["name": period.name, "href": period.href ?? "", "isHere": period.href == nil]
            },
        ]
        // The latest stands first.
        if here + 1 < periods.count { context["before"] = periods[here + 1].href ?? "" }
        if here > 0 { context["after"] = periods[here - 1].href ?? "" }
        return context
    }

    private func rail(_ shell: Shell, _ section: String, root: String) -> String {
        let key = "\(shell.assets)|\(shell.name.english)|\(section)|\(root)"
        if let rail = rails[key] { return rail }
        var context: [String: Any] = [
            "name": shell.name.markup.html, "note": shell.note.markup.html, "root": root,
            "entries": shell.entries.map { entry -> [String: Any] in
                [
                    "href": root + entry.path, "name": entry.name.markup.html,
                    "isHere": entry.id == section,
                ]
            },
        ]
        if let up = shell.up {
            context["up"] = ["href": root + up.href, "text": up.text.html]
        }
        let rail = templates.render("rail", context)
        rails[key] = rail
        return rail
    }
}
