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

    /// - Parameter theme: the name of its folder; nil for the house's.
    /// - Throws: `CommandError.themeMissing`, and what its files hold that cannot be used.
    func studio(_ theme: String?) throws -> Studio {
        guard let theme else { return house }
        if let known = studios[theme] { return known }
        let folder = "\(templates)/themes/\(theme)"
        guard FileManager.default.fileExists(atPath: folder) else {
            let all =
                (try? FileManager.default.contentsOfDirectory(atPath: "\(templates)/themes")) ?? []
            throw CommandError.themeMissing(theme, folder: folder, known: all.sorted())
        }
        let studio = try Studios.studio(in: [templates, folder], fonts, fontFolder)
        studios[theme] = studio
        return studio
    }

    /// The files of the folders, each over those of the one before it; only the first must have all.
    private static func studio(
        in folders: [String], _ fonts: FontBook, _ fontFolder: String
    ) throws -> Studio {
        func files(_ name: String) throws -> [TemplateFile] {
            let own = folders.dropFirst().map { "\($0)/\(name)" }
                .filter { FileManager.default.fileExists(atPath: $0) }
            return try (["\(folders[0])/\(name)"] + own).map {
                TemplateFile(yaml: try InputFile.text($0), path: $0)
            }
        }
        let theme = try Theme(files("theme.yaml")) { try InputFile.bytes($0) }
        return Studio(
            fonts: theme.fonts.isEmpty
                ? fonts : try FontBook(directory: fontFolder, own: theme.fonts),
            wording: try Wording(files("wording.yaml")), theme: theme,
            colourProfile: try InputFile.bytes("\(folders[0])/sRGB.icc"))
    }
}
