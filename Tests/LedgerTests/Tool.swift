import Foundation
import Testing

/// A program that judges our journals: from the project's own tools, or from the PATH.
enum Tool {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    static func path(_ name: String) -> String? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders =
            ["\(root)/.tools/venv/bin", "\(root)/.tools/bin"]
            + path.split(separator: ":").map(String.init)
        return folders.map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// What the program says, on both of its outputs.
    static func run(_ name: String, _ arguments: [String]) throws -> (status: Int32, output: String)
    {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(path(name)))
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}

extension Trait where Self == ConditionTrait {
    /// Reports the test as skipped, not as passed, where a tool is not installed.
    static func needs(_ tool: String) -> Self {
        .enabled(
            if: Tool.path(tool) != nil, "not installed: \(tool), neither in .tools nor in PATH")
    }
}
