/// What can be found on a site by name or id, as files that the script loads when somebody searches.
///
/// Names stand in one file, `search/names.js`, read when the search is first used. Ids alone, of which there can be
/// many, are spread over files of a few hundred by their hash, so that one id needs one small file:
///
///     names([["Customer", "客户", "cus_1", "Rope & Sons", "绳索行", "customers/cus_1.html"]], 16)
///     ids(["invoices/INV-2026-0601-0001.html#order-inv202606010001m1w1"], [["inv202606010001m1w1", 0]])
///
/// They are scripts because a page that is opened from a folder may load nothing else.
public struct SearchIndex: Sendable {
    /// What is found, and where.
    public struct Entry: Sendable {
        public let kind: Label
        public let id: String
        /// nil for what is found by its id alone.
        public let name: Label?
        /// From the site's root.
        public let path: String

        public init(_ kind: Label, id: String, name: Label? = nil, path: String) {
            self.kind = kind
            self.id = id
            self.name = name
            self.path = path
        }
    }

    private let entries: [Entry]
    /// About how many ids one file holds.
    private static let fileSize = 1_000

    public init(_ entries: [Entry]) { self.entries = entries }

    public var files: [SiteFile] {
        let named = entries.filter { $0.name != nil }
        let ids = entries.filter { $0.name == nil }
        var count = 1
        while ids.count / count > Self.fileSize { count *= 2 }
        var places = [[(String, String)]](repeating: [], count: count)
        for entry in ids {
            let id = entry.id.lowercased()
            places[Int(Self.hash(id)) % count].append((id, entry.path))
        }
        let rows = named.map { entry in
            "["
                + [
                    entry.kind.english, entry.kind.chinese, entry.id, entry.name!.english,
                    entry.name!.chinese, entry.path,
                ].map(Table.string).joined(separator: ",") + "]"
        }
        let names = "bm.names([\n\(rows.joined(separator: ",\n"))\n],\(count));\n"
        return [SiteFile(path: "search/names.js", bytes: Array(names.utf8))]
            + places.enumerated().map { number, pairs in
                SiteFile(path: "search/\(number).js", bytes: Array(Self.script(pairs).utf8))
            }
    }

    /// Each path once: thousands of events lead to the same few lines.
    private static func script(_ pairs: [(id: String, path: String)]) -> String {
        let paths = Set(pairs.map(\.path)).sorted()
        let places = Dictionary(uniqueKeysWithValues: zip(paths, paths.indices))
        let lines = Dictionary(grouping: pairs, by: \.id).sorted { $0.key < $1.key }.map {
            id, pairs in
            let found = Set(pairs.map { places[$0.path]! }).sorted().map(String.init)
            return "[\(Table.string(id)),\(found.joined(separator: ","))]"
        }
        return "bm.ids([\n\(paths.map(Table.string).joined(separator: ",\n"))\n],[\n"
            + lines.joined(separator: ",\n") + "\n]);\n"
    }

    /// FNV-1a of 32 bits: the script computes the same.
    static func hash(_ text: String) -> UInt32 {
        text.utf8.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 }
    }
}
