import Money
import Time

/// What each channel says of its codes.
extension Channel {
    /// A code that nobody scanned ends after two hours, at both, however long its order lives.
    static let codeLifeSeconds: Int64 = 2 * 3600
    /// The shortest life: WeChat Pay moves an earlier end up to it, Alipay counts whole minutes.
    static let shortestLifeSeconds: Int64 = 60

    /// The channel's codes begin with it. Host and path are the channel's to change.
    var scheme: String { self == .wechatPay ? "weixin://" : "https://" }

    /// The most an order may ask for: Alipay takes up to 100,000,000.00 yuan, WeChat Pay names no end.
    var mostFen: Int64? { self == .alipay ? 10_000_000_000 : nil }

    /// Refuses what cannot be a code of this channel. Beyond its scheme the text is the channel's own.
    ///
    /// - Throws: `CheckoutError.notACode`.
    func check(code: String) throws(CheckoutError) {
        let isVisible = code.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard code.lowercased().hasPrefix(scheme), code.utf8.count > scheme.utf8.count, isVisible,
            code.utf8.count <= 512
        else { throw .notACode(self, code) }
    }

    /// When a code made at `instant` ends.
    ///
    /// - Parameter asked: nil for the longest life.
    /// - Throws: `CheckoutError.badExpiry` for less than a minute or more than two hours.
    func expiry(_ asked: Instant?, from instant: Instant) throws(CheckoutError) -> Instant {
        let first = instant.advanced(bySeconds: Channel.shortestLifeSeconds)
        let last = instant.advanced(bySeconds: Channel.codeLifeSeconds)
        guard let asked else { return last }
        guard asked >= first, asked <= last else {
            throw .badExpiry(self, asked, first: first, last: last)
        }
        return asked
    }
}
