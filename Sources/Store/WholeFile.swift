import Foundation

/// Writes files whole or not at all.
public enum WholeFile {
    /// Replaces the file at `path` with `bytes`: writes beside it, syncs, renames. A crash leaves
    /// the old file or the new one, never half. Folders on the way are made.
    ///
    /// - Parameter isPrivate: whether nobody but the user may read it; else whoever the umask lets.
    /// - Throws: `StoreError.cannotWrite` with the system's reason.
    public static func write(
        _ bytes: [UInt8], to path: String, isPrivate: Bool = false
    ) throws(StoreError) {
        try stage(bytes, for: path, isPrivate: isPrivate)
        try put(path)
    }

    /// Writes `bytes` beside `path`, durable but not yet in its place: `put` puts them there.
    ///
    /// - Parameter isSynced: whether it waits until they are durable; else `sync` does, for many at once.
    static func stage(
        _ bytes: [UInt8], for path: String, isSynced: Bool = true, isPrivate: Bool = false
    ) throws(StoreError) {
        try create(bytes, at: staged(path), for: path, isSynced: isSynced, isPrivate: isPrivate)
    }

    /// What stands before the last `/`; empty where there is none. Foundation's own ends the program for a path of one
    /// letter.
    static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
    }

    /// Makes the folder that a file is to stand in.
    private static func makeFolder(of path: String) throws(StoreError) {
        let folder = folder(of: path)
        if folder.isEmpty { return }
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw .cannotWrite(folder, reason: "the folder cannot be made")
        }
    }

    /// Writes `bytes` to a file that nobody reads yet.
    ///
    /// - Parameter path: what it is to become, for an error to name.
    static func create(
        _ bytes: [UInt8], at temporary: String, for path: String, isSynced: Bool,
        isPrivate: Bool = false
    ) throws(StoreError) {
        func opened() -> Int32 {
            open(
                temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
                isPrivate ? 0o600 : 0o644)
        }
        var descriptor = opened()
        if descriptor < 0, errno == ENOENT {
            try makeFolder(of: temporary)
            descriptor = opened()
        }
        guard descriptor >= 0 else { throw failure(path) }
        var offset = 0
        while offset < bytes.count {
            let written = bytes.withUnsafeBytes { buffer in
                Foundation.write(descriptor, buffer.baseAddress! + offset, bytes.count - offset)
            }
            if written < 0 {
                if errno == EINTR { continue }
                let error = failure(path)
                close(descriptor)
                unlink(temporary)
                throw error
            }
            offset += written
        }
        guard !isSynced || fsync(descriptor) == 0, close(descriptor) == 0 else {
            let error = failure(path)
            unlink(temporary)
            throw error
        }
    }

    /// Waits until files below a folder are durable: one by one, or, where these are many, by one request for all,
    /// which takes a hundredth of the time.
    static func sync(_ paths: [String], in folder: String) throws(StoreError) {
        for path in paths.count > mostSyncedAlone ? [folder] : paths {
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw failure(path) }
            let result = path == folder ? syncfs(descriptor) : fsync(descriptor)
            let error = failure(path)
            close(descriptor)
            guard result == 0 else { throw error }
        }
    }

    private static let mostSyncedAlone = 64

    /// Replaces the file at `path` by what was staged for it.
    static func put(_ path: String) throws(StoreError) {
        guard rename(staged(path), path) == 0 else {
            let error = failure(path)
            unlink(staged(path))
            throw error
        }
    }

    /// Moves a file to its place, in a folder that may have to be made.
    static func move(_ file: String, to path: String) throws(StoreError) {
        if rename(file, path) == 0 { return }
        guard errno == ENOENT else { throw failure(path) }
        try makeFolder(of: path)
        guard rename(file, path) == 0 else { throw failure(path) }
    }

    static func staged(_ path: String) -> String { path + ".part" }

    static func failure(_ path: String) -> StoreError {
        .cannotWrite(path, reason: String(cString: strerror(errno)))
    }
}

/// Linux has it, and its header shows it only to those who ask for extensions, which an import cannot.
@_silgen_name("syncfs") private func syncfs(_ descriptor: Int32) -> Int32
