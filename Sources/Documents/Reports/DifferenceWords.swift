public import Catalog
public import Checkout
import Money
import Time

/// Differences between the channels' bills and the ledger in words of either language.
public struct DifferenceWords {
    let wording: Wording

    public init(_ wording: Wording) { self.wording = wording }

    /// What is wrong: “the amounts differ”.
    public func reason(_ reason: Difference.Reason, _ language: Catalog.Language) -> String {
        wording.text(ReconciliationDocument.name(reason), language)
    }

    /// Where its decision stands.
    public func state(_ state: Difference.State, _ language: Catalog.Language) -> String {
        wording.text(ReconciliationDocument.name(state).phrase, language)
    }

    /// Who says it: the trade bill, the ledger.
    public func side(_ side: Difference.Side, _ language: Catalog.Language) -> String {
        wording.text(ReconciliationDocument.name(side), language)
    }

    /// What one side of a difference says beside its amount.
    public func detail(_ detail: Difference.Detail, _ language: Catalog.Language) -> String {
        func text(_ phrase: Phrase, _ value: String) -> String {
            wording.text(phrase, language, ["value": value])
        }
        func clock(_ instant: Instant) -> String { Writer.clock(instant, in: .shanghai) }
        return switch detail {
        case .movements(let count, let day):
            wording.text(.movementsDetail, language, ["count": "\(count)", "day": "\(day)"])
        case .due(let number): text(.dueDetail, number)
        case .isVoid(let number): text(.isVoidDetail, number)
        case .orderOf(let merchant): text(.orderOfDetail, "\(merchant)")
        case .invoiceIssued(let at): text(.invoiceIssuedDetail, clock(at))
        case .paymentOf(let at): text(.paymentOfDetail, clock(at))
        case .paid(let amount): text(.paidDetail, Writer.money(amount))
        case .until(let at): text(.untilDetail, clock(at))
        case .at(let at): text(.atDetail, clock(at))
        case .takenIn(let at): text(.takenInDetail, clock(at))
        case .fee(let stated?): text(.feeOfDetail, stated)
        case .fee(nil): wording.text(.feeDetail, language)
        case .before(let number): text(.beforeDetail, number)
        case .after(let number): text(.afterDetail, number)
        case .soFar: wording.text(.soFarDetail, language)
        case .stated(let words): words
        }
    }
}
