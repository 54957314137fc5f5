import Foundation

/// Folders for what tests write; they go with the process.
///
///     let path = try Scratch.folder() + "/ledger.sqlite"
public enum Scratch {
    private static let all: String = {
        atexit { try? FileManager.default.removeItem(atPath: Scratch.all) }
        return FileManager.default.temporaryDirectory
            .appendingPathComponent("bm-tests-\(UUID().uuidString)").path
    }()

    /// A new folder that nothing else writes to.
    public static func folder() throws -> String {
        let path = "\(all)/\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }
}
