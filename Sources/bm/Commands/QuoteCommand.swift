import ArgumentParser
import Store

struct QuoteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quote", abstract: "Prices cases without a ledger, by the code that bills.",
        discussion: """
            Reads one JSON case a line, or one JSON array of cases, and answers one line a case in the \
            same order with the same id. Kinds: charge, aggregate, prorate, credits, invoice, round, \
            convert, capitals. A case that cannot be priced is answered with its error; the exit code \
            is 65 then, and the other cases are answered all the same.

            Example:
              bm quote <<< '{"id":"a","charge":{"model":"package","package_size":"1000",\
            "package_price":"0.08"},"units":"12500"}'
            """)

    @Argument(help: "A file of cases; - or nothing for standard input.") var file = "-"

    func run() throws {
        // One byte more than a case may have, so that a longer one shows.
        let lines = try LineReader(file, maximumLine: Quote.longestCase + 1)
        var number = 0
        var failed = false
        var output: [UInt8] = []
        func write(_ answer: Quote.Answer) {
            failed = failed || answer.isError
            output += Array(answer.json.compact.utf8) + [10]
            if output.count > 1 << 16 {
                Console.write(output)
                output = []
            }
        }
        while let line = try lines.next() {
            let first = line.first { $0 != 32 && $0 != 9 && $0 != 13 }
            guard let first else { continue }
            if first == UInt8(ascii: "["), number == 0 {
                try array(line, lines, write)
                break
            }
            number += 1
            write(Quote.answer(line, number: number))
        }
        Console.write(output)
        if failed { throw ExitCode(65) }
    }

    /// One array over any number of lines.
    private func array(
        _ first: ArraySlice<UInt8>, _ lines: LineReader, _ write: (Quote.Answer) -> Void
    ) throws {
        var bytes = Array(first)
        while let line = try lines.next() {
            bytes += [10] + line
            if bytes.count > InputFile.most {
                throw CommandError.tooLong(file, most: InputFile.most)
            }
        }
        guard let elements = JSONElements.split(bytes) else {
            write(Quote.answer(bytes[...], number: 1))
            return
        }
        for (index, element) in elements.enumerated() {
            write(Quote.answer(element, number: index + 1))
        }
    }
}
