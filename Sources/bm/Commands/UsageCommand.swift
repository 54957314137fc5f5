import ArgumentParser

struct UsageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "usage",
        abstract: "What was used, what plans allow, and where every input line went.",
        subcommands: [UsageSummary.self, UsageBreaches.self, Report.self, Duplicates.self])
}
