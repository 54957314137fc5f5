extension Table {
    /// Its rows and head as HTML; the template has what surrounds them.
    ///
    /// Cells are not made by a template: a site of some thousand pages has millions of them, and a template takes
    /// ten times as long for each (docs/decisions.md).
    ///
    /// - Parameter most: how many bytes of rows there may be; the files have all of them.
    func html(most: Int) -> (head: String, body: String, foot: String, shown: Int) {
        var head = ""
        for column in columns {
            head +=
                "<th scope=\"col\"\(column.isFigure ? " class=\"n\"" : "")>\(column.head.markup.html)</th>"
        }
        var body = ""
        var shown = 0
        for (index, row) in rows.enumerated() {
            // A table without files beside it is small, and whole.
            if isLarge, body.utf8.count > most { break }
            shown += 1
            body += "<tr id=\"\(row.id ?? "\(id)-\(index + 1)")\">"
            append(row, to: &body)
            body += "</tr>\n"
        }
        var foot = ""
        if !self.foot.isEmpty {
            foot = "<tr>"
            append(Row(self.foot), to: &foot)
            foot += "</tr>"
        }
        return (head, body, foot, shown)
    }

    /// Three columns fit a phone as they are; of more, each row becomes a card there, each figure with its name.
    var stacks: Bool { columns.count > 3 }

    /// It may not fit the page: it then scrolls in a box of its own, which the keyboard has to reach.
    var isWide: Bool {
        let widths = columns.indices.map { place in
            rows.reduce(columns[place].head.english.count) { widest, row in
                place < row.cells.count ? max(widest, row.cells[place].value.count) : widest
            }
        }
        return widths.reduce(0) { $0 + $1 * 7 + 16 } > 640
    }

    private func append(_ row: Row, to html: inout String) {
        for (place, (cell, column)) in zip(row.cells, columns).enumerated() {
            let tag = place == 0 ? "th" : "td"
            html += place == 0 ? "<th scope=\"row\"" : "<td"
            var styles = column.isFigure ? "n" : ""
            if cell.shade > 0 { styles += styles.isEmpty ? "h\(cell.shade)" : " h\(cell.shade)" }
            if !styles.isEmpty { html += " class=\"\(styles)\"" }
            if place > 0, stacks {
                html += " data-en=\"\(Markup.escape(Name.isolated(column.head.english)))\""
                if column.head.chinese != column.head.english {
                    html += " data-zh=\"\(Markup.escape(Name.isolated(column.head.chinese)))\""
                }
            }
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
