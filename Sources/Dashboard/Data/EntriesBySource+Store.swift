import GRDB
import Ledger

/// The entries of each merchant's book by what they record: an invoice's number, a payment's, a batch's.
///
/// An entry's source is `payment alipay/2026060122001496` or `settlement SET-2026-06-mer_001-USD`; it is found by what
/// stands after the last space and stroke. Recognition, which no document is about, is left out.
struct EntriesBySource {
    private var books: [String: [String: [StoredEntry]]] = [:]

    init(_ db: Database) throws {
        try Journal.forEach(db) { entry in
            guard entry.book != Book.platform.code, entry.kind != "recognition" else { return }
            let key = entry.source.split { $0 == " " || $0 == "/" }.last.map(String.init) ?? ""
            books[entry.book, default: [:]][key, default: []].append(entry)
        }
    }

    func of(_ book: String) -> [String: [StoredEntry]] { books[book] ?? [:] }
}
