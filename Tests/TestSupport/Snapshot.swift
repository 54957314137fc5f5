import Foundation

/// Text kept beside a test, to be read by people and compared by machines.
public enum Snapshot {
    /// Compares text with the snapshot of that name in `Snapshots/` beside the test's file.
    ///
    /// `RECORD_SNAPSHOTS=1` writes it and answers a difference all the same, so that nothing passes
    /// by being written.
    ///
    /// - Returns: nil where they are equal, else the first difference in words.
    public static func difference(_ text: String, _ name: String, beside test: String) -> String? {
        let file = URL(fileURLWithPath: test).deletingLastPathComponent()
            .appendingPathComponent("Snapshots/\(name)")
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
            try? FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try? text.write(to: file, atomically: true, encoding: .utf8)
            return "recorded \(name); read it, then run again"
        }
        guard let known = try? String(contentsOf: file, encoding: .utf8) else {
            return "no snapshot \(name); record it with RECORD_SNAPSHOTS=1"
        }
        if known == text { return nil }
        let pairs = zip(
            known.split(separator: "\n", omittingEmptySubsequences: false),
            text.split(separator: "\n", omittingEmptySubsequences: false))
        guard let line = pairs.first(where: { $0 != $1 }) else {
            return "\(name) has another length"
        }
        return "\(name) differs, first: “\(line.0)” is now “\(line.1)”"
    }
}
