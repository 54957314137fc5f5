/// What surrounds every page of a site: its name, its navigation, the way back up.
///
/// The same page can stand in two sites, the platform's and a merchant's own: what is on it is made once, and each
/// site has its shell.
public struct Shell: Sendable {
    /// A page that the navigation names.
    public struct Entry: Sendable {
        public let id: String
        public let name: Label
        /// From the shell's root.
        public let path: String

        public init(_ id: String, _ name: Label, path: String) {
            self.id = id
            self.name = name
            self.path = path
        }
    }

    /// Whose site it is.
    public let name: Label
    public let note: Label
    public let entries: [Entry]
    /// What lies above it; from its root. A site that is handed over has nothing above.
    public let up: Link?
    /// From its root to the folder with style sheet, script and search.
    public let assets: String

    public init(name: Label, note: Label, entries: [Entry], up: Link? = nil, assets: String = "") {
        self.name = name
        self.note = note
        self.entries = entries
        self.up = up
        self.assets = assets
    }
}
