import Store

extension FileContent {
    /// Lines of a text; none of what is no text.
    static func lines(_ bytes: [UInt8]) -> [Fact] {
        // What is no UTF-8 has a mark for it in its line; a picture has no lines.
        let text = String(decoding: bytes, as: UTF8.self)
        if text.contains("\0") { return [] }
        return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().map {
            Fact(place: "line \($0 + 1)", value: "“\($1)”")
        }
    }

    /// What a page in SVG says, and then line by line what draws it.
    static func svg(_ bytes: [UInt8]) -> [Fact] {
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        var said: [Fact] = []
        for line in lines {
            guard let tag = ["<title", "<desc", "<text"].first(where: { line.hasPrefix($0) }),
                let start = line.firstIndex(of: ">")
            else { continue }
            let text = line[line.index(after: start)...].prefix { $0 != "<" }
            let place =
                switch tag {
                case "<title": "its title"
                case "<desc": "its description"
                default: "line \(said.count - 1) of its text"
                }
            said.append(Fact(place: place, value: "“\(text)”"))
        }
        return said
            + lines.enumerated().map {
                Fact(place: "its drawing in line \($0 + 1)", value: String($1), isSaid: false)
            }
    }

    /// The cells of a table, by their line and the head of their column.
    static func csv(_ bytes: [UInt8]) -> [Fact]? {
        guard let rows = try? CSVRows(bytes).rows, let head = rows.first?.cells else { return nil }
        return rows.flatMap { row in
            row.cells.enumerated().map { index, cell in
                let column = index < head.count ? head[index] : "\(index + 1)"
                return Fact(place: "line \(row.line), column \(column)", value: "“\(cell)”")
            }
        }
    }

    /// The values of a document, each under its path: `lines[0].amount`.
    static func json(_ bytes: [UInt8]) -> [Fact]? {
        guard let text = String(validating: bytes, as: UTF8.self),
            let value = try? JSONValue(parsing: text)
        else { return nil }
        var facts: [Fact] = []
        func walk(_ value: JSONValue, _ place: String) {
            if let members = value.members, !members.isEmpty {
                for member in members {
                    walk(member.value, place.isEmpty ? member.key : "\(place).\(member.key)")
                }
            } else if let items = value.array, !items.isEmpty {
                for (index, item) in items.enumerated() { walk(item, "\(place)[\(index)]") }
            } else {
                facts.append(Fact(place: place, value: value.compact))
            }
        }
        walk(value, "")
        return facts
    }
}
