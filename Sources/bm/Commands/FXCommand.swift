import ArgumentParser
import FX
import Store
import Time

struct FXCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fx", abstract: "Published exchange rates.", subcommands: [Import.self])

    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Adds published rates.",
            discussion: """
                ecb: the European Central Bank's table of euro reference rates (eurofxref-hist.csv). \
                A rate that differs from one in the ledger for the same day stops the import.

                Example:
                  bm fx import eurofxref-hist.csv --format ecb
                """)

        enum Format: String, ExpressibleByArgument, CaseIterable { case ecb }

        @Argument(help: "The file of rates.") var file: String
        @Option(help: "Its layout.") var format: Format
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let ledger = try options.open()
            let bytes = try InputFile.textBytes(file)
            let table = try ECBTable(String(decoding: bytes, as: UTF8.self), file: file)
            let now = try options.now()
            let result = try ledger.write { db in
                try table.add(
                    db, sourceName: InputFile.name(file), digest: SHA256Digest.hex(bytes), at: now)
            }
            if options.json {
                Console.print(
                    .object([
                        .init("added", .int(result.added)), .init("known", .int(result.known)),
                        .init("from", .string(result.from.description)),
                        .init("to", .string(result.to.description)),
                    ]))
                return
            }
            Console.print(
                "\(result.added) rates added · \(result.known) known · \(result.from) to \(result.to)"
            )
        }
    }
}
