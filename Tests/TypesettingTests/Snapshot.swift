import Foundation
import Testing

/// Compares text with the snapshot of that name in `Snapshots/`.
///
/// `RECORD_SNAPSHOTS=1` writes it and fails all the same, so that nothing passes by being written.
func expectSnapshot(
    _ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Snapshots/\(name)")
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
        try text.write(to: file, atomically: true, encoding: .utf8)
        Issue.record("recorded \(name); read it, then run again", sourceLocation: sourceLocation)
        return
    }
    guard let known = try? String(contentsOf: file, encoding: .utf8) else {
        Issue.record(
            "no snapshot \(name); record it with RECORD_SNAPSHOTS=1",
            sourceLocation: sourceLocation)
        return
    }
    guard known != text else { return }
    let pairs = zip(known.split(separator: "\n"), text.split(separator: "\n"))
    let line = pairs.first { $0 != $1 }
    Issue.record(
        "\(name) differs, first: “\(line?.0 ?? "")” is now “\(line?.1 ?? "")”",
        sourceLocation: sourceLocation)
}
