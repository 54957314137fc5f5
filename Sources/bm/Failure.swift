import ArgumentParser
import Catalog
import Checkout
import Credits
import Documents
import FX
import Foundation
import GRDB
import Invoicing
import Metering
import Money
import Outbox
import Rating
import Settlement
import Store
import Time
import Typesetting

/// Words and exit codes for what went wrong.
enum Failure {
    /// Prints the error the way the house words errors, and ends the program.
    static func exit(_ error: any Error, as command: BM.Type) -> Never {
        if asksForJSON(CommandLine.arguments), let document = document(error, as: command) {
            Console.print(document)
        }
        let cause = cause(of: error)
        guard let words = words(error) else {
            let code = command.exitCode(for: error).rawValue
            if RunLog.isJSON, code == ExitCode.validationFailure.rawValue {
                RunLog.fail(members("wrongUsage", command.message(for: error), nil, nil)) { "" }
                exit(code)
            }
            RunLog.end(code)
            command.exit(withError: error)
        }
        say(name(of: cause), code: label(forPrograms: cause), words.what, words.why, words.attempt)
        exit(code(of: cause))
    }

    /// Prints it, and goes on.
    static func tell(_ error: any Error) {
        let words = words(error) ?? ("\(error)", nil, nil)
        say(name(of: error), code: label(forPrograms: error), words.what, words.why, words.attempt)
    }

    /// A command line that a command itself finds wrong, with the usage of that command.
    static func exit(_ error: ValidationError, of command: any ParsableCommand.Type) -> Never {
        if asksForJSON(CommandLine.arguments), let document = document(error, as: BM.self) {
            Console.print(document)
        }
        RunLog.fail(members("wrongUsage", error.message, nil, BM.usageString(for: command))) {
            "Error: \(error.message)\nUsage: \(BM.usageString(for: command))\n"
        }
        exit(64)
    }

    /// Ends the program, and the log of the run with it.
    static func exit(_ code: Int32) -> Never {
        RunLog.end(code)
        Foundation.exit(code)
    }

    /// The error that has the name and the exit code.
    private static func cause(of error: any Error) -> any Error {
        (error as? UsageIngest.Stopped)?.cause ?? (error as? UndrawnDocument)?.cause ?? error
    }

    /// Whether an error is to be a document, too. Asked of the words of the command line, because a
    /// command line that cannot be read has no options.
    static func asksForJSON(_ arguments: [String]) -> Bool {
        arguments.dropFirst().prefix { $0 != "--" }.contains("--json")
    }

    /// The error as `bm quote` answers one; nil where the program ends without an error, or has said
    /// on standard output what it found.
    static func document(_ error: any Error, as command: BM.Type) -> JSONValue? {
        if error is ExitCode || command.exitCode(for: error) == .success { return nil }
        let isUsage = command.exitCode(for: error) == .validationFailure
        let words =
            words(error)
            ?? (command.message(for: error), nil, isUsage ? "ask for it with --help" : nil)
        let cause = cause(of: error)
        let code = isUsage ? "wrongUsage" : label(forPrograms: cause)
        return .object([
            .init("error", .object(members(code, words.what, words.why, words.attempt)))
        ])
    }

    private static func members(
        _ code: String, _ what: String, _ why: String?, _ attempt: String?
    ) -> [JSONValue.Member] {
        [
            .init("code", .string(code)), .init("message", .string(what)),
            .init("reason", .string(why ?? "")), .init("suggestion", .string(attempt ?? "")),
        ]
    }

    /// `unpriced`, `strictFailure`
    private static func label(forPrograms error: any Error) -> String {
        let name = name(of: error)
        return Mirror(reflecting: error).displayStyle == .enum
            ? label(of: error) : name.prefix(1).lowercased() + name.dropFirst()
    }

    /// What is wrong, why, and what to do; nil where the reader of command lines has the words.
    private static func words(
        _ error: any Error
    ) -> (what: String, why: String?, attempt: String?)? {
        if let shape = error as? JSONShapeError {
            return (
                "a document in the ledger cannot be read at \(shape.key)",
                "it was written by another version, or the ledger was changed", "run bm verify"
            )
        }
        if error is ExitCode || error is CleanExit || error is ValidationError { return nil }
        guard let localized = error as? any LocalizedError else { return nil }
        return (
            localized.errorDescription ?? "\(error)", localized.failureReason,
            localized.recoverySuggestion
        )
    }

    /// `error[…]: what`, `why: …`, `try: …` on standard error.
    static func say(
        _ name: String, code: String, _ what: String, _ why: String?, _ attempt: String?
    ) {
        RunLog.fail(members(code, what, why, attempt)) {
            let first = "error[\(name)]: \(what)"
            var text = (Console.isColoured ? "\u{1b}[31m\(first)\u{1b}[0m" : first) + "\n"
            if let why { text += "  why: \(why)\n" }
            if let attempt { text += "  try: \(attempt)\n" }
            return text
        }
    }

    /// `RatingError.unpriced`
    static func name(of error: any Error) -> String {
        let type = String(describing: type(of: error))
        return Mirror(reflecting: error).displayStyle == .enum
            ? "\(type).\(label(of: error))" : type
    }

    /// `unpriced`
    static func label(of error: any Error) -> String {
        Mirror(reflecting: error).children.first?.label ?? "\(error)"
    }

    static func code(of error: any Error) -> Int32 {
        switch error {
        case CatalogError.unknownPriceBookVersion: 66
        case let error as StoreError:
            switch error {
            case .missing, .cannotRead: 66
            case .notALedger, .damagedLedger, .newerLedger, .notAList: 65
            case .busy: 75
            case .cannotWrite: 73
            case .refused: 70
            }
        case let error as CatalogError:
            switch error {
            case .unreadable, .unknownMerchant, .unknownVersion, .unknownCustomer,
                .unknownPlan, .unknownPriceBook:
                66
            default: 65
            }
        case FXError.noRate, FXError.noLock: 66
        case FXError.notASource, FXError.notASpread: 64
        case InvoicingError.unknownInvoice: 66
        case CheckoutError.unknownPayment, CheckoutError.unknownDifference,
            CheckoutError.unknownOrder:
            66
        case CreditsError.unknownGrant, CreditsError.unknownHold, CreditsError.unknownCode: 66
        case CommandError.missingFile, CommandError.unreadable, CommandError.nothingNamed: 66
        case CommandError.whichMerchant, CommandError.twoMerchants: 64
        case CommandError.resourceMissing, CommandError.resourceDamaged: 70
        case TypesettingError.fontMissing, TypesettingError.fontUnreadable: 70
        case CommandError.themeMissing, CommandError.nothingToPreview, ThemeError.unread: 66
        case CommandError.notOurPack: 73
        case CommandError.nothingSettled: 66
        case MeteringError.unknownEvent: 66
        case OutboxError.unknownEvent: 66
        case OutboxError.noSecret: 64
        case is TimeError: 64
        case is MoneyError: 65
        default: 65
        }
    }
}

/// What can be wrong with what a command was given.
enum CommandError: Error, Equatable {
    case missingFile(String)
    /// Something stands there that is no file, or that may not be read.
    case unreadable(String, String)
    /// A compressed file that ends early or does not match its checksum.
    case damaged(String)
    /// A text in another encoding.
    case notUTF8(String, line: Int)
    /// An archive where the text in it is read.
    case isZIP(String)
    /// A file that is read whole and does not end in time, gunzipped where it is gzip.
    case tooLong(String, most: Int)
    /// A file of events that should be one JSON array.
    case notAnArray(String)
    /// A file of events that should be a table.
    case notATable(String, CSVError)
    /// A line of a file of corrections.
    case notACorrection(String, line: Int, String, String)
    /// Nothing in the ledger has that name.
    case nothingNamed(String)
    /// A file that belongs to the program is not where it should be.
    case resourceMissing(String, looked: [String])
    /// A file that belongs to the program is not whole.
    case resourceDamaged(String, String)
    /// A merchant's catalog, or the command line, names a theme that has no folder.
    case themeMissing(String, of: Merchant.ID?, folder: String, known: [String])
    /// There is no invoice to show a theme on.
    case nothingToPreview
    /// A folder that would be written over is not ours.
    case notOurFolder(String)
    /// The ledger has several merchants, and nothing says which is meant.
    case whichMerchant([String])
    /// A file or customer of one merchant where another is named.
    case twoMerchants(String, String)
    /// Plans whose prices are in different currencies.
    case twoCurrencies(String, String, String, String)
    /// Something stands where a pack of another subject, or none, would be written over.
    case notOurPack(String, found: String)
    /// A file that should hold a private Ed25519 key.
    case notASigningKey(String, found: String)
    /// A month, or any, without a settlement.
    case nothingSettled(String?)
    /// A line whose events do not give the digest that is printed.
    case otherEvidence(String, printed: String, found: String)
}

extension CommandError: LocalizedError {
    var errorDescription: String? {
        switch self {
        case .missingFile(let path):
            path.isEmpty ? "a file is named by an empty text" : "there is no file \(path)"
        case .unreadable(let path, let why): "\(path) cannot be read: \(why)"
        case .damaged(let path): "\(path) is a damaged gzip file"
        case .notUTF8(let path, let line): "\(path):\(line): bytes that are not UTF-8"
        case .isZIP(let path): "\(path) is a ZIP"
        case .tooLong(let path, let most):
            "\(path) is longer than \(most >> 20) MB"
        case .notAnArray(let path): "\(path) is not one JSON array"
        case .notATable(let path, let error): "\(path):\(error.line): \(error.found)"
        case .notACorrection(let path, let line, let found, _): "\(path):\(line): \(found)"
        case .nothingNamed(let name): "nothing in the ledger is called \(name)"
        case .resourceMissing(let name, _): "\(name) is not installed beside bm"
        case .resourceDamaged(let path, let why): "\(path) is damaged: \(why)"
        case .themeMissing(let name, let merchant, let folder, _):
            (merchant.map { "the catalog of \($0)" } ?? "--theme")
                + " names the theme “\(name)”, and there is no \(folder)"
        case .nothingToPreview: "there is no invoice to show a theme on"
        case .notOurFolder(let path): "\(path) holds something else"
        case .whichMerchant(let known):
            known.isEmpty
                ? "the ledger has no merchant" : "the ledger has \(known.count) merchants"
        case .twoMerchants(let one, let other): "\(one) and \(other) are two merchants"
        case .twoCurrencies(let one, let its, let other, let theirs):
            "\(one) is priced in \(its), and \(other) in \(theirs)"
        case .notOurPack(let path, let found): "\(path) holds \(found)"
        case .notASigningKey(let path, let found): "\(path) holds no key to sign with: \(found)"
        case .nothingSettled(let month): "nothing is settled" + (month.map { " in \($0)" } ?? "")
        case .otherEvidence(let line, let printed, let found):
            "the events of \(line) give \(found), printed is \(printed)"
        }
    }

    var failureReason: String? {
        switch self {
        case .missingFile(let path):
            path.isEmpty ? "a variable of the shell may be unset" : "the path does not exist"
        case .unreadable: "a file is read, gzip or not, or standard input as -"
        case .damaged: "it ends early, or its checksum does not match its content"
        case .notUTF8: "allowed: UTF-8 text"
        case .isZIP: "allowed: the text that is in it"
        case .tooLong: "it is read whole, and a compressed file can stand for all memory there is"
        case .notAnArray: "its brackets, braces and commas are not those of [{…}, {…}]"
        case .notATable(_, let error): "allowed: \(error.allowed)"
        case .notACorrection(_, _, _, let allowed): "allowed: \(allowed)"
        case .nothingNamed:
            "an invoice looks like INV-2026-0601-0001, a line like INV-2026-0601-0001#2, a batch like "
                + "SET-2026-06-mer_001-USD, a credit note like CN-2026-0604-0001; orders, payments and events are "
                + "named by their ids"
        case .resourceMissing(_, let looked): "looked in \(looked.joined(separator: ", "))"
        case .whichMerchant(let known):
            known.isEmpty
                ? "no catalog was applied" : "they are \(known.joined(separator: ", "))"
        case .twoMerchants: "what is asked is asked of one of them"
        case .twoCurrencies: "at which rate they would be compared is not known"
        case .notASigningKey: "a private Ed25519 key in PEM is read, PKCS #8 without a password"
        case .nothingSettled: "a bundle is of a month whose settlement is closed"
        case .notOurPack: "a pack is written into no folder, an empty one, or the same pack's own"
        case .otherEvidence: "events, catalog or invoice were changed since it was finalized"
        case .resourceDamaged: "documents drawn with it would not be what they should be"
        case .themeMissing(_, _, _, let known):
            known.isEmpty
                ? "there is no theme but the house's" : "there are \(known.joined(separator: ", "))"
        case .nothingToPreview: "a preview is drawn of an invoice that was issued"
        case .notOurFolder: "the demo writes only into a folder that is empty or its own"
        }
    }

    var recoverySuggestion: String? {
        switch self {
        case .missingFile, .unreadable: "check the path"
        case .damaged: "fetch the file again; what was taken of it is recognised when it repeats"
        case .isZIP: "unzip it first, as unzip -p FILE.zip > FILE.csv does"
        case .notUTF8: "save it as UTF-8, as iconv -f GBK -t UTF-8 does; nothing of it was taken"
        case .tooLong: "cut it in parts; events and cases may also stand one a line, in any number"
        case .notACorrection: "mend the line; nothing of the file was done"
        case .notATable: "mend the line; nothing of the file was taken"
        case .notAnArray: "mend it, or leave --format out where it has one object a line"
        case .nothingNamed: "check the name"
        case .resourceMissing: "install with make install, or set BM_HOME to the project's folder"
        case .nothingToPreview: "close a month first, or take the demo's ledger"
        case .resourceDamaged: "restore the file from the release, or run make install again"
        case .themeMissing(_, nil, _, _): "name one of them, or make the folder with a theme.yaml"
        case .themeMissing: "make the folder with a theme.yaml, or change `theme` in the catalog"
        case .whichMerchant: "name one with --merchant"
        case .twoMerchants: "leave out --merchant, or name the one that is meant"
        case .twoCurrencies: "compare plans in one currency"
        case .notASigningKey: "make one: openssl genpkey -algorithm ed25519 -out signing-key.pem"
        case .nothingSettled: "close it first: bm settlements close --period MONTH"
        case .notOurFolder, .notOurPack: "choose another folder with --output, or empty it"
        case .otherEvidence: "run bm verify; a pack that does not prove itself is not written"
        }
    }
}
