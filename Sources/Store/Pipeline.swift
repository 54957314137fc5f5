import Dispatch
import Synchronization

/// Makes things in threads and hands them over in the order they were asked for.
///
///     try Pipeline.run(make: page, take: write) { put in
///         for customer in customers { try put(read(customer)) }   // while earlier ones are made
///     }
public final class Pipeline<Item: Sendable, Made: Sendable> {
    /// How many may be made and not taken yet.
    private let most: Int
    private let make: @Sendable (Item) -> Made
    private let take: (Made) throws -> Void
    private let group = DispatchGroup()
    /// What is asked for and not taken yet, the oldest first.
    private var places: [Place] = []

    private init(
        _ most: Int, _ make: @escaping @Sendable (Item) -> Made,
        _ take: @escaping (Made) throws -> Void
    ) {
        self.most = most
        self.make = make
        self.take = take
    }

    /// - Parameters:
    ///   - most: how many may be made and not taken yet.
    ///   - make: called in several threads.
    ///   - take: called in this one; what it throws ends the run, once what was begun is made.
    ///   - ask: asks for one after the other; what is made meanwhile is taken.
    public static func run(
        most: Int = 24, make: @escaping @Sendable (Item) -> Made, take: (Made) throws -> Void,
        _ ask: ((Item) throws -> Void) throws -> Void
    ) throws {
        try withoutActuallyEscaping(take) { take in
            let pipeline = Pipeline(most, make, take)
            defer { pipeline.group.wait() }
            try ask(pipeline.put)
            while !pipeline.places.isEmpty { try pipeline.takeFirst() }
        }
    }

    private func put(_ item: Item) throws {
        let (place, make) = (Place(), make)
        places.append(place)
        DispatchQueue.global().async(group: group) { place.put(make(item)) }
        while let first = places.first, places.count > most || first.isMade {
            try takeFirst()
        }
    }

    private func takeFirst() throws { try take(places.removeFirst().taken()) }

    /// Where one of them is put and waited for.
    private final class Place: Sendable {
        private let made = Mutex<Made?>(nil)
        private let signal = DispatchSemaphore(value: 0)

        var isMade: Bool { made.withLock { $0 != nil } }

        func put(_ thing: Made) {
            made.withLock { $0 = thing }
            signal.signal()
        }

        func taken() -> Made {
            signal.wait()
            return made.withLock { thing in
                defer { thing = nil }
                return thing!
            }
        }
    }
}
