extension Table {
    /// The table without some of its columns, counted from 0: their cells go, and cells over several columns are
    /// as many narrower.
    ///
    ///     table.without(columns: [2])     // ["item", "2", "0.08", "0.16"] is ["item", "2", "0.16"]
    public func without(columns dropped: Set<Int>) -> Table {
        if dropped.isEmpty { return self }
        var table = self
        table.columns = columns.enumerated().filter { !dropped.contains($0.offset) }.map(\.element)
        table.head = Table.cells(head, without: dropped)
        table.rows = rows.map { $0.without(dropped) }
        if let carried = carriedForward {
            table.carriedForward = { carried($0).without(dropped) }
        }
        if let brought = broughtForward {
            table.broughtForward = { brought($0).without(dropped) }
        }
        return table
    }

    fileprivate static func cells(_ cells: [Cell], without dropped: Set<Int>) -> [Cell] {
        var place = 0
        return cells.compactMap { cell in
            let taken = place..<(place + cell.columns)
            place = taken.upperBound
            let left = taken.count - taken.filter(dropped.contains).count
            if left == 0 { return nil }
            return left == cell.columns ? cell : cell.over(columns: left)
        }
    }
}

extension Table.Row {
    /// A group's only cell runs over all columns, however many there are.
    fileprivate func without(_ dropped: Set<Int>) -> Table.Row {
        kind == .group && cells.count == 1
            ? self : Table.Row(kind, Table.cells(cells, without: dropped), keepsWithPrevious: keeps)
    }
}
