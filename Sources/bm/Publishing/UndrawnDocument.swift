import Foundation

/// A document that could not be drawn; the others of its run are made without it.
struct UndrawnDocument: LocalizedError {
    /// Where it was to stand, without the end of its name: `2026-06/mer_001/invoices/INV-2026-0601-0001`.
    let stem: String
    let cause: any Error
    /// How many more are not, for the same cause.
    var others = 0

    /// What is wrong, in words.
    var what: String { (cause as? any LocalizedError)?.errorDescription ?? "\(cause)" }

    var errorDescription: String? {
        let documents = others == 0 ? "\(stem) is" : "\(stem) and \(others) more are"
        return "\(documents) not drawn: \(what)"
    }

    var failureReason: String? { (cause as? any LocalizedError)?.failureReason }

    var recoverySuggestion: String? { (cause as? any LocalizedError)?.recoverySuggestion }
}
