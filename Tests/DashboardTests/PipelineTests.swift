import Synchronization
import Testing

@testable import Dashboard

@Suite("Things made in threads")
struct PipelineTests {
    private struct Stop: Error {}

    @Test("are handed over in their order, each once", arguments: [0, 1, 2, 3, 200])
    func order(count: Int) throws {
        var taken: [Int] = []
        try Pipeline.run(Array(0..<count)) { number in
            // The first of every ten takes longest.
            (0..<(number % 10 == 0 ? 20_000 : 1)).reduce(0) { $0 &+ $1 } == -1 ? -1 : number * 2
        } take: {
            taken.append($0)
        }
        #expect(taken == (0..<count).map { $0 * 2 })
    }

    @Test("end with what the taker throws, and few are made beyond it")
    func stop() {
        let made = Atomic(0)
        var taken = 0
        #expect(throws: Stop.self) {
            try Pipeline.run(Array(0..<1_000)) { number in
                made.add(1, ordering: .relaxed)
                return number
            } take: { _ in
                taken += 1
                if taken == 5 { throw Stop() }
            }
        }
        #expect(taken == 5)
        #expect(made.load(ordering: .relaxed) < 200)
    }
}
