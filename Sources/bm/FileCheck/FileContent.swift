import Store

/// What stands in a file, in facts that can be held against those of another one.
///
///     FileContent(invoice).difference(from: FileContent(published))
///     // Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount is “9,999.24”, the ledger has “9,680.24”
struct FileContent {
    /// A place in a file and what stands there.
    struct Fact: Hashable {
        let place: String
        let value: String
        /// Whether a person can make something of the value: not so of what draws a letter.
        var isSaid = true

        /// A part that is there and cannot be unpacked.
        static func damaged(_ place: String) -> Fact {
            Fact(place: place, value: "damaged", isSaid: false)
        }

        var isDamage: Bool { self == .damaged(place) }
    }

    enum Format: String { case pdf, svg, xml, csv, json, zip, other }

    let bytes: [UInt8]
    let format: Format
    /// In the order of the file; none where it cannot be read.
    let facts: [Fact]
    /// Whether they are no more than lines, as of a document in JSON that is none any more.
    private let isLines: Bool

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        format = Format(bytes)
        let facts: [Fact]? =
            switch format {
            case .pdf: FileContent.pdf(bytes)
            case .svg: FileContent.svg(bytes)
            case .xml: FileContent.xml(bytes)
            case .csv: FileContent.csv(bytes)
            case .json: FileContent.json(bytes)
            case .zip: FileContent.listing(bytes)
            case .other: nil
            }
        self.facts = facts ?? FileContent.lines(bytes)
        isLines = facts == nil
    }

    /// The facts of both in one form.
    private func facts(beside other: FileContent) -> (own: [Fact], its: [Fact]) {
        isLines == other.isLines
            ? (facts, other.facts) : (FileContent.lines(bytes), FileContent.lines(other.bytes))
    }

    /// How much of both is alike: facts that a person reads, or where neither has any, bytes at both ends.
    func likeness(to other: FileContent) -> Double {
        let both = facts(beside: other)
        let (own, its) = (both.own.filter(\.isSaid), both.its.filter(\.isSaid))
        if own.isEmpty || its.isEmpty {
            let most = max(1, bytes.count, other.bytes.count)
            let head = zip(bytes, other.bytes).prefix { $0 == $1 }.count
            let tail = zip(bytes.reversed(), other.bytes.reversed()).prefix { $0 == $1 }.count
            return Double(min(most, head + tail)) / Double(most)
        }
        var left: [Fact: Int] = [:]
        for fact in its { left[fact, default: 0] += 1 }
        var count = 0
        for fact in own where left[fact, default: 0] > 0 {
            left[fact]! -= 1
            count += 1
        }
        return Double(count) / Double(max(own.count, its.count))
    }

    /// The first fact that the other has otherwise; nil where all are the same.
    func difference(from kept: FileContent) -> String? {
        if format == .zip { return difference(ofMembersFrom: kept) }
        let (facts, published) = facts(beside: kept)
        if facts.isEmpty, !published.isEmpty { return "it is damaged: nothing in it can be read" }
        for index in 0..<max(facts.count, published.count) {
            guard index < facts.count else { return "it has no \(published[index].place)" }
            let found = facts[index]
            guard index < published.count else { return "it has \(found.said) more" }
            let its = published[index]
            if found == its { continue }
            if found.isDamage { return "\(found.place) is damaged: it cannot be unpacked" }
            if found.place == its.place {
                return found.isSaid
                    ? "\(found.place) is \(found.value.short), the ledger has \(its.value.short)"
                    : "\(found.place) is not as it was published"
            }
            return facts.contains { $0.place == its.place }
                ? "it has \(found.said) more" : "it has no \(its.said)"
        }
        return nil
    }
}

extension FileContent.Fact {
    fileprivate var said: String { isSaid ? "\(place), \(value.short)," : place }
}

extension String {
    /// As much of it as one reads in a message.
    fileprivate var short: String { count > 120 ? prefix(119) + "…" : self }
}

extension FileContent.Format {
    /// By the first bytes, whatever the file is called.
    init(_ bytes: [UInt8]) {
        let head = String(decoding: bytes.prefix(400), as: UTF8.self).drop { $0.isWhitespace }
        self =
            switch true {
            case head.hasPrefix("%PDF-"): .pdf
            case head.hasPrefix("PK"): .zip
            case head.hasPrefix("<svg"), head.hasPrefix("<?xml") && head.contains("<svg"): .svg
            case head.hasPrefix("<?xml"): .xml
            case head.hasPrefix("{"): .json
            case head.prefix { $0 != "\n" }.contains(",") && !head.hasPrefix("<"): .csv
            default: .other
            }
    }
}
