public import Catalog
import Checkout
import FX
import Money
public import Settlement
import Time
public import Typesetting

extension Studio {
    /// The pages of a settlement statement.
    ///
    /// - Parameters:
    ///   - proof: what stands behind it; nil where it is not known.
    ///   - digest: SHA-256 of the batch's snapshot.
    /// - Throws: `TypesettingError`.
    public func statement(
        _ batch: SettlementBatch, proof: StatementProof? = nil, digest: String,
        language: DocumentLanguage? = nil
    ) throws(TypesettingError) -> Pages {
        let language = language ?? (batch.language == .chinese ? .both : .english)
        let writer = writer(language)
        return try airy((StatementDocument.air, 8)) { air throws(TypesettingError) in
            let document = StatementDocument(
                batch: batch, proof: proof, writer: writer, air: air)
            let money = writer.money(document.amount)
            return try pages(
                document.body,
                on: Paper(
                    title: .statement, number: batch.number,
                    subject: "\(writer.text(document.headline)) \(money)",
                    foot: "\(batch.number) · \(money)", digest: digest,
                    issuer: theme.platform ?? batch.merchantName,
                    created: batch.zone.text(batch.closedAt)), writer)
        }
    }
}

/// A settlement statement, block by block: the payout, how it comes about, and every movement.
struct StatementDocument {
    let batch: SettlementBatch
    let proof: StatementProof?
    let writer: Writer
    /// Between the blocks, in points.
    let air: Double
    /// What it is where there is room.
    static let air = 16.0

    var theme: Theme { writer.theme }

    /// What became of the net, and how much of it.
    var headline: Phrase {
        switch batch.state {
        case .scheduled: .netPayout
        case .carriedOver: .carriedOver
        case .held: .heldState
        }
    }
    var amount: Amount { batch.state == .scheduled ? batch.payout : batch.closing }

    var body: [Element] {
        letterhead.elements + [
            overview, .spacer(air),
        ] + waterfall + [.spacer(air)] + channels + exchange + days
            + (proof.map(exceptions) ?? []) + [
                writer.heading(.movements),
                .table(MovementTable(batch: batch, writer: writer).table), .spacer(air),
            ] + (proof.map(references) ?? []) + [terms]
    }

    private var letterhead: Letterhead {
        let isPaid = batch.state == .scheduled
        return Letterhead(
            writer: writer, issuer: theme.platform ?? batch.merchantName,
            field: theme.platform == nil ? "merchant.name" : "theme.platform", title: .statement,
            number: batch.number,
            state: isPaid
                ? .scheduledState : batch.state == .held ? .heldState : .carriedOverState,
            stateColour: isPaid ? theme.positive : theme.warning)
    }

    private var overview: Element {
        let isPaid = batch.state == .scheduled
        var left: [Element] = [
            .spans(writer.spans(headline, theme.label)),
            .text(writer.money(amount), theme.headline),
        ]
        let reason: Phrase? =
            switch batch.unpaid {
            case nil: nil
            case .notApproved: .heldReason
            case .belowMinimum: .carriedReason
            case .nothing: .nothingReason
            case .negative: .negativeReason
            }
        if let reason {
            left += writer.stacked(
                reason, theme.quiet, ["minimum": writer.money(batch.minimumPayout)])
        }
        var facts: [(label: Phrase, value: String)] = [
            (.period, "\(batch.month.firstDay) – \(batch.lastDay)")
        ]
        if isPaid {
            facts += [
                (.toAccount, batch.bank), (.valueDate, "\(batch.payoutDay!)"),
                (.remittance, batch.remittanceReference),
            ]
        }
        facts.append((.closedAt, writer.clock(batch.closedAt, in: batch.zone)))
        return .columns(
            gap: 24,
            [
                // The bank and its account need more than half a line, the reason half of one.
                .init(.fixed(isPaid ? 196 : theme.leftColumn), spacing: 3, left),
                .init(
                    .flexible(), spacing: 3,
                    [merchant]
                        + facts.map {
                            writer.fact($0.label, writer.plain($0.value), labelWidth: 86)
                        }),
            ])
    }

    private var merchant: Element {
        writer.fact(
            .merchant, writer.spans(batch.merchantName, theme.body), labelWidth: 86,
            field: "merchant.name")
    }

    private var terms: Element {
        var sentences: [(Phrase, [String: String])] = []
        if let lock = batch.lock {
            sentences.append(
                (
                    .fxSettlement,
                    [
                        "base": lock.rate.base.code, "quote": lock.rate.quote.code,
                        "rate": "\(lock.rate.value)", "source": lock.rate.source,
                        "day": "\(lock.rate.day)",
                    ]
                ))
            if let derivation = lock.rate.derivation {
                sentences.append((.fxDerived, ["published": derivation]))
            }
            if !lock.spread.isZero {
                sentences.append(
                    (
                        .fxSpread,
                        [
                            "percent": "\(lock.spreadPercent)",
                            "spread": writer.money(batch.spread),
                            "published": writer.money(batch.converted + batch.spread),
                        ]
                    ))
            }
        }
        sentences += [(.platformFeeTerm, [:]), (.netTerm, [:]), (.carriedTerm, [:])]
        func has(_ kinds: SettlementBatch.Kind...) -> Bool {
            batch.rows.contains { kinds.contains($0.kind) }
        }
        let first = batch.month.firstDay
        if batch.rows.contains(where: { batch.zone.day(of: $0.at) < first }) {
            sentences.append((.lateRowsTerm, ["day": "\(first)"]))
        }
        if has(.returnedPayout) { sentences.append((.returnedPayoutTerm, [:])) }
        if has(.revenueShare) { sentences.append((.revenueShareTerm, [:])) }
        if let cost = batch.share?.lateCost, !cost.isZero {
            sentences.append((.lateChannelCostTerm, ["cost": writer.money(cost)]))
        }
        if has(.reserveHeld, .reserveReleased) { sentences.append((.reserveTerm, [:])) }
        if batch.state == .held { sentences.append((.heldTerm, [:])) }
        return .together(
            spacing: 4, [writer.heading(.glossary), writer.sentences(sentences, theme.label)])
    }
}
