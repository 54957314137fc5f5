public import Money
import Store
import Time

extension CSVPriceTable {
    /// The entries as a table that reads back the same: token prices for a million, others for one.
    ///
    /// - Throws: `MoneyError.doesNotFit` where a price for a million has too many digits.
    public static func text(_ entries: [PriceBookEntry]) throws(MoneyError) -> String {
        var lines = [CSVRows.line(columns)]
        for entry in entries {
            let plain = PriceVariant(
                when: .init(), bands: entry.bands, unitPrices: entry.unitPrices)
            var isFirst = true
            for list in [plain] + entry.variants {
                for var cells in try rows(list) {
                    cells["model"] = entry.model
                    cells["state"] = entry.state.rawValue
                    if isFirst { cells["match"] = entry.match?.json.compact }
                    isFirst = false
                    lines.append(CSVRows.line(columns.map { cells[$0] ?? "" }))
                }
            }
        }
        return lines.joined(separator: "\n")
    }

    /// A row for each band and each unit; one without prices where there is nothing, so that the
    /// model is named.
    private static func rows(_ list: PriceVariant) throws(MoneyError) -> [[String: String]] {
        var when: [String: String] = [:]
        when["service"] = list.when.service
        when["from"] = list.when.from?.description
        when["hours_utc"] = list.when.hours.map(\.description).joined(separator: " ")
        when["weekdays"] = list.when.weekdays.map { "\($0)" }.joined(separator: " ")
        when["weekday_zone"] = list.when.weekdayZone
        var rows: [[String: String]] = []
        for band in list.bands where !band.prices.isEmpty || list.bands.count > 1 {
            var cells = when
            cells["max_input_tokens"] = band.maxInputTokens.map { "\($0)" }
            cells["per"] = "1000000"
            for (tokenClass, price) in band.prices {
                cells[tokenClass.rawValue] = try price.times(Exact(1_000_000)).description
            }
            rows.append(cells)
        }
        for (unit, price) in list.unitPrices.sorted(by: { $0.key < $1.key }) {
            var cells = when
            cells["per"] = "1"
            cells["unit"] = unit
            cells["price"] = price.description
            rows.append(cells)
        }
        return rows.isEmpty ? [when] : rows
    }
}
