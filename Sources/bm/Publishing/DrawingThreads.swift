import Dispatch
import Foundation
import Store
import Synchronization

/// Draws documents in several threads, each with fonts of its own, while the next are read and those that are drawn are
/// written. What comes out is in the order of what went in, and does not depend on how many there are.
///
///     let threads = try DrawingThreads()
///     try threads.each(numbers, read: input) { input, studios in try studios.house.invoice(input).pdf() } take: { write($1) }
final class DrawingThreads {
    /// Those of the thread that is there already, while the others rest.
    let studios: Studios
    private let limit: Int
    private let fonts: Fonts

    /// - Parameter limit: no more than that; as many as there are processors, up to eight, where nothing is said.
    init(limit: Int? = nil) throws {
        studios = try Studios()
        self.limit = limit ?? min(8, ProcessInfo.processInfo.activeProcessorCount)
        fonts = Fonts(self.limit, first: studios)
    }

    /// - Parameters:
    ///   - read: called in this thread, some documents ahead of those that are taken.
    ///   - draw: called in several threads; with one alone, in this one.
    ///   - take: called in this thread, in the order of `items`.
    /// - Throws: what any of them throws; of drawing, for the first item that it throws for.
    func each<Item: Sendable, Input: Sendable, Output: Sendable>(
        _ items: [Item], read: (Item) throws -> Input,
        draw: @escaping @Sendable (Input, Studios) throws -> Output,
        take: (Item, Output) throws -> Void
    ) throws {
        // To load fonts takes as long as a few documents.
        if min(limit, items.count / 4) < 2 {
            for item in items { try take(item, draw(read(item), studios)) }
            return
        }
        let fonts = fonts
        try Pipeline.run(most: limit * 8) { (work: (item: Item, input: Input)) in
            (work.item, Result { try fonts.lend { try draw(work.input, $0) } })
        } take: { (item, drawn: Result<Output, any Error>) in
            try take(item, drawn.get())
        } _: { ask in
            for item in items { try ask((item, read(item))) }
        }
    }
}

/// Fonts for as many threads as may draw at a time, each used by one of them at a time and kept for the next.
private final class Fonts: Sendable {
    private struct Kept: @unchecked Sendable {
        let studios: Studios
    }

    private let idle: Mutex<[Kept]>
    private let free: DispatchSemaphore

    init(_ limit: Int, first: Studios) {
        idle = Mutex([Kept(studios: first)])
        free = DispatchSemaphore(value: limit)
    }

    func lend<Output>(_ draw: (Studios) throws -> Output) throws -> Output {
        free.wait()
        defer { free.signal() }
        let kept = try idle.withLock { $0.popLast() } ?? Kept(studios: Studios())
        defer { idle.withLock { $0.append(kept) } }
        return try draw(kept.studios)
    }
}
