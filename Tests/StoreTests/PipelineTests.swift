import Store
import Synchronization
import Testing

@Suite("Things made in threads")
struct PipelineTests {
    private struct Stop: Error {}

    @Test("are handed over in their order, each once", arguments: [0, 1, 2, 3, 200])
    func order(count: Int) throws {
        var taken: [Int] = []
        try Pipeline.run(
            make: { (number: Int) in
                // The first of every ten takes longest.
                (0..<(number % 10 == 0 ? 20_000 : 1)).reduce(0) { $0 &+ $1 } == -1 ? -1 : number * 2
            }, take: { taken.append($0) }
        ) { put in
            for number in 0..<count { try put(number) }
        }
        #expect(taken == (0..<count).map { $0 * 2 })
    }

    @Test("end with what the taker throws, and few are made beyond it")
    func taker() {
        let made = Atomic(0)
        var taken = 0
        #expect(throws: Stop.self) {
            try Pipeline.run(
                make: { (number: Int) in
                    made.add(1, ordering: .relaxed)
                    return number
                },
                take: { _ in
                    taken += 1
                    if taken == 5 { throw Stop() }
                }
            ) { put in
                for number in 0..<1_000 { try put(number) }
            }
        }
        #expect(taken == 5)
        #expect(made.load(ordering: .relaxed) < 200)
    }

    @Test("end with what the asker throws, once what was begun is made")
    func asker() {
        let begun = Atomic(0)
        let made = Atomic(0)
        #expect(throws: Stop.self) {
            try Pipeline.run(
                make: { (number: Int) in
                    begun.add(1, ordering: .relaxed)
                    let sum = (0...number * 1_000).reduce(0, &+)
                    made.add(1, ordering: .relaxed)
                    return sum
                }, take: { _ in }
            ) { put in
                for number in 0..<10 { try put(number) }
                throw Stop()
            }
        }
        #expect(begun.load(ordering: .relaxed) == 10)
        #expect(made.load(ordering: .relaxed) == 10)
    }
}
