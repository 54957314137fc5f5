import Catalog
import Money
import Rating
import Store
import Time

/// Caps: what is used and left of each, and the event that crossed it.
struct CapReport: WhatIfReport {
    let period: Month
    let uses: [CapUse]

    var text: String {
        if uses.isEmpty { return "no customer has a cap in \(period)" }
        return uses.map { use in
            let what =
                use.cap.metrics.isEmpty
                ? "all usage" : use.cap.metrics.map(\.text).joined(separator: ", ")
            let cap = PreciseAmount(use.cap.amount, use.used.currency)
            var lines = [
                "\(use.customer) · \(use.plan) · \(use.period.used) · \(what) · "
                    + "cap \(cap), \(use.cap.reaction.rawValue)",
                "  used \(use.used) · left \(use.left)",
            ]
            if let crossing = use.crossing {
                lines.append(
                    "  reached at \(crossing.at) by \(crossing.event), at \(crossing.reached)")
                lines += crossing.after.map { after in
                    "  \(after.metric) after it: \(after.events) events, \(after.units.grouped) units, "
                        + "\(after.amount)"
                }
                lines.append("  " + consequence(use))
            }
            return lines.joined(separator: "\n")
        }.joined(separator: "\n")
    }

    private func consequence(_ use: CapUse) -> String {
        let refused = (try? use.refused()) ?? .zero(use.used.currency)
        return switch use.cap.reaction {
        case .warn: "to be told; \(refused) came after"
        case .throttle: "on the throttle list; \(refused) came after"
        case .stopBilling:
            "billing stopped at it: \(use.above) of \(use.used) are not billed"
        case .pause: "to be refused after it: \(refused); it is billed all the same"
        }
    }

    var json: JSONValue {
        .object([
            .init("schema", "bm.caps/1"), .init("period", .string(period.description)),
            .init("caps", .array(uses.map(json))),
        ])
    }

    private func json(_ use: CapUse) -> JSONValue {
        let refused = (try? use.refused()) ?? .zero(use.used.currency)
        return .object([
            .init("customer_id", .string(use.customer.text)), .init("plan", .string(use.plan.text)),
            .init("from", .string(use.period.used.from.description)),
            .init("to", .string(use.period.used.to.description)),
            .init("metrics", .array(use.cap.metrics.map { .string($0.text) })),
            .init("reaction", .string(use.cap.reaction.rawValue)),
            .init("currency", .string(use.used.currency.code)),
            .init("amount", .exact(use.cap.amount)), .init("used", .exact(use.used.exact)),
            .init("left", .exact(use.left.exact)),
            .init(
                "crossing",
                use.crossing.map { crossing in
                    .object([
                        .init("at", .string(crossing.at.description)),
                        .init("event", .string(crossing.event)),
                        .init("reached", .exact(crossing.reached.exact)),
                        .init("amount_after", .exact(refused.exact)),
                        .init(
                            "after",
                            .array(
                                crossing.after.map {
                                    .object([
                                        .init("metric", .string($0.metric.text)),
                                        .init("events", .int($0.events)),
                                        .init("units", .exact($0.units.exact)),
                                        .init("amount", .exact($0.amount.exact)),
                                    ])
                                })),
                    ])
                } ?? .null),
        ])
    }
}
