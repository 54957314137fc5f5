public import Money

extension CreditNote {
    /// What a note was asked for: asked once more under its id, it is the same note.
    ///
    /// `--line 2 --line 1=10.50` is kept as `1=10.5 2`, and no line at all as all of them.
    public struct Request: Sendable, Equatable {
        /// In the order of their numbers.
        public let lines: [Line]
        public let refundTo: Destination
        public let reason: String

        /// A line with the value it is lowered by; nil for all that is left of it.
        public struct Line: Sendable, Equatable {
            public let number: Int
            public let value: Exact?
        }

        public init(
            lowering lines: [(line: Int, value: Exact?)], refundTo: Destination, reason: String
        ) {
            self.init(
                lines.map { Line(number: $0.line, value: $0.value) }, refundTo: refundTo,
                reason: reason)
        }

        private init(_ lines: [Line], refundTo: Destination, reason: String) {
            self.lines = lines.sorted { $0.number < $1.number }
            self.refundTo = refundTo
            self.reason = reason
        }

        /// Reads the lines back as `linesText` writes them; nil where it has never written them so.
        init?(linesText: String, refundTo: Destination, reason: String) {
            var lines: [Line] = []
            for word in linesText.split(separator: " ") {
                let parts = word.split(separator: "=", omittingEmptySubsequences: false)
                    .map(String.init)
                guard parts.count <= 2, let number = Int(parts[0]) else { return nil }
                let value = parts.count == 2 ? Exact(parts[1]) : nil
                if parts.count == 2, value == nil { return nil }
                lines.append(Line(number: number, value: value))
            }
            self.init(lines, refundTo: refundTo, reason: reason)
        }

        /// `1=10.5 2`; empty for all that is left of the invoice.
        public var linesText: String {
            lines.map { line in
                "\(line.number)" + (line.value.map { "=\($0)" } ?? "")
            }.joined(separator: " ")
        }

        /// As an error names it: `INV-2026-0601-0002, line 1=10.5 2, refund to none, reason “outage”`.
        public func words(_ invoice: Invoice.Number) -> String {
            "\(invoice), \(lines.isEmpty ? "all lines" : "line \(linesText)"), refund to "
                + "\(refundTo.rawValue), reason “\(reason)”"
        }
    }
}
