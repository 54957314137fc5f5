import Money
import Store
import Time

/// The fields of a message, each of which is asked for with what is allowed in it.
struct MessageFields {
    let file: String
    let value: JSONValue
    /// Where they stand: `amount`.
    var prefix = ""

    func bad(_ name: String, _ found: String, _ allowed: String) -> CheckoutError {
        .badMessage(file, field: prefix + name, found: found, allowed: allowed)
    }

    /// What stands there, for errors: its text, or what kind of value it is.
    func shown(_ name: String) -> String {
        switch value[name] {
        case nil: "it is missing"
        case .string(let text): "“\(text.prefix(100))”"
        case .number(let text): String(text.prefix(100))
        case .some(let other): other.kind
        }
    }

    /// A text that is there; nil where it is missing, null or empty.
    func optional(_ name: String) throws(CheckoutError) -> String? {
        guard let value = value[name], value != .null else { return nil }
        guard let text = value.string else { throw bad(name, shown(name), "a text") }
        return text.isEmpty ? nil : text
    }

    func text(_ name: String, _ allowed: String) throws(CheckoutError) -> String {
        guard let text = try optional(name) else { throw bad(name, shown(name), allowed) }
        return text
    }

    /// A number of an order, a transaction or a refund: up to 64 of `0-9A-Za-z_-|*@`, which is all
    /// that either channel lets in.
    func number(_ name: String) throws(CheckoutError) -> String {
        let allowed = "1 to 64 of 0-9 A-Z a-z _ - | * @"
        let text = try text(name, allowed)
        let isNumber =
            text.utf8.count <= 64
            && text.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (64...90).contains(byte) || (97...122).contains(byte)
                    || byte == 95 || byte == 45 || byte == 124 || byte == 42
            }
        guard isNumber else { throw bad(name, shown(name), allowed) }
        return text
    }

    /// The account: digits, 8 to 16 of them.
    func account(_ name: String) throws(CheckoutError) -> String {
        let allowed = "8 to 16 digits"
        let text = try text(name, allowed)
        guard (8...16).contains(text.utf8.count),
            text.utf8.allSatisfy({ (48...57).contains($0) })
        else { throw bad(name, shown(name), allowed) }
        return text
    }

    /// Whole fen above zero: WeChat Pay's amounts.
    func fen(_ name: String) throws(CheckoutError) -> Amount {
        guard let fen = value[name]?.int, (1...Amount.largest).contains(Int64(fen)) else {
            throw bad(name, shown(name), "whole fen from 1 to \(Amount.largest)")
        }
        return Amount(minorUnits: Int64(fen), .cny)
    }

    /// Yuan above zero with two decimals at most: Alipay's amounts.
    func yuan(_ name: String) throws(CheckoutError) -> Amount {
        let allowed = "yuan above 0 with two decimals"
        let text = try text(name, allowed)
        guard let amount = try? Amount(text, .cny), amount > .zero(.cny) else {
            throw bad(name, shown(name), allowed)
        }
        return amount
    }

    /// RFC 3339, or China Standard Time where `zone` says so.
    func time(_ name: String, zone: Zone?) throws(CheckoutError) -> Instant {
        let allowed =
            zone == nil
            ? "a time such as 2025-06-11T09:41:22+08:00" : "a time such as 2025-06-11 09:41:22"
        let text = try text(name, allowed)
        guard let instant = try? Instant(text, zone: zone) else {
            throw bad(name, shown(name), allowed)
        }
        return instant
    }

    /// Only CNY is collected; a field that says nothing says nothing else.
    func onlyCNY(_ names: String...) throws(CheckoutError) {
        for name in names {
            if let currency = try optional(name), currency != "CNY" {
                throw bad(name, shown(name), "CNY")
            }
        }
    }

    func child(_ name: String) throws(CheckoutError) -> MessageFields {
        guard let child = value[name], child.members != nil else {
            throw bad(name, shown(name), "an object")
        }
        return MessageFields(file: file, value: child, prefix: "\(prefix)\(name).")
    }
}
