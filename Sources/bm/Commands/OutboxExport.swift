import ArgumentParser
import Foundation
import Outbox
import Store
import Time

extension OutboxCommand {
    struct ExportSigned: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export", abstract: "Events as signed lines, ready to be posted.",
            discussion: """
                NDJSON, a delivery a line: {"headers": {…}, "body": "…"}. The body is the event as \
                CloudEvents 1.0 has it in JSON; the headers are those of Standard Webhooks. Post the body as it \
                is, with the headers as they are; a receiver knows an event that comes twice by webhook-id. \
                The same ledger and secret give the same bytes. --output names a file, which appears whole or not \
                at all.

                The secret: the bytes of the file up to its line end, or whsec_ and base64 as Standard \
                Webhooks has it; 24 bytes or more. It may stand in BM_WEBHOOK_SECRET instead, never on the \
                command line.

                webhook-timestamp is when the event happened. A receiver that refuses messages older than \
                some minutes needs --signed-at run: the time of the run.

                Examples:
                  bm outbox export --merchant mer_001 --after evt_5a… --secret-file secret > new.ndjson
                Check a line:
                  id=$(jq -r '.headers["webhook-id"]' line)
                  at=$(jq -r '.headers["webhook-timestamp"]' line)
                  printf '%s.%s.%s' "$id" "$at" "$(jq -r .body line)" |
                    openssl dgst -sha256 -hmac "$(cat secret)" -binary | base64
                """)

        /// What webhook-timestamp says.
        enum SignedAt: String, ExpressibleByArgument, CaseIterable { case event, run }

        @OptionGroup var choice: Choice
        @Option(help: ArgumentHelp("The file with the secret.", valueName: "file"))
        var secretFile: String?
        @Option(help: "When it counts as sent: when it happened, or the time of the run.")
        var signedAt = SignedAt.event
        @OptionGroup var options: GlobalOptions

        func validate() throws {
            if options.json {
                throw ValidationError("lines are not one document; bm outbox list has --json")
            }
        }

        func run() throws {
            let secret = try ExportSigned.secret(file: secretFile)
            let timestamp = signedAt == .run ? try options.now().seconds : nil
            let ledger = try options.open(for: .reading)
            // --output names a file here, as a line is all there is to write.
            try ExportSink.write(to: options.namedOutput) { out in
                try ledger.read { db in
                    try OutboxEvent.forEach(db, choice.choice(db)) { event in
                        try out.write(Delivery(event, secret, timestamp: timestamp).line)
                    }
                }
            }
        }

        /// - Throws: `OutboxError.noSecret`, `.shortSecret`, `.notASecret`; what reading a file throws.
        static func secret(file: String?) throws -> Secret {
            if let file {
                return try Secret(InputFile.bytes(file, most: 1 << 16), from: file)
            }
            let name = "BM_WEBHOOK_SECRET"
            guard let text = ProcessInfo.processInfo.environment[name], !text.isEmpty else {
                throw OutboxError.noSecret
            }
            return try Secret(Array(text.utf8), from: name)
        }
    }
}
