/// The finishing pass through libqpdf, which takes any form a PDF may have.
struct QPDFFinish {
    let parts: PDFFinish
    private var document: TypesetDocument { parts.document }

    func finish(_ drawn: [UInt8]) throws(TypesettingError) -> [UInt8] {
        let file = try QPDFFile(drawn)
        let root = file.root
        root["/Lang"] = file.text(document.language.tag)
        root["/MarkInfo"] = file.parse("<< /Marked true >>")
        root["/ViewerPreferences"] = file.parse("<< /DisplayDocTitle true >>")
        root["/Metadata"] = file.stream(
            Array(parts.xmp.utf8), PDFFinish.xmpKeys)
        file.setInfo("/CreationDate", parts.created.pdf)
        file.setInfo("/ModDate", parts.modified.pdf)
        finishColours(file)
        finishFiles(file)
        try layArtifactsUnder(file)
        for (index, page) in file.pages.enumerated() {
            page["/Tabs"] = file.parse("/S")
            finishFonts(page["/Resources"]["/Font"])
            finishLinks(page["/Annots"], index)
        }
        try QPDFStructure(document).finish(root["/StructTreeRoot"])
        return try file.write()
    }

    private func finishColours(_ file: QPDFFile) {
        guard let profile = parts.metadata.colourProfile else { return }
        let intent = file.parse("<< \(OutputIntent.keys) >>")
        intent["/DestOutputProfile"] = file.stream(profile, OutputIntent.profileKeys)
        let intents = file.parse("[]")
        intents.append(intent)
        file.root["/OutputIntents"] = intents
    }

    private func finishFiles(_ file: QPDFFile) {
        let all = parts.metadata.attachments
        if all.isEmpty { return }
        let list = file.parse("[]")
        let names = file.parse("[]")
        for attachment in all.sorted(by: { $0.name < $1.name }) {
            let stream = file.stream(attachment.bytes, attachment.streamKeys(parts.modified))
            let places = file.parse("<< >>")
            places["/F"] = stream
            places["/UF"] = stream
            var specification = file.parse("<< \(attachment.specification) >>")
            specification["/EF"] = places
            specification = file.indirect(specification)
            names.append(file.parse("(\(attachment.name))"))
            names.append(specification)
            list.append(specification)
        }
        file.root["/AF"] = list
        let tree = file.parse("<< >>")
        tree["/Names"] = names
        let trees = file.root["/Names"].isDictionary ? file.root["/Names"] : file.parse("<< >>")
        trees["/EmbeddedFiles"] = tree
        file.root["/Names"] = trees
    }

    /// Puts the content of each artifact sheet in front of its page's, and takes the sheet away.
    private func layArtifactsUnder(_ file: QPDFFile) throws(TypesettingError) {
        let sheets = file.pages
        let wanted = document.frames.reduce(0) { $0 + ($1.hasArtifacts ? 2 : 1) }
        guard sheets.count == wanted else {
            throw .finishing("\(wanted) sheets were set, \(sheets.count) drawn")
        }
        // Cairo turns the page over without saving the state before: q and Q do.
        let begin = file.stream(Array("q /Artifact BMC\n".utf8))
        let end = file.stream(Array("\nEMC Q\n".utf8))
        var next = 0
        for frame in document.frames {
            let sheet = sheets[next]
            next += 1
            guard frame.hasArtifacts else { continue }
            let page = sheets[next]
            next += 1
            let contents = file.parse("[]")
            for part in [begin, sheet["/Contents"], end, page["/Contents"]] {
                contents.append(part)
            }
            page["/Contents"] = contents
            let resources = sheet["/Resources"]
            for kind in resources.keys {
                if page["/Resources"][kind].isNull {
                    page["/Resources"][kind] = file.parse("<< >>")
                }
                for key in resources[kind].keys {
                    page["/Resources"][kind][key] = resources[kind][key]
                }
            }
            file.remove(page: sheet)
        }
    }

    /// Cairo leaves out how the characters of a composite TrueType font map to its glyphs.
    private func finishFonts(_ fonts: QPDFFile.Object) {
        guard fonts.isDictionary else { return }
        for key in fonts.keys {
            let descendants = fonts[key]["/DescendantFonts"]
            guard descendants.count == 1, descendants[0]["/Subtype"].isName("/CIDFontType2") else {
                continue
            }
            descendants[0]["/CIDToGIDMap"] = fonts.file.parse("/Identity")
        }
    }

    /// Links say where they lead, and are printed.
    private func finishLinks(_ annotations: QPDFFile.Object, _ page: Int) {
        let urls = parts.urls(page: page)
        guard annotations.count == urls.count else { return }
        for (index, url) in urls.enumerated() {
            annotations[index]["/Contents"] = annotations.file.text(url)
            annotations[index]["/F"] = annotations.file.parse("4")
        }
    }
}
