import Foundation
import Testing

@testable import Store

@Suite("A folder of published files")
struct OutputFolderTests {
    let path = NSTemporaryDirectory() + "bm-output-\(UUID().uuidString)"

    func files() -> [String] {
        let all = FileManager.default.subpaths(atPath: path) ?? []
        return all.filter {
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: "\(path)/\($0)", isDirectory: &isFolder)
                && !isFolder.boolValue
        }.sorted()
    }

    func put(_ contents: [String: String]) throws {
        var folder = try OutputFolder(path)
        for (file, text) in contents.sorted(by: { $0.key < $1.key }) {
            try folder.add(Array(text.utf8), at: file)
        }
        try folder.put { $0.hasPrefix("site/") }
    }

    @Test("what is not added again is removed with the folders that it leaves empty")
    func stale() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        try put(["site/a/b/c.html": "c", "site/d.html": "d"])
        try FileManager.default.createDirectory(
            atPath: "\(path)/site/own", withIntermediateDirectories: true)
        try put(["site/d.html": "d"])
        #expect(files() == ["SHA256SUMS", "site/d.html"])
        #expect(!FileManager.default.fileExists(atPath: "\(path)/site/a"))
        // An empty folder that held nothing of the list is somebody else's.
        #expect(FileManager.default.fileExists(atPath: "\(path)/site/own"))
    }

    @Test("what a run that is gone had staged is removed, what a running one has staged is not")
    func staged() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        // A process number that Linux never gives.
        let (gone, running) = (".staged-999999999-1/site/x", ".staged-\(getpid())-99/site/x")
        for file in [gone, running] {
            try WholeFile.write([1], to: "\(path)/\(file)")
        }
        try put(["site/d.html": "d"])
        #expect(files() == [running, "SHA256SUMS", "site/d.html"])
    }

    @Test(
        "of a run that ends while it puts, the list names every file, so that the next removes them"
    )
    func killed() throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        var folder = try OutputFolder(path)
        try folder.add([1], at: "site/a.html")
        try folder.add([2], at: "site/b.html")
        // b cannot be put: a folder stands in its place. a is there by then.
        try FileManager.default.createDirectory(
            atPath: "\(path)/site/b.html/x", withIntermediateDirectories: true)
        #expect(throws: StoreError.self) { try folder.put { $0.hasPrefix("site/") } }
        folder.discard()
        #expect(files() == ["SHA256SUMS", "site/a.html"])
        #expect(try OutputFolder(path).digests.keys.sorted() == ["site/a.html", "site/b.html"])
        try FileManager.default.removeItem(atPath: "\(path)/site/b.html")
        try put(["site/c.html": "c"])
        #expect(files() == ["SHA256SUMS", "site/c.html"])
    }
}
