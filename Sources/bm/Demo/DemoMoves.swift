import Catalog
import GRDB
import Store
import Time

/// The changes of plan of `examples/moves.csv`.
enum DemoMoves {
    /// Puts each customer on its new plan from its day on; a second time nothing.
    ///
    /// - Returns: what changed, in words.
    static func make(_ db: Database, _ bytes: [UInt8], at instant: Instant) throws -> [String] {
        try CSVRows(bytes).rows.dropFirst().compactMap { row in
            let (customer, plan) = (Customer.ID(row.cells[0]), Plan.ID(row.cells[1]))
            let change = try CatalogFile.move(
                db, customer, to: plan, from: Day(row.cells[2]), sourceName: "moves.csv",
                at: instant)
            return change.version.map { _ in "\(customer) to \(plan) on \(row.cells[2])" }
        }
    }
}
