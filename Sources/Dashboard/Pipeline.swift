import Dispatch
import Foundation
import Synchronization

/// Makes things in threads and hands them over in their order: while one is taken, the next are made.
enum Pipeline {
    /// At most as many as there are processors are made at a time, and one more waits to be taken.
    ///
    /// - Parameters:
    ///   - make: called in several threads.
    ///   - take: called in this one; what it throws ends the run, once what was begun is made.
    static func run<Item: Sendable, Made: Sendable>(
        _ items: [Item], make: @escaping @Sendable (Item) -> Made,
        take: (Made) throws -> Void
    ) throws {
        let width = ProcessInfo.processInfo.activeProcessorCount
        let (queue, group) = (DispatchQueue.global(), DispatchGroup())
        let places = items.map { _ in Place<Made>() }
        defer { group.wait() }
        var begun = 0
        for number in items.indices {
            while begun < min(items.count, number + width + 1) {
                let (item, place) = (items[begun], places[begun])
                queue.async(group: group) { place.put(make(item)) }
                begun += 1
            }
            try take(places[number].taken())
        }
    }

    /// Where one of them is put and waited for.
    private final class Place<Made: Sendable>: Sendable {
        private let made = Mutex<Made?>(nil)
        private let isMade = DispatchSemaphore(value: 0)

        func put(_ thing: Made) {
            made.withLock { $0 = thing }
            isMade.signal()
        }

        func taken() -> Made {
            isMade.wait()
            return made.withLock { thing in
                defer { thing = nil }
                return thing!
            }
        }
    }
}
