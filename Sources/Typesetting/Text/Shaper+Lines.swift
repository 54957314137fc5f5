import CPango
// GLib's lists are read with whichever of its users is read first.
import CRSVG

extension Shaper {
    /// Reads the lines of the layout into values.
    func read(
        _ spans: [Text.Span], ends: [Int], bytes: [UInt8], language: Language
    ) -> ShapedText {
        var result = ShapedText(lines: [], missing: [])
        var next = pango_layout_get_lines_readonly(layout)
        while let node = next {
            let line = node.pointee.data.assumingMemoryBound(to: PangoLayoutLine.self)
            result.lines.append(
                read(line, spans, ends: ends, bytes: bytes, language: language, &result.missing))
            next = node.pointee.next
        }
        return result
    }

    private func read(
        _ line: UnsafeMutablePointer<PangoLayoutLine>, _ spans: [Text.Span], ends: [Int],
        bytes: [UInt8], language: Language, _ missing: inout [Unicode.Scalar]
    ) -> ShapedLine {
        let start = Int(line.pointee.start_index)
        let source = bytes[start..<(start + Int(line.pointee.length))]
        var text = String(decoding: source, as: UTF8.self)
        while text.last == " " || text.last == "\n" { text.removeLast() }
        var shaped = ShapedLine(text: text, language: language, width: 0, runs: [])
        var x: Int32 = 0
        var next = line.pointee.runs
        while let node = next {
            let run = node.pointee.data.assumingMemoryBound(to: PangoGlyphItem.self)
            let offset = Int(run.pointee.item.pointee.offset)
            let span = spans[ends.firstIndex { offset < $0 } ?? spans.count - 1]
            shaped.runs.append(read(run, span.style, bytes: bytes, x: &x, &missing))
            next = node.pointee.next
        }
        shaped.width = Double(x) / GlyphRun.unitsPerPoint
        return shaped
    }

    /// One run: Pango's glyphs with their advances, as glyphs with offsets.
    private func read(
        _ run: UnsafeMutablePointer<PangoGlyphItem>, _ style: TextStyle, bytes: [UInt8],
        x: inout Int32, _ missing: inout [Unicode.Scalar]
    ) -> GlyphRun {
        let item = run.pointee.item.pointee
        let string = run.pointee.glyphs.pointee
        let start = Int(item.offset)
        let source = bytes[start..<(start + Int(item.length))]
        var result = GlyphRun(
            face: face(of: item.analysis.font), size: style.size, colour: style.colour,
            text: String(decoding: source, as: UTF8.self),
            x: Double(x) / GlyphRun.unitsPerPoint,
            width: 0, glyphs: [], clusters: [])
        let count = Int(string.num_glyphs)
        result.glyphs.reserveCapacity(count)
        var advance: Int32 = 0
        var groups: [(firstByte: Int, glyphs: [Glyph])] = []
        for place in 0..<count {
            let firstByte = Int(string.log_clusters[place])
            if groups.last?.firstByte != firstByte { groups.append((firstByte, [])) }
            let glyph = string.glyphs[place]
            if let id = resolve(glyph.glyph, &missing) {
                groups[groups.count - 1].glyphs.append(
                    Glyph(
                        id: id, x: advance + glyph.geometry.x_offset, y: glyph.geometry.y_offset))
            }
            advance += glyph.geometry.width
        }
        // Pango lists glyphs from the left. Clusters follow the text, which in Arabic or Hebrew
        // runs from the right; every glyph has its own place, so their order is free.
        if item.analysis.level % 2 == 1 { groups.reverse() }
        let ends = groups.dropFirst().map(\.firstByte) + [Int(item.length)]
        for (group, end) in zip(groups, ends) {
            result.glyphs += group.glyphs
            result.clusters.append(
                Cluster(
                    bytes: UInt32(end - group.firstByte), glyphs: UInt32(group.glyphs.count)))
        }
        result.width = Double(advance) / GlyphRun.unitsPerPoint
        x += advance
        return result
    }

    /// The glyph to draw: nil for one without ink or number, 0 for a character no face has.
    private func resolve(_ glyph: PangoGlyph, _ missing: inout [Unicode.Scalar]) -> UInt32? {
        // PANGO_GLYPH_EMPTY and PANGO_GLYPH_UNKNOWN_FLAG, whose macros Swift does not see.
        if glyph == 0x0FFF_FFFF { return nil }
        guard glyph & 0x1000_0000 != 0 else { return glyph }
        missing.append(Unicode.Scalar(glyph & 0x00FF_FFFF) ?? "\u{FFFD}")
        return 0
    }
}
