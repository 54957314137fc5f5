import Crypto
import Foundation
import Store
import Time

/// An event with the headers it is posted with, signed as Standard Webhooks says.
///
/// The signature is the HMAC-SHA-256, in base64, of `webhook-id.webhook-timestamp.body`:
///
///     printf '%s.%s.%s' "$id" "$timestamp" "$body" |
///         openssl dgst -sha256 -hmac "$secret" -binary | base64
public struct Delivery: Sendable, Equatable {
    public let id: String
    /// Seconds since 1970.
    public let timestamp: Int64
    /// The bytes to post, in UTF-8.
    public let body: String
    /// `v1,` and the signature in base64.
    public let signature: String

    /// - Parameter timestamp: when it counts as sent; default: when it happened, so that the same ledger
    ///   gives the same bytes. A receiver that refuses old messages needs the time of the run.
    public init(_ event: OutboxEvent, _ secret: Secret, timestamp: Int64? = nil) {
        id = event.id
        self.timestamp = timestamp ?? event.content.occurredAt.seconds
        body = event.cloudEvent.canonical
        signature = secret.signature(of: "\(id).\(self.timestamp).\(body)")
    }

    /// One line of NDJSON. The body is a string, so that what is posted is what was signed.
    public var line: String {
        JSONValue.object([
            .init(
                "headers",
                .object([
                    .init("content-type", "application/cloudevents+json; charset=utf-8"),
                    .init("webhook-id", .string(id)),
                    .init("webhook-timestamp", .string(String(timestamp))),
                    .init("webhook-signature", .string(signature)),
                ])), .init("body", .string(body)),
        ]).compact + "\n"
    }
}

/// What deliveries are signed with. It is never printed.
public struct Secret: Sendable, CustomStringConvertible, CustomReflectable {
    private let key: SymmetricKey

    /// - Parameters:
    ///   - bytes: `whsec_` and the key in base64, as Standard Webhooks has it; or the key itself, as
    ///     `openssl dgst -hmac` takes it. Line ends behind it do not count.
    ///   - source: where it came from, for an error.
    /// - Throws: `OutboxError.shortSecret` for fewer than 24 bytes, `OutboxError.notASecret`.
    public init(_ bytes: [UInt8], from source: String) throws(OutboxError) {
        var bytes = bytes[...]
        while let last = bytes.last, last == 10 || last == 13 { bytes.removeLast() }
        if bytes.starts(with: Array("whsec_".utf8)) {
            guard let key = Data(base64Encoded: Data(bytes.dropFirst(6))) else {
                throw .notASecret(source)
            }
            bytes = [UInt8](key)[...]
        }
        guard bytes.count >= 24 else { throw .shortSecret(source, bytes: bytes.count) }
        key = SymmetricKey(data: Data(bytes))
    }

    /// `v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=`
    public func signature(of text: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key)
        return "v1," + Data(code).base64EncodedString()
    }

    public var description: String { "a secret" }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
