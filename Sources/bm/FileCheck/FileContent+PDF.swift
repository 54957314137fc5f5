import Store
import Typesetting

extension FileContent {
    /// What a PDF says on its pages, in its information and in the files inside; then what draws it.
    static func pdf(_ bytes: [UInt8]) -> [Fact] {
        guard let reading = PDFReading(bytes) else { return [] }
        var facts = [
            Fact(place: "its title", value: "“\(reading.title)”"),
            Fact(place: "its subject", value: "“\(reading.subject)”"),
            Fact(place: "its author", value: "“\(reading.author)”"),
        ]
        for (page, content) in reading.pages.enumerated() {
            if content.drawing.contains(where: { $0.name == "content" && $0.bytes == nil }) {
                facts.append(.damaged("page \(page + 1)'s content"))
            }
            for (line, text) in content.lines.enumerated() {
                facts.append(
                    Fact(place: "page \(page + 1), line \(line + 1)", value: "“\(text)”"))
            }
        }
        for (name, bytes) in reading.attachments {
            guard let bytes else {
                facts.append(.damaged("the file \(name) in it"))
                continue
            }
            facts += FileContent(bytes).facts.map {
                Fact(place: "\(name): \($0.place)", value: $0.value, isSaid: $0.isSaid)
            }
        }
        for (page, content) in reading.pages.enumerated() {
            for (name, bytes) in content.drawing {
                facts.append(
                    Fact(
                        place: "page \(page + 1)'s \(name)",
                        value: bytes.map { SHA256Digest.hex($0) } ?? "", isSaid: false))
            }
        }
        let metadata = reading.metadata.map { SHA256Digest.hex($0) } ?? ""
        facts.append(Fact(place: "its XMP metadata", value: metadata, isSaid: false))
        return facts
            + reading.objects.map {
                Fact(place: $0.name, value: SHA256Digest.hex($0.bytes), isSaid: false)
            }
    }
}
