import Catalog
import Checkout
import FX
import Money
import Settlement

/// The steps from the opening balance to the net in CNY, and on to what is paid out in its own
/// currency: the rows of the table and the bars of the chart.
struct Waterfall {
    struct Bar {
        let kind: Kind
        let label: LocalizedText
        /// One or two words to stand below a bar.
        let short: LocalizedText
        let amount: Amount
        /// Whether it stands after the conversion, in the payout's currency.
        let isConverted: Bool
    }

    /// A movement goes from where the one before ended; everything else is a level, from zero.
    enum Kind { case movement, net, converted, payout }

    private(set) var bars: [Bar] = []

    init(batch: SettlementBatch, writer: Writer) {
        func text(_ phrase: Phrase, _ values: [String: String] = [:]) -> LocalizedText {
            writer.text(phrase) { _ in values }
        }
        add(.movement, text(.opening), short: text(.openingShort), batch.opening)
        for channel in Channel.allCases {
            let gross = batch.rows.filter { $0.kind == .payment && $0.channel == channel.rawValue }
                .map(\.amount).total(.cny)
            if gross.isZero { continue }
            let label = writer.text(.collected) { ["channel": channel.title[$0]] }
            add(.movement, label, short: channel.title, gross)
        }
        let fee = batch.total(.platformFee)
        if !fee.isZero {
            let label = text(.platformFee, ["percent": "\(batch.platformFeePercent)"])
            add(.movement, label, short: text(.platformFeeShort), fee)
        }
        func addIfAny(_ kind: SettlementBatch.Kind, _ label: Phrase, _ short: Phrase) {
            let amount = batch.total(kind)
            if amount.isZero { return }
            add(.movement, text(label), short: text(short), amount)
        }
        addIfAny(.refund, .refunds, .refundShort)
        addIfAny(.feeReturned, .feesReturned, .feeReturnedShort)
        addIfAny(.chargeback, .chargebacks, .chargebackShort)
        addIfAny(.returnedPayout, .returnedPayouts, .returnedPayoutShort)
        add(
            .movement, text(.subscription), short: text(.subscriptionShort),
            batch.total(.subscription))
        addIfAny(.revenueShare, .revenueShare, .revenueShareShort)
        addIfAny(.adjustment, .adjustments, .adjustmentShort)
        addIfAny(.reserveReleased, .reserveReleased, .reserveReleasedShort)
        addIfAny(.reserveHeld, .reserveHeld, .reserveHeldShort)
        add(.net, text(.net), short: text(.net), batch.net)
        guard batch.state == .scheduled, let lock = batch.lock else { return }
        add(
            .converted, text(.converted, ["rate": lock.rate.text]), short: text(.convertedShort),
            batch.converted + batch.spread, isConverted: true)
        if !batch.spread.isZero {
            add(
                .movement, text(.spread, ["percent": "\(lock.spreadPercent)"]),
                short: text(.spreadShort), -batch.spread, isConverted: true)
        }
        add(
            .movement, text(.wireFee), short: text(.wireFeeShort), -batch.wireFee,
            isConverted: true)
        add(.payout, text(.payout), short: text(.payout), batch.payout, isConverted: true)
    }

    private mutating func add(
        _ kind: Kind, _ label: LocalizedText, short: LocalizedText, _ amount: Amount,
        isConverted: Bool = false
    ) {
        bars.append(
            Bar(kind: kind, label: label, short: short, amount: amount, isConverted: isConverted))
    }
}
