import ArgumentParser

struct UsageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "usage", abstract: "What was used, and what plans allow.",
        subcommands: [UsageSummary.self, UsageBreaches.self])
}
