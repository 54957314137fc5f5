/// What a page is made of, from top to bottom.
public enum Part {
    /// The few figures a page begins with.
    case keys([KeyFigure])
    /// A chart, what it shows in a sentence, and its figures.
    case figure(Figure)
    /// Two of them beside each other where there is room.
    case pair(Figure, Figure)
    /// A heading, some words and a table.
    case table(Markup, Markup?, Table)
    /// A heading and words, each a paragraph.
    case words(Markup, [Markup])
    /// What is to be known beside the table: names and values.
    case facts([(Markup, Markup)])
    /// What happened, a sentence a thing.
    case notes([Markup])
    /// Links to files and places elsewhere.
    case links([Link])
    /// What has a template of its own.
    case other(template: String, [String: Any])
}

/// Words that lead somewhere, from the page.
public struct Link: Sendable {
    public let href: String
    public let text: Markup

    public init(_ text: Markup, href: String) {
        self.href = href
        self.text = text
    }
}

/// One of the few figures a page begins with.
public struct KeyFigure: Sendable {
    public let name: Label
    public let value: String
    /// Its unit and what it counts.
    public let note: Markup
    /// Where it is proven.
    public let href: String?
    public let state: (Label, Tone)?
    public let spark: Sparkline?

    public init(
        _ name: Label, _ value: String, _ note: Markup, href: String? = nil,
        state: (Label, Tone)? = nil, spark: Sparkline? = nil
    ) {
        self.name = name
        self.value = value
        self.note = note
        self.href = href
        self.state = state
        self.spark = spark
    }
}

/// A chart with its sentence and its table.
public struct Figure: Sendable {
    /// What it shows, in a sentence.
    public let finding: Markup
    public let legend: [Label]
    public let chart: Markup
    public let table: Table

    /// - Parameter chart: made with the table's `id` as `rows`; empty where there is nothing to draw.
    public init(finding: Markup, legend: [Label] = [], chart: Markup, table: Table) {
        self.finding = finding
        self.legend = legend
        self.chart = chart
        self.table = table
    }
}
