public import Store
import Time

/// One thing in which two catalogs differ.
///
///     plans[ai_developer].charges[developer_images].price.unit_price: "0.04" → "0.05"
public struct CatalogDifference: Sendable {
    /// What became of it.
    public enum Kind: String, Sendable {
        case added, removed, changed
        /// The same things stand in another order, which is the order of an invoice's lines.
        case reordered
    }

    public let kind: Kind
    /// Where it stands: things with a code by their code, others by their place in the list.
    public let key: String
    /// Nil where it was added.
    public let old: JSONValue?
    /// Nil where it was removed.
    public let new: JSONValue?
    private let oldText: String
    private let newText: String

    init(_ kind: Kind, _ key: String, old: CatalogNode?, new: CatalogNode?) {
        self.kind = kind
        self.key = key
        self.old = old?.json
        self.new = new?.json
        oldText = old.map { CatalogYAML.flow($0.inReadingOrder) } ?? ""
        newText = new.map { CatalogYAML.flow($0.inReadingOrder) } ?? ""
    }
}

extension CatalogDifference: CustomStringConvertible {
    /// `+ key: new`, `- key: old`, `~ key: old → new`.
    public var description: String {
        switch kind {
        case .added: "+ \(key): \(newText)"
        case .removed: "- \(key): \(oldText)"
        case .changed: "~ \(key): \(oldText) → \(newText)"
        case .reordered: "~ \(key): in the order \(oldText) → \(newText)"
        }
    }
}

extension CatalogFile {
    /// What `other` adds, removes and changes, key by key. None exactly where every object of both
    /// is the same document, so that applying one over the other would do nothing.
    ///
    /// - Parameter withEffective: compares the effective days too.
    public func differences(
        to other: CatalogFile, withEffective: Bool = false
    ) -> [CatalogDifference] {
        var found: [CatalogDifference] = []
        if withEffective, effective != other.effective {
            func node(_ file: CatalogFile) -> CatalogNode {
                CatalogNode(
                    .scalar(file.effective.description),
                    at: CatalogNode.Place(file: file.name, line: 0, key: "effective"))
            }
            found.append(.init(.changed, "effective", old: node(self), new: node(other)))
        }
        for kind in CatalogObject.Kind.allCases {
            let key = kind.key
            let old = objects.filter { $0.kind == kind }
            let new = other.objects.filter { $0.kind == kind }
            func path(_ code: String) -> String { kind == .merchant ? key : "\(key)[\(code)]" }
            if kind == .merchant {
                found += CatalogDifference.between(old[0].node, new[0].node, key)
                continue
            }
            for object in old {
                let same = new.first { $0.code == object.code }
                found += CatalogDifference.between(object.node, same?.node, path(object.code))
            }
            for object in new where !old.contains(where: { $0.code == object.code }) {
                found += CatalogDifference.between(nil, object.node, path(object.code))
            }
        }
        return found
    }
}
