extension SVGFinish {
    /// The frame's text, links and figures once more, without ink.
    var textLayer: String {
        var layer =
            "<g fill-opacity=\"0\" font-family=\"Noto Sans, Noto Sans SC, sans-serif\">\n"
        var figures: Set<Int> = []
        for item in frame.items {
            if let node = item.node, case .figure(let alt) = structure[node].tag,
                let area = structure[node].area, figures.insert(node).inserted
            {
                layer += "<rect \(area.xml)><title>\(alt.xml)</title></rect>\n"
            }
            switch item.mark {
            case .text(let line, let point): layer += text(line, at: point)
            case .link(let area, let url):
                layer += "<a xlink:href=\"\(url.xml)\"><rect \(area.xml)/></a>\n"
            default: break
            }
        }
        return layer + "</g>\n"
    }

    private func text(_ line: ShapedLine, at point: Point) -> String {
        let size = line.runs.reduce(0) { max($0, $1.size) }
        let other = line.language == language ? "" : " xml:lang=\"\(line.language.tag)\""
        return """
            <text x="\(point.x.decimal)" y="\(point.y.decimal)" font-size="\(size.decimal)" \
            textLength="\(line.width.decimal)" lengthAdjust="spacingAndGlyphs"\(other) \
            xml:space="preserve">\(line.text.xml)</text>\n
            """
    }
}

extension Rect {
    fileprivate var xml: String {
        """
        x="\(x.decimal)" y="\(y.decimal)" width="\(width.decimal)" height="\(height.decimal)"
        """
    }
}
