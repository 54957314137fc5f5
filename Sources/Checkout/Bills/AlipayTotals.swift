import Money

/// What a comment with totals says, read leniently: its words are not promised.
struct AlipayTotals {
    /// The number before 笔.
    let count: Exact?
    /// Each other part's number, with the words before it.
    let amounts: [(words: String, value: Exact)]

    init(_ comment: String) {
        let parts = comment.split { $0 == "，" || $0 == "," || $0 == "；" }
        count = parts.first { $0.contains("笔") }.flatMap(AlipayTotals.number)
        amounts = parts.filter { !$0.contains("笔") }.compactMap { part in
            AlipayTotals.number(part).map { (String(part), $0) }
        }
    }

    /// The first amount whose words contain this one; without a word the first.
    func amount(_ word: String = "") -> Exact? {
        amounts.first { word.isEmpty || $0.words.contains(word) }?.value
    }

    private static func number(_ text: Substring) -> Exact? {
        text.split { !($0.isASCII && ($0.isNumber || $0 == "." || $0 == "-")) }.lazy
            .compactMap { Exact(String($0)) }.first
    }
}
