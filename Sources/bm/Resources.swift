import Foundation

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

}
