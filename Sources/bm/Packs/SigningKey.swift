import Crypto
import Foundation

/// A key that signs lists of files, so that whoever has its public half knows who published them.
///
/// Ed25519 (RFC 8032), whose signature follows from key and text alone: the same list is signed with the same
/// bytes. OpenSSL makes the key and checks what it signed:
///
///     openssl genpkey -algorithm ed25519 -out signing-key.pem
///     openssl pkeyutl -verify -pubin -inkey signing-key.pub -rawin -in SHA256SUMS -sigfile SHA256SUMS.sig
struct SigningKey {
    private let key: Curve25519.Signing.PrivateKey

    /// What stands before the 32 bytes of a key, and of its public half, in DER (RFC 8410).
    private static let privateHead: [UInt8] = [
        0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04,
        0x20,
    ]
    private static let publicHead: [UInt8] = [
        0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00,
    ]

    /// Reads a private key in PEM.
    ///
    /// - Throws: `CommandError.notASigningKey`, and what reading throws. The key itself is never said.
    init(file: String) throws {
        let lines = try InputFile.text(file).split(whereSeparator: \.isNewline)
        let begin = lines.firstIndex { $0.hasPrefix("-----BEGIN ") }
        let end = lines.firstIndex { $0.hasPrefix("-----END ") }
        guard let begin, let end, begin < end else {
            throw CommandError.notASigningKey(file, found: "no PEM")
        }
        guard lines[begin] == "-----BEGIN PRIVATE KEY-----" else {
            throw CommandError.notASigningKey(file, found: "\(lines[begin])")
        }
        let body = lines[(begin + 1)..<end].joined()
        guard let bytes = Data(base64Encoded: body).map({ [UInt8]($0) }),
            bytes.count == Self.privateHead.count + 32, bytes.starts(with: Self.privateHead)
        else { throw CommandError.notASigningKey(file, found: "a key of another kind") }
        key = try Curve25519.Signing.PrivateKey(
            rawRepresentation: bytes.dropFirst(Self.privateHead.count))
    }

    /// 64 bytes.
    func signature(of text: [UInt8]) throws -> [UInt8] { [UInt8](try key.signature(for: text)) }

    /// The public half in PEM.
    var publicKey: [UInt8] {
        let der = Data(Self.publicHead + [UInt8](key.publicKey.rawRepresentation))
        return Array(
            "-----BEGIN PUBLIC KEY-----\n\(der.base64EncodedString())\n-----END PUBLIC KEY-----\n"
                .utf8)
    }
}
