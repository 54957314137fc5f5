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

    @Test("nothing is written or removed through a symbolic link below the folder")
    func links() throws {
        let outside = path + "-outside"
        defer {
            for folder in [path, outside] { try? FileManager.default.removeItem(atPath: folder) }
        }
        try put(["site/a/old.html": "old", "site/b.html": "b"])
        // Somebody moves a folder away and puts a link to it in its place.
        try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
        try FileManager.default.moveItem(atPath: "\(path)/site/a", toPath: "\(outside)/a")
        try FileManager.default.createSymbolicLink(
            atPath: "\(path)/site/a", withDestinationPath: "\(outside)/a")
        #expect(throws: StoreError.self) { try put(["site/a/new.html": "new"]) }
        #expect(throws: StoreError.self) { try put(["site/b.html": "b"]) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(outside)/a") == ["old.html"])
        // A link that stands where a file is to stand is replaced, and what it leads to stays.
        try FileManager.default.createSymbolicLink(
            atPath: "\(path)/c", withDestinationPath: "\(outside)/a/old.html")
        var folder = try OutputFolder(path)
        try folder.add(Array("c".utf8), at: "c")
        try folder.put { _ in false }
        #expect(FileManager.default.contents(atPath: "\(outside)/a/old.html") == Data("old".utf8))
        #expect(FileManager.default.contents(atPath: "\(path)/c") == Data("c".utf8))
        // The folder itself may be one.
        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: outside)
        try put(["site/d.html": "d"])
        #expect(FileManager.default.contents(atPath: "\(outside)/site/d.html") == Data("d".utf8))
    }

    @Test(
        "a list with paths out of the folder is refused",
        arguments: ["../x", "/etc/x", "site/../../x", "site//x", "./x", "site/"])
    func listOutside(file: String) throws {
        defer { try? FileManager.default.removeItem(atPath: path) }
        let digest = String(repeating: "0", count: 64)
        try WholeFile.write(
            Array("\(digest)  site/a\n\(digest)  \(file)\n".utf8), to: "\(path)/SHA256SUMS")
        #expect {
            _ = try OutputFolder(path)
        } throws: { error in
            if case .notAList(_, line: 2) = error as? StoreError { true } else { false }
        }
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
