import ArgumentParser
import Store

/// How events are written in a file.
enum EventFormat: String, ExpressibleByArgument, CaseIterable {
    /// One object a line.
    case ndjson
    /// One array of objects, over any number of lines.
    case json

    /// Events one after another, each as one object.
    ///
    /// - Throws: `CommandError.missingFile`, `.damaged`, `.notAnArray`.
    func lines(_ path: String) throws -> any EventLines {
        switch self {
        case .ndjson: return try LineReader(path)
        case .json:
            guard let elements = JSONElements.split(try InputFile.bytes(path)) else {
                throw CommandError.notAnArray(path)
            }
            return Elements(elements)
        }
    }

    /// The elements of an array; the place of each counts as its line.
    private final class Elements: EventLines {
        private var rest: ArraySlice<ArraySlice<UInt8>>

        init(_ elements: [ArraySlice<UInt8>]) { rest = elements[...] }

        func next() -> ArraySlice<UInt8>? { rest.popFirst() }
    }
}

/// Hands out events one after another; nil at the end.
protocol EventLines: AnyObject {
    func next() throws -> ArraySlice<UInt8>?
}

extension LineReader: EventLines {}
