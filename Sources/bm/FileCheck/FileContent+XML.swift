extension FileContent {
    /// The texts and attributes of elements, each under its path:
    /// `Invoice/cac:InvoiceLine[2]/cbc:LineExtensionAmount@currencyID`.
    ///
    /// It reads what was written here: elements, attributes and text, without comments or sections of raw text.
    static func xml(_ bytes: [UInt8]) -> [Fact]? {
        let text = String(decoding: bytes, as: UTF8.self)
        var facts: [Fact] = []
        var path: [String] = []
        /// How many children of each name every element on the path has had so far.
        var counts: [[String: Int]] = [[:]]
        for part in text.split(separator: "<").dropFirst() {
            guard let end = part.firstIndex(of: ">") else { return nil }
            let tag = part[..<end]
            if tag.hasPrefix("?") || tag.hasPrefix("!") { continue }
            if tag.hasPrefix("/") {
                if path.popLast() == nil { return nil }
                counts.removeLast()
                continue
            }
            let name = String(tag.prefix { !$0.isWhitespace && $0 != "/" })
            let count = counts[counts.count - 1][name, default: 0] + 1
            counts[counts.count - 1][name] = count
            path.append(count > 1 ? "\(name)[\(count)]" : name)
            counts.append([:])
            let place = path.joined(separator: "/")
            for match in tag.matches(of: /([^\s=]+)="([^"]*)"/) {
                facts.append(Fact(place: "\(place)@\(match.1)", value: "“\(match.2)”"))
            }
            let own = part[part.index(after: end)...]
            if !own.allSatisfy(\.isWhitespace) {
                facts.append(Fact(place: place, value: "“\(own)”"))
            }
            if tag.hasSuffix("/") {
                path.removeLast()
                counts.removeLast()
            }
        }
        return path.isEmpty ? facts : nil
    }
}
