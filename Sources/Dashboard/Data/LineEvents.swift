import Invoicing
import Time

/// The events behind a merchant's invoice lines: of each day of a line the first, and of each event where it is billed.
///
/// Of months with more events than a page could list, none: their lines show the first and the last event, and
/// `bm explain` lists all.
struct LineEvents: Sendable {
    /// An event as a page names it.
    struct Event: Sendable {
        let id: String
        let at: Instant
    }

    /// Which line.
    struct Line: Hashable, Sendable {
        let invoice: Invoice.Number
        let number: Int
    }

    /// How many events of a day are named.
    static let shown = 3

    var days: [Line: [Day: [Event]]] = [:]
    /// Every event with the first line that bills it, in the order of `lines`.
    var billed: [(id: String, line: Int)] = []
    var lines: [Line] = []
}
