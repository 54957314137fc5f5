import FX
import Invoicing
import Money
import Store
import Time

/// What a lock fixed, from what, and what was converted with it: worked out again from the ledger.
struct LockCertificate {
    let id: Int64
    let lock: FXLock
    let conversions: [Conversion]
    /// Whether the ledger holds the published rates it names.
    let isPublished: Bool

    /// Money that was converted with the lock.
    struct Conversion {
        /// `invoice`, `topUp` or `settlement`.
        let kind: String
        let merchant: String
        let number: String
        /// Of an invoice.
        let line: Int?
        let amount: PreciseAmount
        /// What the document says came out.
        let result: Amount

        /// The amount at the lock, not rounded where it has an end.
        let precise: PreciseAmount
        /// The same rounded once, half away from zero.
        let rounded: Amount
        /// What it would be without the lock's spread.
        let atPublishedRate: Amount

        /// Whether the result is the amount at the lock, rounded: alone, or together with what an earlier
        /// invoice of the same period billed, which leaves it less than a minor unit apart.
        var isRight: Bool {
            if result == rounded { return true }
            let unit = Exact(coefficient: 1, scale: result.currency.minorUnitDigits)
            guard let apart = try? result.exact.minus(precise.exact) else { return false }
            return apart.magnitude < unit
        }

        /// `settlement SET-2026-06-mer_1-USD`, `invoice mer_1/INV-2026-0601-0001#2`
        var document: String {
            kind == "settlement"
                ? "settlement \(number)"
                : "\(kind == "topUp" ? "sale of credit" : "invoice") \(merchant)/\(number)"
                    + (line.map { "#\($0)" } ?? "")
        }
    }

    /// Never from the future, never older than a week.
    var isOfItsDay: Bool {
        lock.rate.day <= lock.wantedDay
            && lock.rate.day >= lock.wantedDay.advanced(by: -FXRate.reachDays)
            && lock.wantedDay <= FXRate.lastPublished(at: lock.lockedAt)
    }

    var isConvertedRight: Bool { conversions.allSatisfy(\.isRight) }

    var isRight: Bool {
        isPublished && lock.rate.isDerivedRight && isOfItsDay && isConvertedRight
    }
}

extension FXLock {
    /// `CNY 6.7513278 for USD 1`
    var direction: String { rate.direction }
}

extension FXRate {
    /// `CNY 6.7513278 for USD 1`
    var direction: String { "\(quote.code) \(value) for \(base.code) 1" }

    /// `ECB 2026-05-29, wanted for 2026-05-31 · derived: EUR/CNY 7.7539 ÷ EUR/USD 1.1485`
    func origin(wanted: Day) -> String {
        "\(source) \(day)" + (day == wanted ? "" : ", wanted for \(wanted)")
            + (derivation.map { " · derived: \($0)" } ?? " · as published")
    }
}
