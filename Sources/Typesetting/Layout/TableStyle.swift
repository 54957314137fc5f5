/// How a table's kinds of rows look, and its pitch, gaps and rules, in points.
public struct TableStyle: Sendable, Hashable {
    /// Plain rows.
    public var item: TextStyle
    /// The head's cells.
    public var head: TextStyle
    /// Steps of an item, and notes on it.
    public var detail: TextStyle
    /// Names of groups.
    public var group: TextStyle
    /// Sums of groups.
    public var subtotal: TextStyle
    /// The closing sums.
    public var total: TextStyle
    /// Rows carried and brought forward.
    public var carried: TextStyle
    /// The distance between the baselines of one-line rows.
    public var rowHeight: Double
    /// The same for details and notes.
    public var detailHeight: Double
    /// Between columns.
    public var gap: Double
    /// How far the first cell of a detail row is moved in.
    public var indent: Double
    /// Extra room above a group row, unless it is the first.
    public var groupSpace: Double
    /// Extra room above an item that follows the details of another.
    public var itemSpace: Double
    /// Between the two rules of a total and its words.
    public var totalSpace: Double
    /// Under the head.
    public var headRule: Stroke?
    /// Under each item row; usually none.
    public var rowRule: Stroke?
    /// Above a subtotal, twice above a total, from the row's first filled cell to the right edge.
    public var sumRule: Stroke

    /// Styles not given follow from `item`: quieter for heads and details, bold for sums.
    public init(
        item: TextStyle = TextStyle(), head: TextStyle? = nil, detail: TextStyle? = nil,
        group: TextStyle? = nil, subtotal: TextStyle? = nil, total: TextStyle? = nil,
        carried: TextStyle? = nil, rowHeight: Double = 16, detailHeight: Double? = nil,
        gap: Double = 12, indent: Double = 12, groupSpace: Double = 4, itemSpace: Double = 0,
        totalSpace: Double = 0, headRule: Stroke? = Stroke(Colour(0x94A3B8)),
        rowRule: Stroke? = nil, sumRule: Stroke = Stroke(Colour(0x94A3B8))
    ) {
        let quiet = item.with(colour: Colour(0x475569))
        let bold = item.with(weight: .bold)
        self.item = item
        self.head = head ?? quiet.with(size: item.size - 1)
        self.detail = detail ?? quiet.with(size: item.size - 1)
        self.group = group ?? bold
        self.subtotal = subtotal ?? bold
        self.total = total ?? bold
        self.carried = carried ?? quiet
        self.rowHeight = rowHeight
        self.detailHeight = detailHeight ?? rowHeight
        self.gap = gap
        self.indent = indent
        self.groupSpace = groupSpace
        self.itemSpace = itemSpace
        self.totalSpace = totalSpace
        self.headRule = headRule
        self.rowRule = rowRule
        self.sumRule = sumRule
    }

    func height(_ kind: Table.Row.Kind) -> Double {
        switch kind {
        case .detail, .note: detailHeight
        case .item, .group, .subtotal, .addition, .total, .carried: rowHeight
        }
    }

    func text(_ kind: Table.Row.Kind) -> TextStyle {
        switch kind {
        case .item, .addition: item
        case .detail, .note: detail
        case .group: group
        case .subtotal: subtotal
        case .total: total
        case .carried: carried
        }
    }
}
