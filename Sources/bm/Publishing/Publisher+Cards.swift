import Catalog
import Checkout
import Documents
import Invoicing
import Store
import Time
import Typesetting

extension Publisher {
    /// `2026-06/mer_001/cards/INV-2026-0601-0001-wechat_pay.svg` and `.png`: of each code that can be paid at
    /// the time of the run, by the month its invoice was issued.
    ///
    /// The folder of cards is replaced as a whole, so that no code stays that is good no more.
    func cards(
        of merchant: Merchant.ID?, _ month: Month?, into publication: inout Publication
    ) throws -> Int {
        var count = 0
        for (item, input) in try inputs(merchant, month.map { .issuedAround($0) }) {
            let invoice = input.invoice
            let issued = invoice.zone.day(of: invoice.issuedAt).month
            if let month, month != issued { continue }
            let folder = "\(issued)/\(invoice.merchant)/cards/"
            publication.replace(folder)
            let drawn = try publication.drawn(folder + invoice.number.text) {
                try studio(of: invoice.merchant).cards(input, language: language).map { card in
                    var files: [(suffix: String, bytes: [UInt8])] = []
                    if formats.contains(.svg) { files.append((".svg", try card.pages.svg()[0])) }
                    if formats.contains(.png) { files.append((".png", try card.pages.png()[0])) }
                    return (name: card.channel?.rawValue ?? "link", files, card.pages.missingGlyphs)
                }
            }
            // What cannot be drawn is one to make, too: who draws takes it off again.
            count += drawn?.count ?? 1
            for (name, files, missing) in drawn ?? [] {
                let stem = "\(folder)\(invoice.number)-\(name)"
                try publication.add(
                    files, stem: stem, kind: "checkout card", source: item.source,
                    sourceDigest: input.digest)
                publication.warn(missing, in: stem)
            }
        }
        return count
    }
}
