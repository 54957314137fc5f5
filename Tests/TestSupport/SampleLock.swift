public import FX
public import Money
public import Time

extension FXLock {
    /// A rate to CNY, fixed at that instant: USD/CNY 7.27 unless said otherwise.
    public static func sample(
        _ purpose: Purpose, _ base: Currency = .usd, _ value: String = "7.27",
        spread: String = "0", of day: String,
        wanted: String, at instant: Instant, derivedFrom: [FXRate.Published] = []
    ) throws -> FXLock {
        FXLock(
            purpose: purpose,
            rate: FXRate(
                base: base, quote: .cny, value: try Exact(parsing: value), day: try Day(day),
                source: "ECB", derivedFrom: derivedFrom),
            spread: try Exact(parsing: spread), wantedDay: try Day(wanted), lockedAt: instant)
    }
}
