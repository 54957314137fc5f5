import Time

extension GeneratedMonth {
    /// Units of each currency for a euro, to start from; in ten-thousandths.
    private static let startingRates = [
        ("USD", 11_400), ("NZD", 19_400), ("AUD", 17_800), ("HKD", 89_000), ("THB", 370_000),
        ("GBP", 8500), ("SGD", 14_700), ("JPY", 1_650_000), ("CNY", 82_000),
    ]

    /// For each workday from 40 days before the month to 40 days after it, the newest first: the layout of the European
    /// Central Bank's own file, since bills are at that bank's rates. One goes up or down by up to two thousandths a day.
    func rates() -> String {
        var dice = Dice(seed: seed ^ 0x7261_7465)
        var current = GeneratedMonth.startingRates
        var rows: [String] = []
        for offset in -40..<month.length + 40 {
            let day = month.firstDay.advanced(by: offset)
            if day.weekday > 5 { continue }
            var row = "\(day),"
            for index in current.indices {
                let rate = current[index].1
                let next = rate + rate * (dice.below(401) - 200) / 100_000
                current[index].1 = next
                row += "\(next / 10_000).\(GeneratedMonth.padded(next % 10_000, 4)),"
            }
            rows.append(row)
        }
        let header = "Date," + current.map { "\($0.0)," }.joined()
        return ([header] + rows.reversed()).joined(separator: "\n") + "\n"
    }
}
