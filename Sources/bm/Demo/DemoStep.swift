import Catalog
import Checkout
import Invoicing
import Money
import Store
import Time

/// One thing that somebody does in the demo's June: a customer, a channel, or the platform.
struct DemoStep {
    let at: Instant
    let merchant: Merchant.ID
    /// The invoice's number; empty for a withdrawal.
    let invoice: String
    let what: What
    let channel: Channel?
    /// An amount in CNY, or of a credit note its lines, such as `1=12.00`; empty for all there is.
    let amount: String
    let reason: String

    enum What: String, CaseIterable {
        /// Asks for a code; the codes that were made with the invoice need none.
        case order
        /// Pays the last code of the channel, in time or not.
        case pay
        /// Lowers the invoice; with a channel, what was paid of it is to go back there.
        case creditNote = "credit_note"
        /// The channel sends back what was asked last.
        case refund
        /// The channel takes a payment back after a dispute, which `reason` tells.
        case chargeback
        /// The fund bill takes more of a fee than the trade bill said.
        case fee
        /// Somebody decides what the channels and the ledger do not agree about.
        case decide
        case void
        /// The channel pays from its account to the bank.
        case withdraw
    }

    /// Steps of `examples/june.csv`, in the order of the file.
    static func read(_ bytes: [UInt8]) throws -> [DemoStep] {
        try CSVRows(bytes).rows.dropFirst().map { row in
            func choice<Choice: RawRepresentable & CaseIterable>(
                _ cell: Int, _ type: Choice.Type
            ) throws -> Choice where Choice.RawValue == String {
                guard let choice = Choice(rawValue: row.cells[cell]) else {
                    throw CSVError(
                        line: row.line, found: "“\(row.cells[cell])”",
                        allowed: Choice.allCases.map(\.rawValue).joined(separator: ", "))
                }
                return choice
            }
            return DemoStep(
                at: try Instant(row.cells[0]), merchant: Merchant.ID(row.cells[1]),
                invoice: row.cells[2], what: try choice(3, What.self),
                channel: row.cells[4].isEmpty ? nil : try choice(4, Channel.self),
                amount: row.cells[5], reason: row.cells[6])
        }
    }
}
