import Catalog
import Credits
import Metering
import Money
import Rating
import Store
import Time

/// What `bm usage summary` says of a customer.
struct UsageSummaryText {
    let customer: Customer
    let periods: [RatedMonth.Period]
    let fees: [Fee]
    /// What the plan gives for a period.
    let periodCredits: [BillingPeriod: PreciseAmount]
    let entitlements: [EntitlementUse]
    /// Grants that are good for something, or will be once they are paid.
    let credits: [CreditBalance]
    let at: Instant

    var text: String {
        get throws {
            if periods.isEmpty {
                return "\(customer.id) · \(customer.name.english) · no billing period then"
            }
            var blocks = try periods.map(block)
            if !credits.isEmpty {
                blocks.append("credits left:\n" + (try CreditsCommand.table(credits, at: at)))
            }
            return blocks.joined(separator: "\n\n")
        }
    }

    private func block(_ period: RatedMonth.Period) throws -> String {
        let plan = period.plan
        let fees = fees(of: period)
        var lines = [
            "\(customer.id) · \(customer.name.english) · \(plan.name.english) · "
                + "\(period.period.used)"
        ]
        let rows = fees.map { fee -> [String] in
            let group = fee.usage.group.map { $0.value ?? "–" }.joined(separator: " · ")
            return [
                fee.name.english + (group.isEmpty ? "" : " · " + group),
                fee.explanation.units.grouped, fee.unit.english, "\(fee.usage.eventCount) events",
                fee.amount.exact.grouped(minimumScale: 2),
            ]
        }
        lines.append(rows.isEmpty ? "no usage yet" : Console.table(rows, right: [1, 3, 4]))
        lines.append("usage so far: \(try total(fees, plan))")
        if !plan.baseFee.isZero {
            lines.append("base fee, \(plan.interval.rawValue): \(plan.baseFee)")
        }
        if let credit = periodCredits[period.period] {
            let left = max(.zero, try credit.exact.minus(total(fees, plan).exact))
            lines.append(
                "credit of the period: \(credit), \(PreciseAmount(left, plan.currency)) left")
        }
        for cap in customer.caps {
            let left = PreciseAmount(try left(of: cap, in: period), plan.currency)
            let amount = PreciseAmount(cap.amount, plan.currency)
            lines.append("cap of \(amount), \(cap.reaction.rawValue): \(left) left")
        }
        for use in entitlements where use.period == period.period && use.plan == plan.code {
            lines.append("\(use.feature.name.english): \(use.words)")
        }
        return lines.joined(separator: "\n")
    }

    /// What may still be used of a cap; nothing at it and above.
    private func left(of cap: SpendCap, in period: RatedMonth.Period) throws -> Exact {
        let counted = fees(of: period).filter { cap.counts($0.usage.metric) }
        return max(.zero, try cap.amount.minus(total(counted, period.plan).exact))
    }

    private func fees(of period: RatedMonth.Period) -> [Fee] {
        fees.filter { $0.period == period.period && $0.plan == period.plan.code }
    }

    private func total(_ fees: [Fee], _ plan: Plan) throws -> PreciseAmount {
        var total = PreciseAmount.zero(plan.currency)
        for fee in fees { total = try total.plus(fee.amount) }
        return total
    }

    var json: JSONValue {
        get throws {
            .object([
                .init("customer_id", .string(customer.id.text)),
                .init("periods", .array(try periods.map(json))),
                .init("credits", .array(try credits.map { try $0.json(at: at) })),
            ])
        }
    }

    private func json(_ period: RatedMonth.Period) throws -> JSONValue {
        let (plan, fees) = (period.plan, fees(of: period))
        return .object([
            .init("from", .string(period.period.used.from.description)),
            .init("to", .string(period.period.used.to.description)),
            .init("plan", .string(plan.code.text)),
            .init("currency", .string(plan.currency.code)),
            .init("lines", .array(fees.map(\.summary))),
            .init("usage", .exact(try total(fees, plan).exact)),
            .init("base_fee", .exact(plan.baseFee.exact)),
            .init(
                "period_credit",
                periodCredits[period.period].map { .exact($0.exact) } ?? .null),
            .init(
                "caps",
                .array(
                    try customer.caps.map { cap in
                        .object([
                            .init("amount", .exact(cap.amount)),
                            .init("reaction", .string(cap.reaction.rawValue)),
                            .init("left", .exact(try left(of: cap, in: period))),
                        ])
                    })),
            .init(
                "entitlements",
                .array(
                    entitlements.filter { $0.period == period.period && $0.plan == plan.code }
                        .map(\.json))),
        ])
    }
}

extension Fee {
    fileprivate var summary: JSONValue {
        .object([
            .init("charge", .string(charge.text)), .init("metric", .string(usage.metric.text)),
            .init(
                "dimensions",
                .object(usage.group.map { .init($0.dimension, .optional($0.value)) })),
            .init("units", .exact(explanation.units.exact)),
            .init("events", .int(usage.eventCount)),
            .init("precise_amount", .exact(amount.exact)),
        ])
    }
}

extension EntitlementUse {
    /// What is allowed, used and left: `1,000 allowed, 1,200 used, exceeded by evt_7 at …`.
    var words: String {
        var words = [value.text + (limit == nil || feature.type == .boolean ? "" : " allowed")]
        if let used { words.append("\(used.grouped(minimumScale: 0)) used") }
        if let breach {
            words.append("exceeded by \(breach.event) at \(breach.at)")
        } else if let left {
            words.append("\(left.grouped(minimumScale: 0)) left")
        }
        return words.joined(separator: ", ")
    }

    var json: JSONValue {
        .object([
            .init("customer_id", .string(customer.text)), .init("plan", .string(plan.text)),
            .init("feature", .string(feature.code.text)), .init("allowed", .string(value.text)),
            .init("from", .string(period.used.from.description)),
            .init("to", .string(period.used.to.description)),
            .init("used", used.map { .exact($0) } ?? .null),
            .init("left", left.map { .exact($0) } ?? .null),
            .init(
                "breach",
                breach.map {
                    .object([
                        .init("at", .string($0.at.description)), .init("event", .string($0.event)),
                        .init("events", .int($0.events)),
                    ])
                } ?? .null),
        ])
    }
}
