/// A table's cell as the templates read it.
struct Cell {
    var text: String
    var right = false
    /// A page of the site, from its root.
    var href: String?
    /// `good`, `wait` or `bad`, drawn with a dot.
    var state: String?
    var code = false
    var note: String?
    /// Never broken over lines.
    var isDate = false

    init(
        _ text: String, right: Bool = false, isDate: Bool = false, href: String? = nil,
        state: String? = nil,
        code: Bool = false, note: String? = nil
    ) {
        self.text = text
        self.right = right
        self.isDate = isDate
        self.href = href
        self.state = state
        self.code = code
        self.note = note
    }

    /// A figure, aligned right.
    static func number(_ text: String) -> Cell { Cell(text.replacing("-", with: "−"), right: true) }

    func context(root: String) -> [String: Any] {
        var context: [String: Any] = ["text": text, "root": root]
        if right { context["right"] = true }
        if isDate { context["date"] = true }
        if let href { context["href"] = href }
        if let state { context["state"] = state }
        if code { context["code"] = true }
        if let note { context["note"] = note }
        return context
    }
}

/// A table as the templates read it.
struct TableContext {
    var head: [Cell]
    var rows: [[Cell]]
    var foot: [Cell]?

    func context(root: String) -> [String: Any] {
        var context: [String: Any] = [
            "head": head.map { $0.context(root: root) },
            "rows": rows.map { ["cells": $0.map { $0.context(root: root) }] },
        ]
        if let foot { context["foot"] = ["cells": foot.map { $0.context(root: root) }] }
        return context
    }
}

/// A chart with its sentence and figures, as the templates read it.
struct FigureContext {
    var caption: String
    var legend: [String] = []
    var svg: String
    var table: TableContext

    func context(root: String) -> [String: Any] {
        var context = table.context(root: root)
        context["caption"] = caption
        context["svg"] = svg
        if !legend.isEmpty {
            context["legend"] = [
                "items": legend.enumerated().map {
                    ["series": $0 % 6 + 1, "name": $1] as [String: Any]
                }
            ]
        }
        return context
    }
}
