/// A table's cell as the templates read it.
struct Cell: ExpressibleByStringLiteral {
    var words: Markup
    var right = false
    /// A page of the site, from its root.
    var href: String?
    /// `good`, `wait` or `bad`, drawn with a dot.
    var state: String?
    var note: Markup?
    /// Never broken over lines.
    var isWhole = false

    init(
        _ words: Markup, right: Bool = false, isWhole: Bool = false, href: String? = nil,
        state: String? = nil, note: Markup? = nil
    ) {
        self.words = words
        self.right = right
        self.isWhole = isWhole
        self.href = href
        self.state = state
        self.note = note
    }

    /// A head, or a word that is the same in every row.
    init(stringLiteral words: String) { self.init(Markup(stringLiteral: words)) }

    /// A figure, aligned right.
    static func number(_ text: String, note: Markup? = nil) -> Cell {
        Cell("\(text.replacing("-", with: "−"))", right: true, note: note)
    }

    /// - Parameter head: the head above it; nil for the cell that names its row.
    func context(root: String, under head: Cell?) -> [String: Any] {
        var context: [String: Any] = ["text": words.html, "root": root]
        context["tag"] = head == nil ? "th" : "td"
        // A cell without a label must not find the one of a table around it.
        context["label"] = head.map { $0.words.plain } ?? ""
        context["isRowHead"] = head == nil
        if right { context["right"] = true }
        if isWhole { context["whole"] = true }
        if let href { context["href"] = href }
        if let state { context["state"] = state }
        if let note { context["note"] = note.html }
        return context
    }
}

/// A table as the templates read it; the first cell of a row names the row.
struct TableContext {
    /// What the table shows, for those who come upon it without its surroundings.
    var caption: Markup
    var head: [Cell]
    var rows: [[Cell]]
    /// What stands in place of no rows: what would fill them.
    var empty: Markup

    func context(root: String) -> [String: Any] {
        [
            "caption": caption.html, "isEmpty": rows.isEmpty,
            // Two or three columns fit a phone as they are.
            "stacks": head.count > 3, "empty": empty.html,
            "head": head.map { ["text": $0.words.html, "right": $0.right] as [String: Any] },
            "rows": rows.map { row in
                [
                    "cells": zip(row, head).enumerated().map { index, pair in
                        pair.0.context(root: root, under: index == 0 ? nil : pair.1)
                    }
                ]
            },
        ]
    }
}

/// A chart with its sentence and figures, as the templates read it.
struct FigureContext {
    var caption: Markup
    var legend: [String] = []
    var svg: String
    var table: TableContext

    func context(root: String) -> [String: Any] {
        var context: [String: Any] = [
            "caption": caption.html, "svg": svg, "figures": table.context(root: root),
            "hasFigures": !table.rows.isEmpty,
        ]
        if !legend.isEmpty {
            context["legend"] = [
                "items": legend.enumerated().map {
                    [
                        "series": $0 + 1, "name": Markup(name: $1).html,
                    ] as [String: Any]
                }
            ]
        }
        return context
    }
}
