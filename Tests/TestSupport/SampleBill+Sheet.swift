extension SampleBill {
    /// A bill as a table that can be spoiled before it is written.
    public struct Sheet: Sendable {
        /// Comments before the header.
        public var before: [String] = []
        public var headers: [String]
        /// Cells as the channel prints them, with their backtick or TAB.
        public var rows: [[String]]
        /// The summary.
        public var after: [String]
        /// Columns of which no digit can change without the bill being refused.
        public var checked: [String]

        /// - Parameter columns: each with what it says of a movement.
        init<Element>(
            _ elements: [Element], columns: [(header: String, cell: (Element) -> String)],
            checked: [String]
        ) {
            headers = columns.map(\.header)
            rows = elements.map { element in columns.map { $0.cell(element) } }
            after = []
            self.checked = checked
        }

        public mutating func shuffleColumns(using random: inout SplitMix) {
            let order = headers.indices.shuffled(using: &random)
            headers = order.map { headers[$0] }
            rows = rows.map { row in order.map { row[$0] } }
        }

        public func text(lineEnd: String) -> String {
            let table = ([headers] + rows).map { $0.joined(separator: ",") }
            return (before + table + after).map { $0 + lineEnd }.joined()
        }

        /// The sheet with another digit in a cell, or nil where that cell has none.
        public func changingDigit(
            row: Int, column: Int, using random: inout SplitMix
        ) -> Sheet? {
            guard let cell = SampleBill.changingDigit(rows[row][column], using: &random) else {
                return nil
            }
            var sheet = self
            sheet.rows[row][column] = cell
            return sheet
        }
    }

    /// The text with one of its digits another one; nil where it has none.
    public static func changingDigit(_ text: String, using random: inout SplitMix) -> String? {
        var bytes = Array(text.utf8)
        guard
            let place = bytes.indices.filter({ (48...57).contains(bytes[$0]) })
                .randomElement(using: &random)
        else { return nil }
        let step = UInt8.random(in: 1...9, using: &random)
        bytes[place] = 48 + (bytes[place] - 48 + step) % 10
        return String(decoding: bytes, as: UTF8.self)
    }

    /// `765000` → `7650.00`.
    static func yuan(_ fen: Int) -> String {
        let size = fen.magnitude
        let rest = size % 100
        return "\(fen < 0 ? "-" : "")\(size / 100).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// Hundred-thousandths of a yuan: `4590000` → `45.90000`.
    static func fiveDecimals(_ value: Int) -> String {
        let size = value.magnitude
        let rest = String(size % 100_000)
        let zeros = String(repeating: "0", count: 5 - rest.utf8.count)
        return "\(value < 0 ? "-" : "")\(size / 100_000).\(zeros)\(rest)"
    }
}
