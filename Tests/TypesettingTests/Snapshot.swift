import TestSupport
import Testing

/// Expects text to equal the snapshot of that name beside these tests.
func expectSnapshot(
    _ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let difference = Snapshot.difference(text, name, beside: #filePath)
    #expect(difference == nil, sourceLocation: sourceLocation)
}
