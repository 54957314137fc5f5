import Money

extension Plan {
    /// What is agreed beside base fee and charges, a line each: `trial of 14 days, usage is free`.
    public var termWords: [String] {
        var words: [String] = []
        if anchor == .subscription { words.append("periods from the subscription's first day") }
        if billed == .inArrears { words.append("fees at fixed days are billed in arrears") }
        if let trial {
            words.append(
                "trial of \(trial.days) days, usage is \(trial.usageIsFree ? "free" : "billed")")
        }
        if let seats {
            words.append(
                "seats at \(seats.fee)"
                    + (seats.included == 0 ? "" : " beside the \(seats.included) included"))
        }
        if let commitment {
            words.append(
                "commitment of \(commitment.amount)"
                    + (commitment.overageFactor == .one
                        ? "" : ", usage above it × \(commitment.overageFactor)"))
        }
        if let threshold { words.append("an invoice whenever \(threshold) of usage are unbilled") }
        if let periodCredit { words.append("\(periodCredit) of credit for each period's usage") }
        if !entitlements.isEmpty {
            words.append(
                "allows "
                    + entitlements.map { "\($0.feature): \($0.value.text)" }
                    .joined(separator: ", "))
        }
        if !comparedWith.isEmpty {
            words.append(
                "invoices compare it with " + comparedWith.map(\.text).joined(separator: ", "))
        }
        return words
    }
}

extension Feature {
    /// `quantity of input_tokens by the period`.
    public var words: String {
        switch limits {
        case nil: type.rawValue
        case .period(let metric): "\(type.rawValue), held against \(metric) by the period"
        case .event(let metric, let property):
            "\(type.rawValue), held against \(property) of each event of \(metric)"
        }
    }
}

extension AddOn {
    /// `USD 100 by the plan's interval`.
    public var words: String { "\(fee) " + (recurs == .once ? "once" : "by the plan's interval") }
}

extension Coupon {
    /// `10 % of usage lines, for 3 invoices`.
    public var words: String {
        let amount =
            switch value {
            case .percent(let percent): "\(percent) %"
            case .fixed(let amount): "\(amount)"
            }
        let limits =
            metrics.map(\.text) + plans.map { "plan \($0)" }
            + lines.map { "\($0.rawValue) lines" }
        let many = invoices.map { $0 == 1 ? "for one invoice" : "for \($0) invoices" } ?? "for ever"
        return amount + (limits.isEmpty ? "" : " of " + limits.joined(separator: ", "))
            + ", \(many)"
    }
}

extension Customer {
    /// What it takes beside its plan, and when that ends: `until 2026-12-31 · 8 seats`.
    public var termWords: String {
        var words: [String] = []
        if let until { words.append("until \(until)") }
        if seats > 0 { words.append("\(seats) seats") }
        words += addOns.map { $0.quantity == 1 ? "\($0.code)" : "\($0.quantity) \($0.code)" }
        words += coupons.map { "coupon \($0)" }
        return words.joined(separator: " · ")
    }
}
