/// One of the few figures a page begins with.
struct KeyFigure {
    let name: Markup
    let value: String
    /// Its currency and what it counts.
    let note: Markup
    /// A word and `good`, `wait` or `bad`, where the figure is in a state.
    var state: (text: String, style: String)?

    init(
        _ name: Markup, _ value: String, _ note: Markup,
        state: (text: String, style: String)? = nil
    ) {
        self.name = name
        self.value = value
        self.note = note
        self.state = state
    }

    var context: [String: Any] {
        var context = [
            "name": name.html, "value": value.replacing("-", with: "−"), "note": note.html,
        ]
        if let state {
            context["noteState"] = state.style
            context["noteStateText"] = state.text
        }
        return context
    }
}
