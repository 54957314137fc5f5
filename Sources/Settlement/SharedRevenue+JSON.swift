import Catalog
import FX
import Invoicing
import Money
import Store

extension SharedRevenue {
    /// The share with the terms and figures it comes from.
    var json: JSONValue {
        var members: [JSONValue.Member] = [
            .init("direction", .string(terms.direction.rawValue)),
            .init("percent", .exact(terms.percent)), .init("volume_cny", .amount(volume)),
            .init("base_cny", .amount(base)),
        ]
        if !lateCost.isZero { members.append(.init("late_channel_cost_cny", .amount(lateCost))) }
        if let above = terms.above {
            members.append(
                .init(
                    "above",
                    .object([
                        .init("volume_usd", .amount(above.volume)),
                        .init("percent", .exact(above.percent)),
                        .init("marginal", .bool(above.isMarginal)),
                    ])))
        }
        if let lock { members.append(.init("volume_fx", lock.json)) }
        members.append(.init("amount_cny", .amount(amount)))
        return .object(members)
    }

    init(_ reader: JSONFields) throws {
        typealias Terms = Merchant.SettlementTerms.RevenueShare
        guard let direction = Terms.Direction(rawValue: try reader.text("direction")) else {
            throw reader.failure("direction")
        }
        func amount(_ key: String) throws -> Amount { try Amount(try reader.text(key), .cny) }
        self.init(
            terms: Terms(
                percent: try reader.exact("percent"),
                above: try reader.optional("above").map { above in
                    Terms.Above(
                        volume: try Amount(try above.text("volume_usd"), .usd),
                        percent: try above.exact("percent"),
                        marginal: above.value["marginal"] == true)
                }, direction: direction),
            volume: try amount("volume_cny"), base: try amount("base_cny"),
            lateCost: reader.value["late_channel_cost_cny"] == nil
                ? .zero(.cny) : try amount("late_channel_cost_cny"),
            lock: try reader.optional("volume_fx").map { try FXLock($0, purpose: .settlement) },
            amount: try amount("amount_cny"))
    }
}
