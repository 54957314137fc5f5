/// A page, before it is made: what is on it, and where it stands among the others.
public struct Page {
    /// From the site's root: `mer_001/invoices/INV-2026-0601-0001.html`.
    public let path: String
    public let title: Label
    /// What stands beside the title, smaller: a state.
    public var badge: (Label, Tone)?
    /// What the page says, in a sentence or two.
    public let lead: Markup
    public let parts: [Part]
    /// The way down to it, without itself.
    public let crumbs: [Link]
    /// Which entry of the navigation it belongs to.
    public let section: String
    /// The same page of other months, the latest first; the page's own has no address.
    public var periods: [(name: String, href: String?)] = []
    /// What it was made from, for the foot of the page.
    public var source: Markup = ""

    public init(
        path: String, title: Label, lead: Markup, crumbs: [Link], section: String, parts: [Part]
    ) {
        self.path = path
        self.title = title
        self.lead = lead
        self.crumbs = crumbs
        self.section = section
        self.parts = parts
    }
}

/// A file of the site.
public struct SiteFile: Sendable {
    /// From the site's root.
    public let path: String
    public let bytes: [UInt8]

    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    /// The same in a folder: `share/mer_001/`.
    public func below(_ folder: String) -> SiteFile { SiteFile(path: folder + path, bytes: bytes) }
}
