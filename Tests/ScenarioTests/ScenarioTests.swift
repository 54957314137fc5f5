import Testing

/// Whole months through the real rooms, each in a file of `Scenarios/`.
@Suite("Scenarios")
struct ScenarioTests {
    @Test("it comes as it is written, and every named invariant holds", arguments: Scenario.names)
    func scenario(name: String) throws {
        for problem in try ScenarioRun(Scenario(file: name)).problems {
            Issue.record("\(problem)")
        }
    }

    /// The same events in any order, in any number of files, any number of times: the same bytes.
    @Test(
        "the order of events changes no invoice and no settlement",
        arguments: Scenario.namesWithEvents)
    func order(name: String) throws {
        let scenario = try Scenario(file: name)
        let written = try ScenarioRun(scenario).snapshots()
        #expect(!written.isEmpty, "\(name) bills and settles nothing")
        for order in [ScenarioRun.Order.backwardsApartTwice, .shuffled(seed: 20_260_601)] {
            let other = try ScenarioRun(scenario, order)
            #expect(try other.snapshots() == written, "\(name), \(order)")
            // Every other figure holds too, except how many of the repeats are duplicates.
            #expect(other.problems.filter { !$0.contains("expected accepted") } == [])
        }
    }

    @Test("there are scenarios to run")
    func found() {
        #expect(Scenario.names.count >= 15)
        #expect(Scenario.namesWithEvents.count >= 10)
    }
}
