import Catalog
import Documents
import Foundation
import Store
import Typesetting

/// Files that belong to the program: fonts, templates, the demo's examples.
enum Resources {
    /// The folder of a kind of file: BM_HOME, beside the installed program, or the project's own.
    ///
    /// - Throws: `CommandError.resourceMissing` with the places looked at.
    static func folder(_ name: String) throws -> String {
        var places: [String] = []
        if let home = ProcessInfo.processInfo.environment["BM_HOME"] { places.append(home) }
        let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        var folder = program.deletingLastPathComponent()
        // PREFIX/bin/bm keeps its files in PREFIX/share/bm; a build lies below the project.
        places.append(folder.deletingLastPathComponent().appendingPathComponent("share/bm").path)
        for _ in 0..<5 {
            places.append(folder.path)
            folder = folder.deletingLastPathComponent()
        }
        for place in places {
            let path = place + "/" + name
            if FileManager.default.fileExists(atPath: path) { return path }
        }
        throw CommandError.resourceMissing(name, looked: places)
    }

    static func studio() throws -> Studio {
        let templates = try folder("templates/documents")
        func yaml(_ name: String) throws -> (String, String) {
            let path = "\(templates)/\(name)"
            return (try InputFile.text(path), path)
        }
        let (words, wordsPath) = try yaml("wording.yaml")
        let (theme, themePath) = try yaml("theme.yaml")
        return Studio(
            fonts: try FontBook(directory: folder("fonts")),
            wording: try Wording(yaml: words, file: wordsPath),
            theme: try Theme(yaml: theme, file: themePath))
    }
}
