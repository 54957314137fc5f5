import Dispatch
import Foundation
import Synchronization

/// Draws documents in several threads, each with fonts of its own. What comes out is in the order of what went in,
/// and does not depend on how many there are.
///
///     let threads = DrawingThreads(first: try Studios())
///     let pdfs = try threads.map(inputs) { input, studios in try studios.house.invoice(input).pdf() }
final class DrawingThreads {
    private var studios: [Studios]
    private let limit: Int

    /// - Parameters:
    ///   - first: of the thread that is there already.
    ///   - limit: no more than that; as many as there are processors, up to eight, where nothing is said.
    init(first: Studios, limit: Int? = nil) {
        studios = [first]
        self.limit = limit ?? min(8, ProcessInfo.processInfo.activeProcessorCount)
    }

    /// How many documents are worth drawing together: more would only be held in memory.
    var batch: Int { limit * 8 }

    /// - Throws: what drawing throws, of the first input that does.
    func map<Input: Sendable, Output: Sendable>(
        _ inputs: [Input], _ draw: @Sendable (Input, Studios) throws -> Output
    ) throws -> [Output] {
        // To load fonts takes as long as a few documents.
        let count = max(1, min(limit, inputs.count / 4))
        while studios.count < count { studios.append(try Studios()) }
        if count == 1 { return try inputs.map { try draw($0, studios[0]) } }
        let work = Work<Input, Output>(
            inputs: inputs, seats: studios.prefix(count).map { Seat(studios: $0) })
        DispatchQueue.concurrentPerform(iterations: count) { work.run(as: $0, draw) }
        return try work.drawn()
    }
}

/// Fonts that one thread uses at a time: each has the seat of its own number.
private struct Seat: @unchecked Sendable {
    let studios: Studios
}

/// What several threads take from, one input after the other.
private final class Work<Input: Sendable, Output: Sendable>: Sendable {
    private let inputs: [Input]
    private let seats: [Seat]
    private let next = Atomic(0)
    private let results = Mutex<[Int: Result<Output, any Error>]>([:])

    init(inputs: [Input], seats: [Seat]) {
        self.inputs = inputs
        self.seats = seats
    }

    func run(as thread: Int, _ draw: @Sendable (Input, Studios) throws -> Output) {
        while case let index = next.add(1, ordering: .relaxed).oldValue, index < inputs.count {
            let result = Result { try draw(inputs[index], seats[thread].studios) }
            results.withLock { $0[index] = result }
        }
    }

    func drawn() throws -> [Output] {
        let all = results.withLock { $0 }
        return try inputs.indices.map { try all[$0]!.get() }
    }
}
