public import FoundationEssentials

/// What can be wrong with an outbox or with how it is to be signed.
public enum OutboxError: Error, Equatable {
    /// An event of a kind that this version does not know.
    case unknownKind(String, sequence: Int64)
    /// A secret that is too short to sign with: where it came from and how many bytes it has.
    case shortSecret(String, bytes: Int)
    /// A secret that begins like one in base64 and is none.
    case notASecret(String)
    /// No secret was named.
    case noSecret
    /// No event stands at the place to go on from.
    case unknownEvent(String)
}

extension OutboxError: LocalizedError {
    public var errorDescription: String? {
        switch self {
        case .unknownKind(let kind, let sequence): "event \(sequence) is of the kind \(kind)"
        case .shortSecret(let source, let bytes): "the secret in \(source) has \(bytes) bytes"
        case .notASecret(let source): "the secret in \(source) is not whsec_ and base64"
        case .noSecret: "there is no secret to sign with"
        case .unknownEvent(let name): "there is no event \(name) to go on from"
        }
    }

    public var failureReason: String? {
        switch self {
        case .unknownKind: "a later version of bm has written it"
        case .shortSecret: "with fewer than 24 bytes a signature can be guessed"
        case .notASecret: "what begins with whsec_ is read as Standard Webhooks has it"
        case .noSecret: "deliveries are signed, and a secret never stands on a command line"
        case .unknownEvent: "allowed: a number from 0, or the id of an event that is exported"
        }
    }

    public var recoverySuggestion: String? {
        switch self {
        case .unknownKind: "use that version of bm"
        case .shortSecret, .notASecret: "make one with openssl rand -hex 32 > secret"
        case .noSecret: "name a file with --secret-file, or set BM_WEBHOOK_SECRET"
        case .unknownEvent: "take the id or the number from the last line that was delivered"
        }
    }
}
