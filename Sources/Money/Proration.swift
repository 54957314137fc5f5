extension Exact {
    /// What of an amount for `periodDays` days falls on `days` of them: itself × days ÷ days of the
    /// period, to 12 decimals, half away from zero.
    ///
    ///     try Exact(100).prorated(days: 20, of: 31)   // 64.516129032258
    ///
    /// - Throws: `MoneyError.doesNotFit`.
    public func prorated(days: Int, of periodDays: Int) throws(MoneyError) -> Exact {
        if days == periodDays { return self }
        return try times(Exact(days)).divided(
            by: Exact(periodDays), scale: 12, .halfAwayFromZero)
    }
}
