import Catalog
import Money

extension Percentage {
    /// A share of each event's amount and a fixed fee, after the free events and the free amount.
    ///
    /// 2.9 % and 0.30 an event, of events of 100, 50 and 25: 175 × 2.9 % + 3 × 0.30 = 5.975.
    ///
    /// The event that uses up the free amount pays the fixed fee, and its share on what is above.
    ///
    /// - Parameter earlier: events of the period that had another price: they go first on what is free.
    func steps(
        _ amounts: [Exact], after earlier: [Exact], _ factor: Exact
    ) throws -> [Explanation.Step] {
        var free = Free(self)
        for amount in earlier { _ = try free.paid(of: amount) }
        var taxed = Tally()
        var raised = 0
        var cut = 0
        let unit = try rate.unitPrice.times(factor)
        for amount in amounts {
            if amount.isNegative { throw PricingError.negativeUnits(amount) }
            guard let paid = try free.paid(of: amount) else { continue }
            let cost = try paid.times(unit).plus(fixedPerEvent)
            if let minimum = perEventMinimum, cost < minimum {
                raised += 1
            } else if let maximum = perEventMaximum, cost > maximum {
                cut += 1
            } else {
                taxed.count += 1
                taxed.sum = try taxed.sum.plus(paid)
            }
        }
        var steps = [
            try Explanation.Step(
                .share(events: taxed.count), units: taxed.sum, rate: rate, multiplier: factor)
        ]
        if !fixedPerEvent.isZero {
            steps.append(
                try .init(.events, units: Exact(taxed.count), rate: Rate(price: fixedPerEvent)))
        }
        if let minimum = perEventMinimum, raised > 0 {
            steps.append(
                try .init(.eventMinimum, units: Exact(raised), rate: Rate(price: minimum)))
        }
        if let maximum = perEventMaximum, cut > 0 {
            steps.append(try .init(.eventMaximum, units: Exact(cut), rate: Rate(price: maximum)))
        }
        return steps
    }

    private struct Tally {
        var count = 0
        var sum = Exact.zero
    }

    /// What is free still. A limit of zero is none.
    private struct Free {
        private let method: Method
        private var events: Int?
        private var amount: Exact?

        init(_ percentage: Percentage) {
            method = percentage.method
            events = percentage.freeEvents.flatMap { $0 > 0 ? $0 : nil }
            amount = percentage.freeAmount.flatMap { $0.isZero ? nil : $0 }
        }

        /// The part of an event's amount that is paid; nil where all of the event is free.
        mutating func paid(of value: Exact) throws -> Exact? {
            if events == nil, amount == nil { return value }
            if let left = events {
                if left == 0 {
                    events = nil
                    // By the event, the free amount goes on; otherwise both end with the events.
                    if method == .whicheverFirst || amount == nil {
                        amount = nil
                        return value
                    }
                } else {
                    events = left - 1
                }
            }
            guard let left = amount else { return nil }
            if value < left {
                amount = try left.minus(value)
                return nil
            }
            amount = nil
            events = nil
            return try value.minus(left)
        }
    }
}

extension PricedUsage.PricedEvent {
    /// The sum of the prices that the events came with; nothing where no unit was used.
    static func steps(_ events: [Self], _ factor: Exact) throws -> [Explanation.Step] {
        var units = Exact.zero
        var sum = Exact.zero
        for event in events {
            units = try units.plus(event.units)
            sum = try sum.plus(event.amount)
        }
        if units.isZero { sum = .zero }
        return [
            try .init(
                .eventAmounts(events.count), units: sum, rate: Rate(price: .one),
                multiplier: factor)
        ]
    }
}
