import FX
import Money
import Store
import Time

extension LockCertificate {
    /// The certificate as people read it.
    var lines: [String] {
        let rate = lock.rate
        var lines = [
            "FX lock \(id) · for \(lock.purpose == .preview ? "a preview" : "one \(lock.purpose.rawValue)") "
                + "· locked \(lock.lockedAt)",
            "rate     \(rate.text): \(lock.direction)",
            "from     \(rate.origin(wanted: lock.wantedDay))",
            "spread   \(spreadText)",
        ]
        for conversion in conversions {
            lines.append("converted \(conversion.document)")
            lines.append("  \(text(conversion))")
        }
        if conversions.isEmpty { lines.append("nothing was converted with it") }
        let checks = [
            ("the ledger holds what was published", isPublished),
            ("the rate follows from it", lock.rate.isDerivedRight),
            (
                "its day is at most \(FXRate.reachDays) before the wanted one, none is ahead",
                isOfItsDay
            ),
            ("every amount converts to its result", isConvertedRight),
        ]
        lines += checks.map { "check    \($0.1 ? "ok    " : "FAILED") \($0.0)" }
        return lines
    }

    private var spreadText: String {
        if lock.spread.isZero { return "none" }
        let rate = lock.rate
        let applied = [rate.base, rate.quote].map { currency in
            "from \(currency.code) \((try? lock.appliedRate(from: currency).description) ?? "–")"
        }
        return "\(lock.spreadPercent) %, apart from the rate; with it, "
            + applied.joined(separator: ", ")
    }

    /// `CNY 7,458.75 × 0.995 ÷ 7.27 = USD 1,020.8330…, rounded half away from zero: USD 1,020.83`
    private func text(_ conversion: Conversion) -> String {
        let sign = conversion.amount.currency == lock.rate.base ? "×" : "÷"
        let kept = lock.spread.isZero ? "" : " less \(lock.spreadPercent) %"
        var text =
            "\(conversion.amount) \(sign) \(lock.rate.value)\(kept) = \(conversion.precise), rounded half "
            + "away from zero: \(conversion.result)"
        if conversion.result != conversion.rounded, conversion.isRight {
            text += " (together with an earlier part of its period)"
        }
        if !conversion.isRight { text += ", which is not \(conversion.rounded)" }
        if !lock.spread.isZero {
            text +=
                "\n  at the published rate \(conversion.atPublishedRate), the spread is "
                + "\(conversion.atPublishedRate - conversion.rounded)"
        }
        return text
    }
}
