import Money

/// How many movements went in and out, and how much, each without its sign.
struct FundSums {
    private var sums: BillSums
    private(set) var inflows = 0
    private(set) var outflows = 0

    init(file: String) { sums = BillSums(file: file) }

    var inflow: Exact { sums["收入金额"] }
    var outflow: Exact { sums["支出金额"] }

    /// What the balance grew by.
    func net() throws(CheckoutError) -> Exact { try sums.difference(inflow, outflow) }

    mutating func add(_ size: Amount, isInflow: Bool, line: Int) throws(CheckoutError) {
        if isInflow { inflows += 1 } else { outflows += 1 }
        try sums.add(size.exact, to: isInflow ? "收入金额" : "支出金额", line: line)
    }

    /// A figure of the summary, which has to be there: `20.0` is 20.
    func compare(_ name: String, _ rows: Exact, _ summary: BillLine) throws(CheckoutError) {
        try sums.compare(name, rows: rows, summary: summary.optional(name) ?? "")
    }

    /// A figure whose sign differs between files.
    func compare(_ what: String, _ rows: Exact, size: Exact?) throws(CheckoutError) {
        try sums.compare(what, rows: rows, summary: size?.magnitude.description ?? "")
    }
}
