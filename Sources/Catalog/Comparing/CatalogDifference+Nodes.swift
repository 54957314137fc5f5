import Store

extension CatalogDifference {
    /// Compares two values, either of which may be absent.
    static func between(
        _ old: CatalogNode?, _ new: CatalogNode?, _ key: String
    ) -> [CatalogDifference] {
        guard let old else { return [CatalogDifference(.added, key, old: nil, new: new)] }
        guard let new else { return [CatalogDifference(.removed, key, old: old, new: nil)] }
        switch (old.value, new.value) {
        case (.map(let old), .map(let new)):
            return members(old, new) { "\(key).\($0)" }
        case (.list(let olds), .list(let news)):
            guard let oldNamed = named(olds), let newNamed = named(news) else {
                return items(olds, news, key)
            }
            let inside = members(oldNamed, newNamed) { "\(key)[\($0)]" }
            // What was added or removed between them does not reorder those that stayed.
            let stayed = Set(oldNamed.map(\.key)).intersection(newNamed.map(\.key))
            let before = oldNamed.map(\.key).filter(stayed.contains)
            let after = newNamed.map(\.key).filter(stayed.contains)
            if before == after { return inside }
            return inside + [
                CatalogDifference(
                    .reordered, key, old: codes(oldNamed, old), new: codes(newNamed, new))
            ]
        default:
            return old.json.canonical.utf8.elementsEqual(new.json.canonical.utf8)
                ? [] : [CatalogDifference(.changed, key, old: old, new: new)]
        }
    }

    private typealias Member = (key: String, node: CatalogNode)

    private static func members(
        _ olds: [Member], _ news: [Member], _ path: (String) -> String
    ) -> [CatalogDifference] {
        var found: [CatalogDifference] = []
        for member in olds {
            let same = news.first { $0.key == member.key }
            found += between(member.node, same?.node, path(member.key))
        }
        for member in news where !olds.contains(where: { $0.key == member.key }) {
            found += between(nil, member.node, path(member.key))
        }
        return found
    }

    private static func items(
        _ olds: [CatalogNode], _ news: [CatalogNode], _ key: String
    ) -> [CatalogDifference] {
        (0..<max(olds.count, news.count)).flatMap { index in
            between(
                index < olds.count ? olds[index] : nil, index < news.count ? news[index] : nil,
                "\(key)[\(index)]")
        }
    }

    /// Items by their code, where each has one of its own.
    private static func named(_ nodes: [CatalogNode]) -> [Member]? {
        var members: [Member] = []
        for node in nodes {
            guard case .map(let fields) = node.value,
                case .scalar(let code)? = fields.first(where: { $0.key == "code" })?.node.value,
                !members.contains(where: { $0.key == code })
            else { return nil }
            members.append((code, node))
        }
        return members
    }

    private static func codes(_ members: [Member], _ around: CatalogNode) -> CatalogNode {
        CatalogNode(
            .list(members.map { CatalogNode(.scalar($0.key), at: around.place) }), at: around.place)
    }
}
