/// What a file says of where it comes from.
struct FileClues {
    /// Digests of a snapshot, as LIKE has them: whole, or as documents print them, `d4eb29af5998…8e0f`.
    let digests: [String]
    /// Numbers of documents, and names of bundles.
    let names: [String]

    init(_ content: FileContent) {
        if content.format == .zip {
            digests = []
            let folder = content.facts.first?.place.prefix { $0 != "/" }
            names = folder.map { ["/\($0).zip"] } ?? []
            return
        }
        var digests: [String] = []
        var names: [String] = []
        for fact in content.facts where fact.isSaid {
            // An invoice in JSON has digests of evidence, too.
            if content.format != .json || fact.place == "snapshot_sha256"
                || fact.value.contains("snapshot_sha256")
            {
                for match in fact.value.matches(of: /[0-9a-f]{64}/) {
                    digests.append(String(match.0))
                }
            }
            for match in fact.value.matches(of: /([0-9a-f]{12})…([0-9a-f]{4})/) {
                digests.append("\(match.1)%\(match.2)")
            }
            if names.count < FileClues.mostNames {
                for match in fact.value.matches(of: /(INV|CN|SET|REV|REC)-?[0-9]{4}[0-9A-Za-z_-]*/)
                {
                    names.append(String(match.0))
                }
            }
        }
        self.digests = Array(Set(digests).sorted().prefix(FileClues.mostDigests))
        self.names = Array(Set(names).sorted())
    }

    /// A document begins with its own number; a statement goes on with those of all that it pays.
    private static let mostNames = 2
    private static let mostDigests = 8
}
