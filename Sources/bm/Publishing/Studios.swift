import Catalog
import Documents
import Foundation
import Store
import Typesetting

/// A studio for each theme, made when it is first asked for.
///
///     let studios = try Studios()
///     try studios.studio("lantern").invoice(input)   // templates/documents/themes/lantern
///
/// It belongs to one thread, as its studios do.
final class Studios {
    private let templates: String
    private let fontFolder: String
    private let fonts: FontBook
    private var studios: [String: Studio] = [:]
    /// The look of what the platform issues, and of merchants without a theme.
    let house: Studio

    init() throws {
        templates = try Resources.folder("templates/documents")
        fontFolder = try Resources.folder("fonts")
        fonts = try FontBook(directory: fontFolder)
        house = try Studios.studio(in: [templates], fonts, fontFolder)
    }

    /// - Parameters:
    ///   - theme: the name of its folder; nil for the house's.
    ///   - merchant: whose catalog names it; nil where the command line does.
    /// - Throws: `CommandError.themeMissing`, and what its files hold that cannot be used.
    func studio(_ theme: String?, of merchant: Merchant.ID? = nil) throws -> Studio {
        guard let theme else { return house }
        if let known = studios[theme] { return known }
        let folder = "\(templates)/themes/\(theme)"
        guard FileManager.default.fileExists(atPath: folder) else {
            let all =
                (try? FileManager.default.contentsOfDirectory(atPath: "\(templates)/themes")) ?? []
            throw CommandError.themeMissing(
                theme, of: merchant, folder: folder, known: all.sorted())
        }
        let studio = try Studios.studio(in: [templates, folder], fonts, fontFolder)
        studios[theme] = studio
        return studio
    }

    /// The house's words alone, for who draws nothing.
    static func wording() throws -> Wording {
        let path = "\(try Resources.folder("templates/documents"))/wording.yaml"
        try require(path)
        return try Wording([TemplateFile(yaml: try InputFile.text(path), path: path)])
    }

    /// The files of the folders, each over those of the one before it; only the first must have all.
    private static func studio(
        in folders: [String], _ fonts: FontBook, _ fontFolder: String
    ) throws -> Studio {
        func files(_ name: String) throws -> [TemplateFile] {
            let own = folders.dropFirst().map { "\($0)/\(name)" }
                .filter { FileManager.default.fileExists(atPath: $0) }
            try require("\(folders[0])/\(name)")
            return try (["\(folders[0])/\(name)"] + own).map {
                TemplateFile(yaml: try InputFile.text($0), path: $0)
            }
        }
        let theme = try Theme(files("theme.yaml")) { try InputFile.bytes($0) }
        return Studio(
            fonts: try book(theme, fonts, fontFolder),
            wording: try Wording(files("wording.yaml")), theme: theme,
            colourProfile: try colourProfile("\(folders[0])/sRGB.icc"))
    }

    private static func book(
        _ theme: Theme, _ fonts: FontBook, _ fontFolder: String
    ) throws -> FontBook {
        guard let place = theme.fontPlace else { return fonts }
        do {
            return try FontBook(directory: fontFolder, own: theme.fonts)
        } catch {
            throw ThemeError.unusable(place, error)
        }
    }

    /// What the program cannot do without is there.
    private static func require(_ path: String) throws {
        if !FileManager.default.fileExists(atPath: path) {
            throw CommandError.resourceDamaged(path, "it is not there")
        }
    }

    /// A profile says how long it is, and what: ICC.1, 7.2. One that was cut off would be put into every PDF.
    private static func colourProfile(_ path: String) throws -> [UInt8] {
        try require(path)
        let bytes = try InputFile.bytes(path)
        let size = bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        guard bytes.count >= 128, bytes[36..<40].elementsEqual("acsp".utf8) else {
            throw CommandError.resourceDamaged(path, "it is no ICC profile")
        }
        guard bytes.count == size else {
            throw CommandError.resourceDamaged(path, "it has \(bytes.count) of \(size) bytes")
        }
        return bytes
    }
}
