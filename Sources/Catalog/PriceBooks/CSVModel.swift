import Money
import Store
import Time

/// Collects the rows of one model of our own table.
struct CSVModel {
    private typealias List = (bands: [PriceBookEntry.Band], units: [String: Exact])

    let name: String
    /// The first row.
    let place: PriceTablePlace
    private var state: PriceBookEntry.State?
    private var match: ModelMatch?
    /// In the order of the rows.
    private var lists: [(when: PriceVariant.Condition, list: List)] = []

    init(name: String, place: PriceTablePlace) {
        self.name = name
        self.place = place
    }

    mutating func read(_ row: CSVRows.Row, _ columns: CSVColumns) throws(CatalogError) {
        let place = PriceTablePlace(file: place.file, line: row.line)
        let state = columns["state", row]
        if !state.isEmpty {
            let read = PriceBookEntry.State(rawValue: state)
            guard let read, self.state ?? read == read else {
                throw place.at("state").problem(
                    state, "priced, zero, free or unpriced, the same on every row of \(name)")
            }
            self.state = read
        }
        let rule = columns["match", row]
        if !rule.isEmpty {
            match = (try? JSONValue(parsing: rule)).flatMap { ModelMatch($0) }
            if match == nil { throw place.at("match").problem(rule, "a rule for names, as JSON") }
        }
        let when = try CSVModel.condition(row, columns, place)
        if lists.last?.when != when {
            guard !lists.contains(where: { $0.when == when }) else {
                throw place.problem("\(name) again", "rows that hold at the same time together")
            }
            lists.append((when, ([], [:])))
        }
        try add(row, columns, place)
    }

    private mutating func add(
        _ row: CSVRows.Row, _ columns: CSVColumns, _ place: PriceTablePlace
    ) throws(CatalogError) {
        let unit = columns["unit", row]
        let bound = columns["max_input_tokens", row]
        var prices: [TokenClass: Exact] = [:]
        for tokenClass in TokenClass.allCases {
            prices[tokenClass] = try CSVModel.price(tokenClass.rawValue, row, columns, place)
        }
        let price = try CSVModel.price("price", row, columns, place)
        if !unit.isEmpty || price != nil {
            guard let price, !unit.isEmpty, prices.isEmpty, bound.isEmpty else {
                throw place.problem(
                    "a row of \(name) with unit “\(unit)”",
                    "unit and price and no prices of tokens")
            }
            guard lists[lists.count - 1].list.units.updateValue(price, forKey: unit) == nil else {
                throw place.at("unit").problem("\(unit) again", "a unit once")
            }
            return
        }
        var limit: Int64?
        if !bound.isEmpty {
            limit = Int64(bound)
            guard let limit, limit > 0 else {
                throw place.at("max_input_tokens").problem(bound, "a whole number above zero")
            }
        }
        if let last = lists[lists.count - 1].list.bands.last {
            guard let below = last.maxInputTokens, limit.map({ $0 > below }) ?? true else {
                throw place.at("max_input_tokens").problem(
                    bound.isEmpty ? "empty" : bound, "bounds that rise, and only the last empty")
            }
        }
        lists[lists.count - 1].list.bands.append(
            PriceBookEntry.Band(maxInputTokens: limit, prices: prices))
    }

    /// A price for one token or unit; nil where the cell is empty.
    private static func price(
        _ column: String, _ row: CSVRows.Row, _ columns: CSVColumns, _ place: PriceTablePlace
    ) throws(CatalogError) -> Exact? {
        let cell = columns[column, row]
        if cell.isEmpty { return nil }
        let price = try place.at(column).price(.string(cell))
        var power = columns.powers[column]
        if power == nil {
            let per = columns["per", row]
            let digits = per.utf8.dropFirst()
            guard per.utf8.first == UInt8(ascii: "1"), digits.count <= 9,
                digits.allSatisfy({ $0 == UInt8(ascii: "0") })
            else { throw place.at("per").problem("“\(per)”", "1, 1000, 1000000 or the like") }
            power = digits.count
        }
        do { return try price.shifted(right: power!) } catch {
            throw place.at(column).problem(cell, "a price of at most 40 decimals for one")
        }
    }

    private static func condition(
        _ row: CSVRows.Row, _ columns: CSVColumns, _ place: PriceTablePlace
    ) throws(CatalogError) -> PriceVariant.Condition {
        var when = PriceVariant.Condition()
        func cell(_ column: String) -> String? {
            let cell = columns[column, row]
            return cell.isEmpty ? nil : cell
        }
        when.service = cell("service")
        if let from = cell("from") {
            when.from = try? Day(from)
            if when.from == nil { throw place.at("from").problem(from, "a day, 2026-03-13") }
        }
        for hours in (cell("hours_utc") ?? "").split(separator: " ") {
            guard let hours = PriceVariant.Hours(String(hours)) else {
                throw place.at("hours_utc").problem(String(hours), "such as 16:30-00:30")
            }
            when.hours.append(hours)
        }
        for day in (cell("weekdays") ?? "").split(separator: " ") {
            guard let day = Int(day), (1...7).contains(day) else {
                throw place.at("weekdays").problem(String(day), "1 for Monday to 7 for Sunday")
            }
            when.weekdays.append(day)
        }
        when.weekdayZone = cell("weekday_zone")
        if when.hours.isEmpty, !when.weekdays.isEmpty || when.weekdayZone != nil {
            throw place.problem("weekdays without hours", "hours_utc; 00:00-00:00 is all day")
        }
        return when
    }

    func entry() throws(CatalogError) -> PriceBookEntry {
        for (when, list) in lists where list.bands.last.map({ $0.maxInputTokens != nil }) ?? false {
            throw place.problem(
                "the bands of \(name)\(when == .init() ? "" : " of a variant") end at "
                    + "\(list.bands.last!.maxInputTokens!)", "a last band without max_input_tokens")
        }
        let plain: List = lists.first { $0.when == .init() }?.list ?? ([], [:])
        let entry = PriceBookEntry(
            model: name, bands: plain.bands, unitPrices: plain.units,
            variants: lists.filter { $0.when != .init() }.map { when, list in
                PriceVariant(
                    when: when,
                    bands: list.bands.contains { !$0.prices.isEmpty } ? list.bands : [],
                    unitPrices: list.units)
            }, match: match, isFree: state == .free)
        if let state, state != entry.state {
            throw place.at("state").problem(
                state.rawValue, "\(entry.state.rawValue), which is what the prices of \(name) say")
        }
        return entry
    }
}
