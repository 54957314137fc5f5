import Catalog
import FX
import Invoicing
import Money
public import Store
import Time

extension SettlementBatch {
    /// Everything the statement prints, `bm.settlement/1`: what is kept, digested and exported. What a
    /// contract does not have is left out.
    public var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("schema", "bm.settlement/1"), .init("number", .string(number)),
            .init("merchant_id", .string(merchant.text)), .init("merchant_name", merchantName.json),
            .init("language", .string(language.rawValue)),
            .init("period", zone.period(month, DaySpan(month))),
            .init("closed_at", .string(closedAt.description)),
            .init("currency", .string(currency.code)), .init("opening_cny", .amount(opening)),
            .init("rows", .array(rows.map(\.json))), .init("net_cny", .amount(net)),
            .init("fx", lock?.json ?? .null), .init("converted", .amount(converted)),
        ]
        if !spread.isZero { members.append(.init("fx_spread", .amount(spread))) }
        members += [
            .init("wire_fee", .amount(wireFee)), .init("payout", .amount(payout)),
            .init("payout_date", .optional(payoutDay?.description)),
            .init("bank", .string(bank)),
            .init("platform_fee_percent", .exact(platformFeePercent)),
            .init("minimum_payout", .amount(minimumPayout)),
            .init("remittance_reference", .string(remittanceReference)),
            .init("state", .string(state.rawValue)), .init("closing_cny", .amount(closing)),
        ]
        if let day { members.append(.init("last_day", .string(day.description))) }
        if let share { members.append(.init("revenue_share", share.json)) }
        members.append(
            .init(
                "check",
                .object([
                    .init(
                        "opening_plus_movements",
                        .amount(opening + rows.map(\.amount).total(.cny) - paidOut)),
                    .init("equals_closing", .amount(closing)),
                ])))
        return .object(members)
    }
}

extension SettlementBatch.Row {
    var json: JSONValue {
        .object(
            [
                .init("kind", .string(kind.rawValue)), .init("reference", .string(reference)),
                .init("at", .string(at.description)), .init("channel", .optional(channel)),
                .init("amount_cny", .amount(amount)), .init("balance_cny", .amount(balance)),
            ] + (reason.map { [.init("reason", .string($0))] } ?? []))
    }
}
