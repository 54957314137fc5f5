import Money

/// Sums of figures by name, exactly: a hundred thousand of the largest amounts have no room in one.
struct BillSums {
    let file: String
    private var sums: [String: Exact] = [:]

    init(file: String) { self.file = file }

    subscript(name: String) -> Exact { sums[name] ?? .zero }

    mutating func add(_ value: Exact, to name: String, line: Int) throws(CheckoutError) {
        guard let sum = try? self[name].plus(value) else {
            throw .notABill(
                file, line: line, found: "\(name) \(value) on top of \(self[name])",
                allowed: "sums of 38 digits")
        }
        sums[name] = sum
    }

    /// What is left of a figure. Both are sums that fit, of amounts or of fees, so only absurd ones
    /// have a difference that does not.
    func difference(_ a: Exact, _ b: Exact) throws(CheckoutError) -> Exact {
        guard let difference = try? a.minus(b) else {
            throw .notABill(
                file, line: 0, found: "sums of \(a) and \(b)", allowed: "sums of 38 digits")
        }
        return difference
    }

    /// Compares one figure of a summary.
    func compare(_ what: String, rows: Exact, summary text: String) throws(CheckoutError) {
        guard let theirs = Exact(text), theirs == rows else {
            throw .doesNotAddUp(file, what: what, rows: rows.description, summary: text)
        }
    }
}
