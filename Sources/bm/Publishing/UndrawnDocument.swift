import Foundation

/// A document that could not be drawn; the others of its run are made without it.
struct UndrawnDocument: LocalizedError {
    /// Where it was to stand, without the end of its name: `2026-06/mer_001/invoices/INV-2026-0601-0001`.
    let stem: String
    let cause: any Error

    var errorDescription: String? {
        let what = (cause as? any LocalizedError)?.errorDescription ?? "\(cause)"
        return "\(stem) is not drawn: \(what)"
    }

    var failureReason: String? { (cause as? any LocalizedError)?.failureReason }

    var recoverySuggestion: String? { (cause as? any LocalizedError)?.recoverySuggestion }
}
