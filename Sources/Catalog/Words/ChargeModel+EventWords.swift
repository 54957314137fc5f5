import Money

extension Percentage {
    var words: [String] {
        var parts = ["\(rate.price) % of each event's amount"]
        if !fixedPerEvent.isZero { parts.append("and \(fixedPerEvent) an event") }
        var lines = [parts.joined(separator: " ")]
        var free: [String] = []
        if let freeEvents { free.append("\(freeEvents) events") }
        if let freeAmount { free.append("an amount of \(freeAmount.grouped(minimumScale: 0))") }
        if !free.isEmpty {
            let ends = method == .whicheverFirst && free.count == 2 ? ", whichever ends first" : ""
            lines.append("  free: the first " + free.joined(separator: " and ") + ends)
        }
        if let perEventMinimum { lines.append("  at least \(perEventMinimum) an event") }
        if let perEventMaximum { lines.append("  at most \(perEventMaximum) an event") }
        return lines
    }
}

extension Matrix {
    func words(_ unit: String) -> [String] {
        var lines = ["a price by " + dimensions.joined(separator: " and ")]
        for cell in cells {
            let values = cell.values.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            lines.append(
                "  \(values.isEmpty ? "any" : values.joined(separator: ", ")): "
                    + cell.rate.words(unit))
        }
        lines.append("  others: " + (other.map { $0.words(unit) } ?? "no price"))
        return lines
    }
}

extension Tokens {
    var words: [String] {
        let size =
            bandBy == .totalInput
            ? "a request is as large as all its input tokens"
            : "a request is as large as the input tokens it reports"
        switch prices {
        case .book(let code, let dimension):
            return ["by class of token at the prices of the book \(code), by \(dimension)"]
        case .own(let own):
            return ["by class of token; \(size)"] + own.words
        }
    }
}

extension TokenPrices {
    var words: [String] {
        var lines = TokenPrices.words(bands, per)
        if let offPeak {
            let hours = offPeak.hours.map { "from \(clock($0.from)) to \(clock($0.to))" }
            lines.append("  \(hours.joined(separator: ", ")) UTC:")
            lines += TokenPrices.words(offPeak.bands, per).map { "  " + $0 }
        }
        return lines
    }

    private static func words(_ bands: [PriceBookEntry.Band], _ per: Exact) -> [String] {
        bands.enumerated().map { index, band in
            let prices = TokenClass.allCases.compactMap { tokenClass in
                band.prices[tokenClass].map {
                    "\(tokenClass.rawValue) \($0.grouped(minimumScale: 2))"
                }
            }
            let range =
                band.maxInputTokens.map {
                    "requests of up to \(Exact($0).grouped(minimumScale: 0)) input tokens"
                } ?? (index == 0 ? "all requests" : "larger requests")
            let count = per == .one ? "token" : per.grouped(minimumScale: 0)
            return "  \(range): \(prices.joined(separator: " · ")) per \(count)"
        }
    }

    private func clock(_ minute: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return two(minute / 60) + ":" + two(minute % 60)
    }
}
