import Catalog
import Checkout
import Money
import Time

extension Writer {
    /// What one side of a difference says beside its amount.
    func text(_ detail: Difference.Detail, _ language: Catalog.Language) -> String {
        func text(_ phrase: Phrase, _ value: String) -> String {
            wording.text(phrase, language, ["value": value])
        }
        func clock(_ instant: Instant) -> String { self.clock(instant, in: .shanghai) }
        return switch detail {
        case .movements(let count, let day):
            wording.text(.movementsDetail, language, ["count": "\(count)", "day": "\(day)"])
        case .due(let number): text(.dueDetail, number)
        case .isVoid(let number): text(.isVoidDetail, number)
        case .orderOf(let merchant): text(.orderOfDetail, "\(merchant)")
        case .invoiceIssued(let at): text(.invoiceIssuedDetail, clock(at))
        case .paymentOf(let at): text(.paymentOfDetail, clock(at))
        case .paid(let amount): text(.paidDetail, money(amount))
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
