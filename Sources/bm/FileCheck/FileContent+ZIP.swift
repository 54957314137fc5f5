import Store

extension FileContent {
    /// The names of a ZIP's members. What stands in them is read where two archives are compared.
    static func listing(_ bytes: [UInt8]) -> [Fact] {
        (ZipFile.members(bytes) ?? []).map {
            Fact(place: $0.path, value: SHA256Digest.hex($0.bytes))
        }
    }

    /// The first member that is missing, or one too many, or differs, and then how.
    func difference(ofMembersFrom kept: FileContent) -> String? {
        guard let found = ZipFile.members(bytes), let its = ZipFile.members(kept.bytes) else {
            return "it is damaged: not all of its members can be read"
        }
        let own = Dictionary(found.map { ($0.path, $0.bytes) }) { $1 }
        let published = Dictionary(its.map { ($0.path, $0.bytes) }) { $1 }
        if let path = its.map(\.path).first(where: { own[$0] == nil }) {
            return "it has no \(path)"
        }
        if let path = found.map(\.path).first(where: { published[$0] == nil }) {
            return "it has \(path), which was not published in it"
        }
        if found.count > own.count { return "it has a member twice" }
        // Lists of digests differ wherever anything does: what they list says more.
        let lists = ["manifest.json", "SHA256SUMS", "SHA256SUMS.sig", "signing-key.pub"]
        func isList(_ path: String) -> Bool { lists.contains { path.hasSuffix("/\($0)") } }
        let ordered = its.filter { !isList($0.path) } + its.filter { isList($0.path) }
        for (path, bytes) in ordered where own[path] != bytes {
            let difference = FileContent(own[path]!).difference(from: FileContent(bytes))
            return "\(path): \(difference ?? "it says the same in other bytes")"
        }
        return nil
    }
}
