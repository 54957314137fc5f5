import Catalog
import Foundation
import Money
import Rating
import Store
import Time

/// Answers one case of `bm quote`. There is no arithmetic here: cases are read, handed to the rooms that
/// price real invoices, and written.
///
///     Quote.answer(#"{"id":"a","charge":{"model":"standard","unit_price":"2"},"units":"3"}"#)
///     // {"id":"a","amount":"6","units":"3","steps":[…],"text":["3 × 2 = 6"]}
enum Quote {
    /// What a case may ask.
    enum Kind: String, CaseIterable {
        case charge, aggregate, prorate, credits, invoice, round, convert, capitals
    }

    /// One answer, and whether it is an error.
    struct Answer {
        let json: JSONValue
        let isError: Bool
    }

    /// Bytes a case may have: a hundred thousand tiers take a third of it.
    static let longestCase = 16 << 20

    static func answer(_ line: ArraySlice<UInt8>, number: Int) -> Answer {
        if line.count > longestCase {
            return failure(
                .null, code: "malformed", message: "line \(number) is not one JSON object",
                reason: "it is longer than \(longestCase >> 20) MB",
                suggestion: "cut the case in parts; already_billed carries on from one to the next")
        }
        do {
            return answer(try JSONValue(parsing: line), number: number)
        } catch {
            return failure(
                .null, code: "malformed", message: "line \(number) is not one JSON object",
                reason: "byte \(error.offset): \(error.problem)",
                suggestion: "write one case a line, or one JSON array of cases")
        }
    }

    static func answer(_ document: JSONValue, number: Int) -> Answer {
        let id = document["id"] ?? .null
        do {
            let node = CatalogNode(document, key: "", file: "case \(number)", line: 0)
            let kind = try node.optional("kind")?.choice(Kind.self) ?? .charge
            let members =
                switch kind {
                case .charge: try ChargeCase(node).answer
                case .aggregate: try AggregateCase(node).answer
                case .prorate: try prorate(node)
                case .credits: try CreditsCase(node).answer
                case .invoice: try InvoiceCase(node).answer
                case .round: try round(node)
                case .convert: try convert(node)
                case .capitals: try capitals(node)
                }
            return Answer(json: .object([.init("id", id)] + members), isError: false)
        } catch let error as CatalogError {
            return failure(
                id, code: Failure.label(of: error), message: error.errorDescription ?? "",
                reason: error.failureReason ?? "", suggestion: "mend the case and ask again")
        } catch let error as any LocalizedError {
            return failure(
                id, code: Failure.label(of: error), message: error.errorDescription ?? "",
                reason: error.failureReason ?? "",
                suggestion: error.recoverySuggestion ?? "")
        } catch {
            preconditionFailure("\(error)")
        }
    }

    private static func failure(
        _ id: JSONValue, code: String, message: String, reason: String, suggestion: String
    ) -> Answer {
        Answer(
            json: .object([
                .init("id", id),
                .init(
                    "error",
                    .object([
                        .init("code", .string(code)), .init("message", .string(message)),
                        .init("reason", .string(reason)), .init("suggestion", .string(suggestion)),
                    ])),
            ]), isError: true)
    }
}
