/// The finishing pass on Cairo's own file: a few objects get entries, the rest is packed.
///
/// Everything it relies on is checked; what does not look as Cairo 1.16 writes it gives nil, and
/// the pass through libqpdf takes over. The two are each other's proof in the tests.
struct CairoFinish {
    let parts: PDFFinish
    let file: CairoFile
    private var writer: PDFPacker

    init(parts: PDFFinish, file: CairoFile) {
        self.parts = parts
        self.file = file
        writer = PDFPacker(file)
    }

    func finish() throws(TypesettingError) -> [UInt8]? {
        var pass = self
        guard pass.finishPages(), pass.finishDocument(), pass.finishFonts() else { return nil }
        guard try pass.finishStructure() else { return nil }
        return pass.writer.write(root: file.root, info: file.info)
    }

    /// Puts the content of each artifact sheet in front of its page's, and takes the sheet away.
    private mutating func finishPages() -> Bool {
        guard let root = file.objects[file.root],
            let tree = file.bytes.reference(
                after: "/Pages ", from: root.lowerBound, to: root.upperBound),
            let pages = file.text(tree), let list = pages.list(after: "/Kids [")
        else { return false }
        let sheets = list.split(separator: "R").compactMap { $0.split(separator: " ").first }
            .compactMap { Int($0) }
        let wanted = parts.document.frames.reduce(0) { $0 + ($1.hasArtifacts ? 2 : 1) }
        guard sheets.count == wanted else { return false }
        // Cairo turns the page over without saving the state before: q and Q do.
        let begin = writer.add(stream: "q /Artifact BMC\n")
        let end = writer.add(stream: "\nEMC Q\n")
        var kept: [Int] = []
        var next = 0
        for (index, frame) in parts.document.frames.enumerated() {
            let sheet = frame.hasArtifacts ? sheets[next] : nil
            next += frame.hasArtifacts ? 2 : 1
            let page = sheets[next - 1]
            guard finishPage(page, index, under: sheet, (begin, end)) else { return false }
            kept.append(page)
        }
        let kids = kept.map { "\($0) 0 R" }.joined(separator: " ")
        writer.replace(tree, "<< /Type /Pages /Kids [ \(kids) ] /Count \(kept.count) >>")
        return true
    }

    private mutating func finishPage(
        _ page: Int, _ index: Int, under sheet: Int?, _ brackets: (begin: Int, end: Int)
    ) -> Bool {
        guard var text = file.text(page), let comment = text.line(after: "/Type /Page "),
            let contents = text.reference(after: "/Contents "),
            let resources = text.reference(after: "/Resources ")
        else { return false }
        text = text.replacing(comment, with: "/Tabs /S", maxReplacements: 1)
        if let sheet {
            guard let under = file.text(sheet), let content = under.reference(after: "/Contents "),
                let more = under.reference(after: "/Resources "),
                let own = file.text(resources), let other = file.text(more),
                let merged = Self.resources(own, other)
            else { return false }
            let all = [brackets.begin, content, brackets.end, contents]
                .map { "\($0) 0 R" }.joined(separator: " ")
            text = text.replacing(
                "/Contents \(contents) 0 R", with: "/Contents [ \(all) ]", maxReplacements: 1)
            writer.replace(resources, merged)
            writer.remove(sheet)
            writer.remove(more)
        }
        writer.replace(page, text)
        let urls = parts.urls(page: index)
        guard !urls.isEmpty else { return true }
        let links = (text.list(after: "/Annots [") ?? "").split(separator: "R")
            .compactMap { $0.split(separator: " ").first }.compactMap { Int($0) }
        guard links.count == urls.count else { return false }
        for (link, url) in zip(links, urls) {
            guard writer.extend(link, with: "/Contents \(url.pdfText) /F 4") else { return false }
        }
        return true
    }

    /// The resources of a page and of the sheet under it as one dictionary.
    private static func resources(_ page: String, _ sheet: String) -> String? {
        var lines: [String: [Substring]] = [:]
        for text in [page, sheet] {
            var kind = ""
            for line in text.split(separator: "\n").map({ $0.drop { $0 == " " } }) {
                if line.hasPrefix("/"), line.hasSuffix(" <<") {
                    kind = String(line.dropLast(3))
                } else if line.hasPrefix("/"), !kind.isEmpty {
                    if lines[kind]?.contains(line) != true { lines[kind, default: []].append(line) }
                } else if line != "<<", line != ">>" {
                    return nil
                }
            }
        }
        let kinds = lines.keys.sorted().map { kind in
            "\(kind) << " + (lines[kind] ?? []).joined(separator: " ") + " >>"
        }
        return "<< " + kinds.joined(separator: " ") + " >>"
    }

    private mutating func finishDocument() -> Bool {
        // A catalog that has names already is merged by libqpdf.
        guard var info = file.text(file.info), let root = file.text(file.root),
            parts.metadata.attachments.isEmpty || !root.contains("/Names")
        else { return false }
        for (key, date) in [("/CreationDate (", parts.created), ("/ModDate (", parts.modified)] {
            guard let line = info.line(after: key) else { return false }
            info = info.replacing(key + line, with: key + date.pdf + ")", maxReplacements: 1)
        }
        writer.replace(file.info, info)
        let metadata = writer.add(
            stream: parts.xmp, keys: PDFFinish.xmpKeys)
        return writer.extend(
            file.root,
            with: """
                /Lang \(parts.document.language.tag.pdfText) /Metadata \(metadata) 0 R \
                /ViewerPreferences << /DisplayDocTitle true >>\(colours())\(files())
                """)
    }

    private mutating func colours() -> String {
        guard let profile = parts.metadata.colourProfile else { return "" }
        let stream = writer.add(stream: profile, keys: OutputIntent.profileKeys, deflated: true)
        return " /OutputIntents [ << \(OutputIntent.keys) /DestOutputProfile \(stream) 0 R >> ]"
    }

    private mutating func files() -> String {
        let all = parts.metadata.attachments
        if all.isEmpty { return "" }
        let numbers = all.map { file in
            let stream = writer.add(
                stream: file.bytes, keys: file.streamKeys(parts.modified), deflated: true)
            return writer.add(
                object: "<< \(file.specification) /EF << /F \(stream) 0 R /UF \(stream) 0 R >> >>")
        }
        // A name tree is in the order of its names.
        let names = zip(all, numbers).sorted { $0.0.name < $1.0.name }
            .map { "(\($0.name)) \($1) 0 R" }.joined(separator: " ")
        let list = numbers.map { "\($0) 0 R" }.joined(separator: " ")
        return " /AF [ \(list) ] /Names << /EmbeddedFiles << /Names [ \(names) ] >> >>"
    }

    /// Cairo leaves out how the characters of a composite TrueType font map to its glyphs.
    private mutating func finishFonts() -> Bool {
        for (number, range) in file.objects.enumerated() {
            guard let range, file.bytes.starts("<< /Type /Font\n", at: range.lowerBound),
                file.bytes.starts("   /Subtype /CIDFontType2\n", at: range.lowerBound + 15)
            else { continue }
            guard writer.extend(number, with: "/CIDToGIDMap /Identity") else { return false }
        }
        return true
    }

    /// Cairo numbers structure elements as they are opened, which is the document's own order.
    private mutating func finishStructure() throws(TypesettingError) -> Bool {
        let structure = parts.document.structure
        var next = 0
        for (number, range) in file.objects.enumerated() {
            guard let range,
                file.bytes.starts("<< /Type /StructElem\n   /S /", at: range.lowerBound)
            else { continue }
            guard next < structure.count else {
                throw .finishing("more structure elements were drawn than set")
            }
            let tag = structure[next].tag
            let name = range.lowerBound + 28
            guard file.bytes[name...].starts(with: (tag.pdfName + "\n").utf8) else {
                throw .finishing("structure element \(next) is not the \(tag.pdfName) it was set")
            }
            next += 1
            let entries = tag.pdfAttributes.map { "\($0.key) \($0.value)" }
            guard !entries.isEmpty else { continue }
            guard writer.extend(number, with: entries.joined(separator: " ")) else { return false }
        }
        guard next == structure.count else {
            throw .finishing("\(structure.count) structure elements were set, \(next) drawn")
        }
        return true
    }
}

extension String {
    /// What stands between the key and the next `]`.
    fileprivate func list(after key: String) -> Substring? {
        guard let start = firstRange(of: key)?.upperBound,
            let end = self[start...].firstIndex(of: "]")
        else { return nil }
        return self[start..<end]
    }

    /// The rest of the line behind the key.
    fileprivate func line(after key: String) -> String? {
        guard let start = firstRange(of: key)?.upperBound,
            let end = self[start...].firstIndex(of: "\n")
        else { return nil }
        return String(self[start..<end])
    }

    fileprivate func reference(after key: String) -> Int? {
        guard let start = firstRange(of: key)?.upperBound else { return nil }
        return Int(self[start...].prefix { $0.isNumber })
    }
}
