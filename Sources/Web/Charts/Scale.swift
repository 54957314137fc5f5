/// Where values stand on an axis, and which of them are named.
///
///     Scale(of: [0, 37]).ticks      // 0, 10, 20, 30, 40
///     Scale(of: [-120, 80]).ticks   // -150, -100, -50, 0, 50, 100
///
/// Steps are 1, 2, 2.5 or 5 times a power of ten, one to six of them, and zero is one of the ticks unless it may
/// be left out.
struct Scale {
    let ticks: [Int]
    var low: Int { ticks.first! }
    var high: Int { ticks.last! }

    init(of values: [Int], fromZero: Bool = true) {
        let zero = fromZero ? [0] : []
        let (low, high) = ((values + zero).min() ?? 0, (values + zero).max() ?? 0)
        let span = max(Int128(high) - Int128(low), 1)
        var power: Int128 = 1
        var step = power
        search: while true {
            for factor in [10, 20, 25, 50] as [Int128] where factor * power % 10 == 0 {
                step = factor * power / 10
                if step * 4 >= span { break search }
            }
            power *= 10
        }
        func floor(_ value: Int128) -> Int128 { value / step - (value % step < 0 ? 1 : 0) }
        let first = floor(Int128(low))
        let last = max(-floor(-Int128(high)), first + 1)
        ticks = (first...last).map { Int(clamping: $0 * step) }
    }

    /// How far below the top a value stands, in tenths of a pixel.
    func depth(_ value: Int, height: Int) -> Int {
        Int((Int128(high) - Int128(value)) * Int128(height * 10) / (Int128(high) - Int128(low)))
    }

    /// A tick in few characters: 12,400 is `12.4K` and `1.24万`; in hundredths where `decimals` is 2.
    ///
    /// - Parameter decimals: how many digits of the value stand behind the point.
    static func short(_ value: Int, decimals: Int = 0) -> Label {
        var one: Int128 = 1
        for _ in 0..<decimals { one *= 10 }
        let magnitude = Int128(value.magnitude)
        // From ten thousand on; below, all digits are as short.
        func text(_ units: [(size: Int128, name: String)]) -> String {
            for unit in units where magnitude >= max(unit.size, 10_000) * one {
                return Self.digits(magnitude * 100 / (unit.size * one)) + unit.name
            }
            return Self.digits(magnitude * 100 / one)
        }
        let sign = value < 0 ? "−" : ""
        return Label(
            sign + text([(1_000_000_000, "B"), (1_000_000, "M"), (1_000, "K")]),
            zh: sign + text([(100_000_000, "亿"), (10_000, "万")]))
    }

    /// 1240 hundredths as `12.4`.
    private static func digits(_ hundredths: Int128) -> String {
        var rest = "\(hundredths % 100 / 10)\(hundredths % 10)"
        while rest.last == "0" { rest.removeLast() }
        return Markup.grouped(Int(hundredths / 100)) + (rest.isEmpty ? "" : ".\(rest)")
    }
}

/// Coordinates as text: whole numbers with one or two digits behind the point.
enum Coordinate {
    /// 1234 tenths of a pixel as `123.4`.
    static func pixels(_ tenths: Int) -> String {
        tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
    }

    /// 1234 hundredths of a per cent as `12.34%`.
    static func share(_ hundredths: Int) -> String {
        let rest = hundredths % 100
        return rest == 0
            ? "\(hundredths / 100)%" : "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)%"
    }
}
