/// The way from the overview down to a page.
struct Crumbs {
    let links: [(href: String, name: String)]
    /// Where one is.
    let here: Markup

    init(_ links: (href: String, name: String)..., to here: Markup) {
        self.links = links
        self.here = here
    }

    func context(root: String) -> [String: Any] {
        let overview = ["root": root, "href": "index.html", "text": "Overview"]
        return [
            "text": here.html,
            "links": [overview]
                + links.map {
                    ["root": root, "href": $0.href, "text": Markup(name: $0.name).html]
                },
        ]
    }
}
