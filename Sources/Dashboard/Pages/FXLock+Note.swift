import FX
import Money

extension FXLock {
    /// `at 7.27`, and what is kept of it.
    var note: Markup {
        let rate: Markup = "at \(figure: rate.value.description)"
        if spread.isZero { return rate }
        return rate + ", spread \(figure: spreadPercent.description) %"
    }
}
