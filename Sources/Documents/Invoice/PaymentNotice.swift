import Catalog
import Checkout
import Invoicing
import Money
import Time

/// The sentences above the parties: what was paid, when, what went back, and how to pay what is left.
struct PaymentNotice {
    let input: InvoiceInput
    let writer: Writer

    typealias Sentence = (phrase: Phrase, values: (Catalog.Language) -> [String: String])

    private var invoice: any FinalizedInvoice { input.invoice }
    private var account: InvoiceAccount { input.account }

    var sentences: [Sentence] {
        if input.edition == .draft { return [sentence(.draftNote)] }
        var sentences: [Sentence] = []
        if account.isVoid, let void = input.history.all(.void).last {
            return [sentence(.voidNote, ["day": day(void.at), "reason": void.reason ?? ""])]
        }
        if input.state == .paid, let at = input.history.settledAt ?? account.paidAt {
            let isLate = invoice.zone.day(of: at) > invoice.dueDay
            sentences.append(
                sentence(
                    isLate ? .paidLateNote : .paidNote,
                    ["day": day(at), "due": "\(invoice.dueDay)"]))
        }
        sentences += input.history.events.compactMap(said)
        if account.excess > .zero(invoice.currency) {
            sentences.append(sentence(.standsNote, ["amount": writer.money(account.excess)]))
        }
        if let means, sentences.isEmpty || input.means != .nothingDue { sentences.append(means) }
        return sentences
    }

    /// What happened beside a payment of what was asked.
    private func said(_ event: InvoiceHistory.Event) -> Sentence? {
        let phrase: Phrase
        switch event.kind {
        case .payment where event.remarks.contains(.again): phrase = .paidAgainNote
        case .payment where event.remarks.contains(.short): phrase = .paidShortNote
        case .payment where event.remarks.contains(.afterCode): phrase = .paidAfterCodeNote
        case .payment, .void: return nil
        case .refund: phrase = .refundedNote
        case .chargeback: phrase = .chargedBackNote
        case .creditNote: phrase = .creditedNote
        case .balanceKept: phrase = .balanceKeptNote
        case .balanceUsed: phrase = .balanceUsedNote
        }
        return (
            phrase,
            { language in
                [
                    "day": day(event.at), "amount": writer.money(event.amount),
                    "number": event.reference, "reason": event.reason ?? "",
                    "channel": event.channel?.title[language] ?? "",
                ]
            }
        )
    }

    /// How to pay where there is no code to scan.
    private var means: Sentence? {
        switch input.means {
        case .codes, .link: return nil
        case .nothingDue: return sentence(.nothingDue)
        case .none: return sentence(.noCode)
        case .over(let last):
            let phrase: Phrase =
                switch last.state {
                case .expired: .codeExpired
                case .closed, .failed: .codeClosed
                case .created: .codeOutdated
                case .paid, .partlyRefunded, .refunded: .codeUsed
                }
            return sentence(
                phrase,
                [
                    "time": writer.clock(last.endsAt, in: invoice.zone),
                    "email": invoice.seller.email,
                ])
        }
    }

    private func sentence(_ phrase: Phrase, _ values: [String: String] = [:]) -> Sentence {
        (phrase, { _ in values })
    }

    private func day(_ instant: Instant) -> String { "\(invoice.zone.day(of: instant))" }
}
