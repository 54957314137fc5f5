extension Routes {
    /// The routes of all series, one after another, so that a step of a scan counts no references.
    ///
    ///     let table = Routes.Table(routes)
    ///     for place in table.places(of: 7) { table.routes[place] }     // the routes of series 7
    struct Table {
        /// The lowest number of a series.
        private let lowest: Int64
        /// By the number of a series from there on: where its routes begin. Those of a series end where the next one's
        /// begin.
        private var begins: [Int32] = [0]
        private(set) var routes: [Route] = []
        let tokenRoutes: [TokenRoute]

        init(_ all: Routes) {
            tokenRoutes = all.tokenRoutes
            let numbers = all.series.keys.sorted()
            lowest = numbers.first ?? 0
            for number in numbers {
                let none = repeatElement(
                    Int32(routes.count), count: Int(number - lowest) - begins.count + 1)
                begins += none
                routes += all.series[number]!.routes
                begins.append(Int32(routes.count))
            }
        }

        /// Numbers of series from the lowest to the highest.
        var seriesCount: Int { begins.count - 1 }

        /// The number of a series from the lowest on: 0 to `seriesCount`, for one there is.
        @inline(__always)
        func index(of series: Int64) -> Int { Int(series - lowest) }

        /// Where the routes of a series stand; empty for one that is not among them.
        @inline(__always)
        func places(of series: Int64) -> Range<Int> {
            let index = index(of: series)
            guard index >= 0, index + 1 < begins.count else { return 0..<0 }
            return Int(begins[index])..<Int(begins[index + 1])
        }
    }
}
