public import Money
public import Time

/// Other prices of a model: from a day on, at some hours of the day, or for another service.
///
/// One with a day or with hours is a whole price list, in the place of the plain one. One for a
/// service, such as batches, states only what it has a price for.
public struct PriceVariant: Sendable, Equatable {
    public let when: Condition
    public let bands: [PriceBookEntry.Band]
    public let unitPrices: [String: Exact]

    public init(when: Condition, bands: [PriceBookEntry.Band], unitPrices: [String: Exact]) {
        self.when = when
        self.bands = bands
        self.unitPrices = unitPrices
    }

    /// Every price, of tokens and of other units.
    var prices: [Exact] { PriceVariant.prices(bands, unitPrices) }

    static func prices(
        _ bands: [PriceBookEntry.Band], _ unitPrices: [String: Exact]
    ) -> [Exact] {
        bands.flatMap { $0.prices.values } + unitPrices.values
    }

    /// When a variant holds: everything that it names must hold.
    public struct Condition: Sendable, Hashable {
        /// `batch`, `flex`, `priority`, or a word of the table's own such as `speed=fast`.
        public var service: String?
        /// The first UTC day.
        public var from: Day?
        /// Parts of the UTC day, any of which will do. Empty: all of it.
        public var hours: [Hours] = []
        /// 1 for Monday to 7 for Sunday. Empty: every day.
        public var weekdays: [Int] = []
        /// The zone whose weekdays are meant; nil for UTC.
        public var weekdayZone: String?

        public init(service: String? = nil, from: Day? = nil, hours: [Hours] = []) {
            self.service = service
            self.from = from
            self.hours = hours
        }
    }

    /// Minutes of the UTC day: `[from, to)`, over midnight where `to` is not after `from`, the
    /// whole day where they are equal. Written `16:30-00:30`.
    public struct Hours: Sendable, Hashable, LosslessStringConvertible {
        public let from: Int
        public let to: Int

        public init(from: Int, to: Int) {
            self.from = from
            self.to = to
        }

        public init?(_ text: String) {
            let ends = text.split(separator: "-", omittingEmptySubsequences: false)
            guard ends.count == 2, let from = Hours.minute(ends[0]), let to = Hours.minute(ends[1])
            else { return nil }
            self.init(from: from, to: to)
        }

        /// `16:30` as minutes since midnight.
        static func minute(_ text: some StringProtocol) -> Int? {
            let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }),
                parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }),
                let hour = Int(parts[0]), let minute = Int(parts[1]), hour < 24, minute < 60
            else { return nil }
            return hour * 60 + minute
        }

        public var description: String { "\(Hours.text(from))-\(Hours.text(to))" }

        private static func text(_ minute: Int) -> String {
            [minute / 60, minute % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
        }
    }
}

extension PriceBookEntry {
    /// What a plain request costs on a UTC day: the list of the last day not after it, and of the
    /// variants only the hours that change it.
    ///
    /// Its state is that of its tokens: a model whose images alone have a price is unpriced here,
    /// and one whose tokens all cost zero is in question even where its searches have a price.
    ///
    /// An entry of 5.00 that says 4.00 from 13 March is 5.00 on 12 March and 4.00 a day later.
    public func inForce(on day: Day) -> PriceBookEntry {
        var list = (bands: bands, units: unitPrices)
        var hourly: [PriceVariant] = []
        for variant in variants where variant.when.service == nil {
            if let from = variant.when.from, from > day { continue }
            if variant.when.hours.isEmpty {
                list = (variant.bands, variant.unitPrices)
                hourly = []
            } else {
                hourly.append(variant)
            }
        }
        let tokens = State((list.bands + hourly.flatMap(\.bands)).flatMap { $0.prices.values })
        return PriceBookEntry(
            model: model, state: tokens == .zero && state == .free ? .free : tokens,
            bands: tokens == .unpriced ? [] : list.bands, unitPrices: list.units, variants: hourly,
            match: match)
    }

    /// The one list of prices at some hours of every day, where an entry in force has no more than
    /// that; nil where it has none, or several, or some by the day of the week.
    public var quietHours: (hours: [PriceVariant.Hours], bands: [Band])? {
        guard let bands = variants.first?.bands,
            variants.allSatisfy({
                $0.bands == bands && $0.when.weekdays.isEmpty && !$0.when.hours.isEmpty
            })
        else { return nil }
        return (variants.flatMap(\.when.hours), bands)
    }

    /// Whether tokens cost the same by both, whatever else differs.
    public func pricesTokens(like other: PriceBookEntry) -> Bool {
        func hourly(_ entry: PriceBookEntry) -> [PriceVariant] {
            entry.variants.filter { !$0.when.hours.isEmpty }
        }
        return state == other.state && bands == other.bands && hourly(self) == hourly(other)
    }
}
