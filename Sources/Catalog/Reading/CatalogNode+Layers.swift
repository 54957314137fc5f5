extension CatalogNode {
    /// This file's keys over those of another: what it does not say stays as it was.
    ///
    /// `accent: "#0369A1"` over a theme of twelve colours is that theme with another accent. Every value keeps the
    /// place it came from, so that a complaint names the right file.
    ///
    /// - Throws: `CatalogError.notAllowed` where either is no map of keys.
    public func laid(over base: CatalogNode) throws(CatalogError) -> CatalogNode {
        var members = try base.members()
        for (key, node) in try self.members() {
            if let place = members.firstIndex(where: { $0.key == key }) {
                members[place].node = node
            } else {
                members.append((key, node))
            }
        }
        return CatalogNode(.map(members), at: base.place)
    }
}
