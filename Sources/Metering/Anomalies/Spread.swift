/// What is usual among some whole numbers, and how far they stray from it: the median and the median
/// absolute deviation, which a few outliers cannot move.
///
///     let usual = Spread([4, 5, 5, 6, 90])!
///     usual.isFar(90, times: 8, atLeast: 1)    // true: 90 > 5 + 8 × 1
///     usual.isFar(13, times: 8, atLeast: 1)    // false: 13 is not above 13
///
/// Medians of an even number of values are the mean of the two in the middle. Four times of everything
/// is compared, so that halves, and halves of halves, are whole numbers.
public struct Spread: Sendable, Equatable {
    private let median4: Int
    private let deviation4: Int

    /// Nil where there are no numbers.
    public init?(_ values: [Int]) {
        guard let median = Spread.doubledMedian(values) else { return nil }
        median4 = 2 * median
        // The distances are doubled here, and so is their median.
        deviation4 = Spread.doubledMedian(values.map { abs(2 * $0 - median) })!
    }

    /// Whether a number is above the median by more than so many deviations.
    ///
    /// - Parameter least: the deviation is taken for no smaller, nor for less than an eighth of the
    ///   median: who does the same every hour would else be far from it with one call more.
    public func isFar(_ value: Int, times threshold: Int, atLeast least: Int) -> Bool {
        // All times sixteen: two times the median is whole, and is its eighth then.
        let deviation = max(4 * deviation4, 16 * least, median4 / 2)
        return 16 * value > 4 * median4 + threshold * deviation
    }

    /// The median as it is printed: `5`, `5.5`.
    public var median: String { Spread.quarters(median4) }
    /// The median absolute deviation as it is printed.
    public var deviation: String { Spread.quarters(deviation4) }

    private static func doubledMedian(_ values: [Int]) -> Int? {
        if values.isEmpty { return nil }
        let sorted = values.sorted()
        return sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]
    }

    private static func quarters(_ value: Int) -> String {
        "\(value / 4)" + ["", ".25", ".5", ".75"][value % 4]
    }
}
