extension Flow {
    /// A table row by row: the head on every page, carried and brought forward between them.
    mutating func flow(_ table: Table) throws(TypesettingError) {
        let rows = try TableLayout(table, layout, width: region.width)
        let head = try rows.headRow()
        let glue = table.glue
        let closing = try layout.stack(table.closing, spacing: 0, width: region.width).height
        builder.beginTag(.table)
        var next = 0
        var headIsShown = false
        repeat {
            var brought: Block?
            if next > 0, let row = table.broughtForward?(next) { brought = try rows.row(row) }
            let top = (head?.height ?? 0) + (brought?.height ?? 0)
            let chunk = try chunk(
                rows, from: next, room: room - top, glue: glue, closing: closing)
            if chunk.isEmpty, next < table.rows.count {
                newPage()
                continue
            }
            if let head { place(head, artifact: headIsShown) }
            headIsShown = true
            if let brought { place(brought, artifact: true) }
            for row in chunk { place(row) }
            next += chunk.count
            if next < table.rows.count {
                if let row = table.carriedForward?(next) {
                    place(try rows.row(row), artifact: true)
                }
                newPage()
            }
        } while next < table.rows.count
        builder.endTag()
        try flow(table.closing, spacing: 0)
    }

    /// The rows from `start` that go on this page; none if the next page is the better place.
    private func chunk(
        _ rows: TableLayout, from start: Int, room: Double, glue: [Bool], closing: Double
    ) throws(TypesettingError) -> [Block] {
        let table = rows.table
        var blocks: [Block] = []
        var heights = [0.0]
        while start + blocks.count < table.rows.count {
            let index = start + blocks.count
            let block = try rows.row(at: index)
            guard heights[blocks.count] + block.height <= room + 0.01 else { break }
            heights.append(heights[blocks.count] + block.height)
            blocks.append(block)
        }
        let isWhole = start + blocks.count == table.rows.count
        if isWhole, heights[blocks.count] + closing <= room + 0.01 { return blocks }

        // The page is full: make room for the carried row, then go back to a place to break at.
        // Where only what closes the table has no room, some rows at least go on with it.
        var count = isWhole ? max(blocks.count - 1, 0) : blocks.count
        while count > 0, let row = table.carriedForward?(start + count),
            heights[count] + (try rows.row(row).height) > room + 0.01
        {
            count -= 1
        }
        let full = count
        while count > 0, glue[start + count - 1] { count -= 1 }
        let least = start == 0 ? min(2, table.rows.count) : 1
        if count >= least { return Array(blocks.prefix(count)) }
        if isWhole { return blocks }
        if !atTop { return [] }
        // Rows that would all keep together and do not fit a page are broken after all.
        guard full > 0 else {
            let row = try rows.row(at: start)
            throw .tooTall(what: "row \(start + 1) of a table", height: row.height, available: room)
        }
        return Array(blocks.prefix(full))
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
            case .note, .subtotal: hold(index - 1)
            case .total:
                hold(index - 1)
                hold(index - 2)
            case .item, .carried: break
            }
        }
        return glue
    }
}
