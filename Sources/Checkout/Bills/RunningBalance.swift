import Money

/// The order in which each balance is the one before it and the row's amount.
///
///     1000.00  + 12400.00 = 13400.00
///     13400.00 −    74.40 = 13325.60
enum RunningBalance {
    /// The rows in file order where the balances follow one another so; otherwise, where the file is
    /// not in order of time, newest first or by time and flow number.
    ///
    /// - Throws: `CheckoutError.balanceBreaks` at the first row that does not follow.
    static func ordered(
        _ rows: [FundBill.Row], file: String
    ) throws(CheckoutError) -> [FundBill.Row] {
        guard let broken = firstBreak(rows) else { return rows }
        let newestFirst = Array(rows.reversed())
        if isByTime(newestFirst), firstBreak(newestFirst) == nil { return newestFirst }
        let sorted = rows.sorted(by: precedes)
        guard let brokenSorted = firstBreak(sorted) else { return sorted }
        // A file in order of time is meant as it stands: its own first break says most.
        let (order, place) = isByTime(rows) ? (rows, broken) : (sorted, brokenSorted)
        throw .balanceBreaks(
            file, line: order[place].line, before: order[place - 1].balance,
            amount: order[place].amount, after: order[place].balance)
    }

    private static func firstBreak(_ rows: [FundBill.Row]) -> Int? {
        rows.indices.dropFirst().first {
            rows[$0 - 1].balance + rows[$0].amount != rows[$0].balance
        }
    }

    private static func isByTime(_ rows: [FundBill.Row]) -> Bool {
        rows.indices.dropFirst().allSatisfy { rows[$0 - 1].occurredAt <= rows[$0].occurredAt }
    }

    /// Flow numbers grow with time, so of two digits strings the longer is the later.
    private static func precedes(_ a: FundBill.Row, _ b: FundBill.Row) -> Bool {
        if a.occurredAt != b.occurredAt { return a.occurredAt < b.occurredAt }
        if a.flowNo.utf8.count != b.flowNo.utf8.count {
            return a.flowNo.utf8.count < b.flowNo.utf8.count
        }
        return a.flowNo.utf8.lexicographicallyPrecedes(b.flowNo.utf8)
    }
}
