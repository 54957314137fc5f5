/// Names of a price table that a name it does not have may mean.
///
///     NearNames(["azure_ai/kimi-k2.5", "moonshot/kimi-k2"]).of("azure/Kimi-K2.5")
///     // ["azure_ai/kimi-k2.5", "moonshot/kimi-k2"]
public struct NearNames: Sendable {
    private let names: [(name: String, core: [UInt8])]

    public init(_ names: [String]) {
        self.names = names.map { ($0, NearNames.core($0)) }
    }

    /// The nearest names first, at most `limit`: those that differ by provider, capital letters or
    /// punctuation only; then those that go on or stop earlier; then those a few letters away.
    public func of(_ name: String, limit: Int = 3) -> [String] {
        let core = NearNames.core(name)
        if core.isEmpty { return [] }
        let allowed = core.count / 5
        var found: [(distance: Int, name: String)] = []
        for candidate in names where !candidate.core.isEmpty {
            let gap = abs(candidate.core.count - core.count)
            if candidate.core == core {
                found.append((0, candidate.name))
            } else if min(candidate.core.count, core.count) >= 4,
                candidate.core.starts(with: core) || core.starts(with: candidate.core)
            {
                found.append((gap, candidate.name))
            } else if gap <= allowed {
                let distance = NearNames.distance(core, candidate.core)
                // Behind every name that only goes on: other letters are another model's.
                if distance <= allowed { found.append((1000 + distance, candidate.name)) }
            }
        }
        return found.sorted {
            ($0.distance, $0.name.utf8.count, $0.name) < ($1.distance, $1.name.utf8.count, $1.name)
        }.prefix(limit).map(\.name)
    }

    /// What stands behind the last slash, in small letters, without punctuation.
    private static func core(_ name: String) -> [UInt8] {
        let last = name.split(separator: "/").last ?? ""
        return last.lowercased().utf8.filter { (48...57).contains($0) || (97...122).contains($0) }
    }

    /// How many letters must be put in, taken out or replaced (Levenshtein).
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var row = Array(0...b.count)
        for (i, letter) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in b.enumerated() {
                let above = row[j + 1]
                row[j + 1] = letter == other ? diagonal : 1 + min(diagonal, above, row[j])
                diagonal = above
            }
        }
        return row[b.count]
    }
}
