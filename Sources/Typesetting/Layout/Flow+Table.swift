extension Flow {
    /// A place in a table: a row, and the line of it that is next where it began on another page.
    private struct Place: Equatable {
        var row: Int
        var line = 0
        /// How many rows are printed, as carried and brought forward rows count them: one that
        /// has begun is, as its figures stand on its first line.
        var printed: Int { line > 0 ? row + 1 : row }
    }

    /// A table row by row: the head on every page, carried and brought forward between them.
    mutating func flow(_ table: Table) throws(TypesettingError) {
        let rows = try measured(table)
        prepared = nil
        let head = try rows.headRow()
        let closing = try layout.stack(table.closing, spacing: 0, width: region.width).height
        builder.beginTag(.table)
        var next = Place(row: 0)
        var headIsShown = false
        repeat {
            var above: [Block] = []
            if next.printed > 0, let row = table.broughtForward?(next.printed) {
                above.append(try rows.row(row))
            }
            if next.line > 0 {
                let cell = continued.over(columns: table.columns.count)
                above.append(try rows.row(Table.Row(.carried, [cell])))
            }
            let top = (head?.height ?? 0) + above.reduce(0) { $0 + $1.height }
            let (chunk, end) = try chunk(rows, from: next, room: room - top, closing: closing)
            if end == next, next.row < table.rows.count {
                newPage()
                continue
            }
            if let head { place(head, artifact: headIsShown) }
            headIsShown = true
            for row in above { place(row, artifact: true) }
            for row in chunk { place(row) }
            next = end
            if next.row < table.rows.count {
                if let row = table.carriedForward?(next.printed) {
                    place(try rows.row(row), artifact: true)
                }
                newPage()
            }
        } while next.row < table.rows.count
        builder.endTag()
        try flow(table.closing, spacing: 0)
    }

    /// The rows from a place that go on this page, and the place after them; none if the next page
    /// is the better place.
    private func chunk(
        _ rows: TableLayout, from start: Place, room: Double, closing: Double
    ) throws(TypesettingError) -> (blocks: [Block], end: Place) {
        guard start.line > 0 else {
            return try chunk(rows, from: start.row, room: room, closing: closing)
        }
        let count = try rows.lineCount(at: start.row)
        let rest = try rows.row(at: start.row, lines: start.line..<count)
        let carried = try carriedHeight(rows, start.printed)
        let isLast = start.row + 1 == rows.table.rows.count
        guard rest.height + (isLast ? 0 : carried) <= room + 0.01 else {
            let part = try part(rows, from: start, room: room - carried)
            guard let part else { throw tooTall(rows, start.row, rest.height, room) }
            return ([part.block], Place(row: start.row, line: part.end))
        }
        if isLast { return ([rest], Place(row: start.row + 1)) }
        let (blocks, end) = try chunk(
            rows, from: start.row + 1, room: room - rest.height, closing: closing, isBegun: true)
        return ([rest] + blocks, end)
    }

    private func chunk(
        _ rows: TableLayout, from start: Int, room: Double, closing: Double, isBegun: Bool = false
    ) throws(TypesettingError) -> (blocks: [Block], end: Place) {
        let table = rows.table
        var blocks: [Block] = []
        var heights = [0.0]
        while start + blocks.count < table.rows.count {
            let place = Place(row: start + blocks.count)
            let block = try rows.row(at: place.row)
            // Half a page is more than a page can be left short of for one row.
            let isTall = block.height > region.height / 2
            let isLast = place.row + 1 == table.rows.count
            let carried = isTall ? try carriedHeight(rows, place.row + 1) : 0
            guard heights[blocks.count] + block.height + (isLast ? 0 : carried) <= room + 0.01
            else {
                guard isTall else { break }
                let left = room - heights[blocks.count] - carried
                if let part = try part(rows, from: place, room: left) {
                    return (blocks + [part.block], Place(row: place.row, line: part.end))
                }
                break
            }
            heights.append(heights[blocks.count] + block.height)
            blocks.append(block)
        }
        func end(_ count: Int) -> (blocks: [Block], end: Place) {
            (Array(blocks.prefix(count)), Place(row: start + count))
        }
        let isWhole = start + blocks.count == table.rows.count
        if isWhole, heights[blocks.count] + closing <= room + 0.01 { return end(blocks.count) }

        // The page is full: make room for the carried row, then go back to a place to break at.
        // Where only what closes the table has no room, some rows at least go on with it.
        var count = isWhole ? max(blocks.count - 1, 0) : blocks.count
        while count > 0,
            heights[count] + (try carriedHeight(rows, start + count)) > room + 0.01
        {
            count -= 1
        }
        let full = count
        while count > 0, rows.glue[start + count - 1] { count -= 1 }
        let least = start == 0 ? min(2, table.rows.count) : 1
        if count >= least { return end(count) }
        if isWhole { return end(blocks.count) }
        if !atTop || isBegun { return end(0) }
        // Rows that would all keep together and do not fit a page are broken after all.
        guard full > 0 else {
            throw tooTall(rows, start, try rows.row(at: start).height, room)
        }
        return end(full)
    }

    /// As many lines of a row as there is room for; nil for fewer than three, or none left over.
    private func part(
        _ rows: TableLayout, from place: Place, room: Double
    ) throws(TypesettingError) -> (block: Block, end: Int)? {
        let count = try rows.lineCount(at: place.row)
        var low = 2
        var high = count - place.line
        var found: (block: Block, end: Int)?
        while high - low > 1 {
            let middle = (low + high) / 2
            let end = place.line + middle
            let block = try rows.row(at: place.row, lines: place.line..<end)
            if block.height <= room + 0.01 {
                found = (block, end)
                low = middle
            } else {
                high = middle
            }
        }
        return found
    }

    private func carriedHeight(
        _ rows: TableLayout, _ printed: Int
    ) throws(TypesettingError) -> Double {
        guard let row = rows.table.carriedForward?(printed) else { return 0 }
        return try rows.row(row).height
    }

    private func tooTall(
        _ rows: TableLayout, _ row: Int, _ height: Double, _ room: Double
    ) -> TypesettingError {
        .tooTall(what: "row \(row + 1) of a table", height: height, available: room)
    }

    /// The height a table needs to begin on a page: its head, and the first rows it may break after.
    func startHeight(_ rows: TableLayout) throws(TypesettingError) -> Double {
        let count = rows.table.rows.count
        var height = try rows.headRow()?.height ?? 0
        var taken = 0
        while taken < min(2, count) || taken < count && rows.glue[taken - 1] {
            let row = try rows.row(at: taken).height
            // Three lines of a row that is split, or of rows that no page holds together.
            if height + row > region.height || row > region.height / 2 {
                return height + 4 * rows.table.style.rowHeight
            }
            height += row
            taken += 1
        }
        return taken < count ? height + (try carriedHeight(rows, taken)) : height
    }

    /// A table's measures, taken once however often it is asked whether it fits.
    func measured(_ table: Table) throws(TypesettingError) -> TableLayout {
        if let prepared { return prepared }
        return try TableLayout(table, layout, width: region.width)
    }
}

extension Table {
    /// For each row whether the next one must be on the same page.
    var glue: [Bool] {
        var glue = [Bool](repeating: false, count: rows.count)
        func hold(_ index: Int) {
            if glue.indices.contains(index), index < rows.count - 1 { glue[index] = true }
        }
        for (index, row) in rows.enumerated() {
            if row.keeps { hold(index - 1) }
            switch row.kind {
            case .group:
                hold(index)
                hold(index + 1)
            case .detail:
                // The first two stay with their item, the last two with each other.
                let isFirst = index == 0 || rows[index - 1].kind != .detail
                let isLast = index + 1 == rows.count || rows[index + 1].kind != .detail
                if isFirst || isLast { hold(index - 1) }
                if isFirst, !isLast { hold(index) }
            case .note, .subtotal, .addition, .total: hold(index - 1)
            case .item, .carried: break
            }
        }
        // The closing sums stay with two items, a table's end is no row alone.
        for index in startOfEnd..<rows.count { hold(index) }
        return glue
    }

    /// The first of the rows that end a table on one page: the closing sums and two items above
    /// them with their steps, or the last three rows.
    private var startOfEnd: Int {
        let sums = rows.reversed().prefix { $0.kind.isSum }.count
        var start = rows.count - sums
        var items = 0
        while start > 0, items < (sums > 0 ? 2 : 3), rows.count - sums - start < Self.mostPulled {
            start -= 1
            if rows[start].kind == .item || sums == 0 { items += 1 }
        }
        return start
    }

    /// Rows that the closing sums pull with them to the next page at most.
    private static let mostPulled = 12
}

extension Table.Row.Kind {
    /// Whether it can be one of the sums a table ends with.
    fileprivate var isSum: Bool { self == .subtotal || self == .addition || self == .total }
}
