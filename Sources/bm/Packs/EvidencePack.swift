import Catalog
import GRDB
import Invoicing
import Store

/// The events behind an invoice's lines, as anyone can check them against what is printed.
enum EvidencePack {
    /// - Parameter line: only this line's events.
    /// - Throws: `CommandError.otherEvidence` where the events no longer give what is printed.
    static func make(_ db: Database, _ subject: PackSubject, line: Int?) throws -> Pack {
        var pack = Pack(
            .evidence, subject: subject.name + (line.map { "#\($0)" } ?? ""))
        pack.add(Array(subject.snapshot.utf8), at: "snapshot.json")
        try add(db, subject, line: line, to: &pack, below: "")
        return pack
    }

    /// Adds the evidence files, `line-03.ndjson`, to any pack.
    static func add(
        _ db: Database, _ subject: PackSubject, line: Int? = nil, to pack: inout Pack,
        below folder: String
    ) throws {
        guard let invoice = subject.stored?.invoice else { return }
        try forEach(db, invoice, line: line) { name, events in pack.add(events, at: folder + name) }
    }

    /// Each evidence file of an invoice, held against the digest that is printed.
    ///
    /// - Throws: `CommandError.otherEvidence`.
    static func forEach(
        _ db: Database, _ invoice: Invoice, line: Int? = nil,
        _ take: (_ name: String, _ events: [UInt8]) throws -> Void
    ) throws {
        for item in invoice.lines where line == nil || item.number == line {
            guard let evidence = item.evidence else { continue }
            let file = try Explanations.evidence(db, invoice, item)
            let found = SHA256Digest.hex(file)
            guard found == evidence.digest else {
                throw CommandError.otherEvidence(
                    "\(invoice.number)#\(item.number)", printed: evidence.digest, found: found)
            }
            try take("line-\(item.number < 10 ? "0" : "")\(item.number).ndjson", file)
        }
    }
}
