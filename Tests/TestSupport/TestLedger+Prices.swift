import Catalog
import Money
import Store

extension TestLedger {
    /// The book `litellm`, of one version that holds from the start.
    ///
    ///     try ledger.add(prices: #"{"m": {"input_cost_per_token": 3e-06}}"#, markup: "1.2")
    public func add(prices json: String, markup: String) throws {
        let bytes = Array(json.utf8)
        let table = try LiteLLMTable(bytes, file: "t.json")
        try write {
            try PriceBook.add(
                $0, table, book: "litellm", digest: SHA256Digest.hex(bytes), sourceName: "t.json",
                markup: Exact(markup)!, effectiveFrom: TestLedger.start, at: TestLedger.start)
        }
    }
}
