public import Catalog
public import Money
public import Time

/// What is taken to be otherwise when a month is rated to see what it would have cost.
///
///     var supposition = Supposition()
///     supposition.catalog = [.file(file)]
///     supposition.scale = Exact(4)
///     let rated = try RatedMonth(db, "mer_1", may, supposing: supposition)
public struct Supposition: Sendable {
    /// Other prices, other plans, or the supplier's prices, one after the other.
    public var catalog: [CatalogSupposition] = []
    /// A factor on all quantities: 4 for four times the usage.
    public var scale = Exact.one
    /// Only what was used before that instant, and no minimum of a period that goes on.
    public var end: Instant?
    /// Whether usage stops being billed at a cap that says so; false to see what it came to.
    public var stopsAtCaps = true

    public init(_ catalog: [CatalogSupposition] = [], scale: Exact = .one, end: Instant? = nil) {
        self.catalog = catalog
        self.scale = scale
        self.end = end
        // The supplier is paid for what no customer is billed.
        stopsAtCaps = !isAtCost
    }

    /// The same, with all usage that caps would have stopped being billed.
    public var uncapped: Supposition {
        var supposition = self
        supposition.stopsAtCaps = false
        return supposition
    }

    /// Whether invoices are cut as they would be: a part of a period, or another volume, is looked at
    /// in one piece.
    var isWhole: Bool { scale == .one && end == nil }

    /// Whether a book's prices are those of the supplier, without its markup.
    var isAtCost: Bool {
        catalog.contains { if case .cost = $0 { true } else { false } }
    }
}
