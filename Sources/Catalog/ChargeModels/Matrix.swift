import Money

/// A price for each combination of dimension values, and one for the others.
///
///     {model: matrix, dimensions: [resolution], prices: [{when: {resolution: hd}, unit_price: "0.12"}],
///      default: "0.08"}
public struct Matrix: Sendable, Equatable {
    public let dimensions: [String]
    public let cells: [Cell]
    /// What a combination that is not listed costs; nil where it has no price.
    public let other: Rate?

    /// The price of one combination; a dimension that is not named may have any value.
    public struct Cell: Sendable, Equatable {
        public let values: [String: String]
        public let rate: Rate
    }

    /// The price of a combination; the first cell all of whose values match decides.
    public func rate(_ values: [String: String]) -> Rate? {
        let cell = cells.first { cell in
            cell.values.allSatisfy { values[$0.key] == $0.value }
        }
        return cell?.rate ?? other
    }
}

extension Matrix {
    init(_ node: CatalogNode) throws(CatalogError) {
        var dimensions: [String] = []
        for child in try node.required("dimensions").list() { dimensions.append(try child.text()) }
        var cells: [Cell] = []
        var seen: Set<[String: String]> = []
        for child in try node.required("prices").list() {
            try child.only("when", "unit_price")
            var values: [String: String] = [:]
            for (key, value) in try child.required("when").members() {
                guard dimensions.contains(key) else {
                    throw value.problem(
                        "“\(key)”", "one of " + dimensions.joined(separator: ", "))
                }
                values[key] = try value.text()
            }
            guard seen.insert(values).inserted else {
                throw child.problem(child.found, "each combination once")
            }
            cells.append(Cell(values: values, rate: try Rate(child, per: node)))
        }
        self.dimensions = dimensions
        self.cells = cells
        other = try node.optional("default") == nil ? nil : try Rate(node, "default", per: node)
    }
}
