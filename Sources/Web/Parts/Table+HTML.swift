extension Table {
    /// Its rows and head as HTML; the template has what surrounds them.
    ///
    /// Cells are not made by a template: a site of some thousand pages has millions of them, and a template takes
    /// ten times as long for each (docs/decisions.md).
    ///
    /// - Parameter most: how many bytes of rows there may be; the files have all of them.
    func html(most: Int) -> (head: String, body: String, foot: String, shown: Int) {
        var head = ""
        for (place, column) in columns.enumerated() {
            let style = column.isFigure ? " class=\"n\"" : isWordy(place) ? " class=\"w\"" : ""
            head += "<th scope=\"col\"\(style)>\(column.head.markup.html)</th>"
        }
        let names = columns.map(stacks ? Self.name : { _ in "" })
        var body = ""
        var shown = 0
        for (index, row) in rows.enumerated() {
            // A table without files beside it is small, and whole.
            if isLarge, body.utf8.count > most { break }
            shown += 1
            body += "<tr id=\"\(row.id ?? "\(id)-\(index + 1)")\">"
            append(row, names, to: &body)
            body += "</tr>\n"
        }
        var foot = ""
        if !self.foot.isEmpty {
            foot = "<tr>"
            append(Row(self.foot), names, to: &foot)
            foot += "</tr>"
        }
        return (head, body, foot, shown)
    }

    /// Three columns fit a phone as they are; of more, each row becomes a card there, each figure with its name.
    var stacks: Bool { columns.count > 3 }

    /// Whether a column has words, a name for one, that would be squeezed to a word a line.
    private func isWordy(_ place: Int) -> Bool {
        rows.prefix(60).contains { row in
            place < row.cells.count
                && row.cells[place].value.utf8.count { $0 == 32 } > 1
        }
    }

    /// It may not fit the page: it then scrolls in a box of its own, which the keyboard has to reach.
    var isWide: Bool {
        let widths = columns.indices.map { place in
            rows.reduce(columns[place].head.english.count) { widest, row in
                place < row.cells.count ? max(widest, row.cells[place].value.count) : widest
            }
        }
        return widths.reduce(0) { $0 + $1 * 7 + 16 } > 640
    }

    /// What a cell says its column is called, where it stands below others as on a card.
    private static func name(_ column: Column) -> String {
        let (english, chinese) = (column.head.english, column.head.chinese)
        let name = " data-en=\"\(Markup.escape(Name.isolated(english)))\""
        if chinese == english { return name }
        return name + " data-zh=\"\(Markup.escape(Name.isolated(chinese)))\""
    }

    private func append(_ row: Row, _ names: [String], to html: inout String) {
        for (place, (cell, column)) in zip(row.cells, columns).enumerated() {
            let tag = place == 0 ? "th" : "td"
            html += place == 0 ? "<th scope=\"row\"" : "<td"
            var styles = column.isFigure ? "n" : ""
            if cell.shade > 0 { styles += styles.isEmpty ? "h\(cell.shade)" : " h\(cell.shade)" }
            if !styles.isEmpty { html += " class=\"\(styles)\"" }
            if place > 0 { html += names[place] }
            html += ">"
            let href = cell.href ?? (place == 0 ? row.href : nil)
            if let href {
                let style = cell.href == nil ? " class=\"row\"" : ""
                html += "<a\(style) href=\"\(Markup.escape(href))\">"
            }
            if let state = cell.state {
                html += "<span class=\"state \(state.rawValue)\">\(cell.words.html)</span>"
            } else {
                html += cell.words.html
            }
            if href != nil { html += "</a>" }
            if let note = cell.note { html += "<small>\(note.html)</small>" }
            html += "</\(tag)>"
        }
    }
}
