import FX
import GRDB
import Money
import Store
import TestSupport
import Testing
import Time

@Suite("A spread is a figure of its own")
struct FXLockSpreadTests {
    @Test("CNY 7,458.75 to USD at 7.27 less 0.5 %: 1,020.83, and the spread is 5.13")
    func quoteToBase() throws {
        let lock = try Sample.lock(.usd, "7.27", spread: "0.005")
        let net = try Amount("7458.75", .cny)
        // 7,458.75 × 0.995 = 7,421.45625; ÷ 7.27 = 1,020.83304…
        #expect(try lock.convert(net).description == "USD 1,020.83")
        // 7,458.75 ÷ 7.27 = 1,025.96286…
        #expect(try lock.atPublishedRate.convert(net).description == "USD 1,025.96")
        #expect(try lock.spreadAmount(of: net).description == "USD 5.13")
        // 7.27 ÷ 0.995 = 7.30653266…
        #expect(try lock.appliedRate(from: .cny).description == "7.3065327")
        #expect(lock.rate.value.description == "7.27")
        #expect(lock.spreadPercent.description == "0.5")
    }

    @Test("USD 1,025.96 to CNY at 7.27 less 0.5 %: 7,421.44, and the spread is 37.29")
    func baseToQuote() throws {
        let lock = try Sample.lock(.usd, "7.27", spread: "0.005")
        let dollars = try Amount("1025.96", .usd)
        // 7.27 × 0.995 = 7.23365; × 1,025.96 = 7,421.435554
        #expect(try lock.appliedRate(from: .usd).description == "7.23365")
        #expect(try lock.convert(dollars.precise).description == "CNY 7,421.435554")
        #expect(try lock.convert(dollars).description == "CNY 7,421.44")
        // 1,025.96 × 7.27 = 7,458.7292, rounded 7,458.73
        #expect(try lock.spreadAmount(of: dollars).description == "CNY 37.29")
    }

    @Test("without a spread nothing is taken, and the applied rate is the published one")
    func none() throws {
        let lock = try Sample.lock(.usd, "7.27")
        #expect(try lock.spreadAmount(of: Amount("7458.75", .cny)).isZero)
        #expect(try lock.appliedRate(from: .cny).description == "7.27")
        #expect(lock.atPublishedRate == lock)
        #expect(lock.json["spread"] == nil)
    }

    @Test("a spread never gives: whichever way money goes, less comes out")
    func neverGives() throws {
        for spread in ["0.000001", "0.005", "0.2"] {
            let lock = try Sample.lock(.jpy, "0.050417", spread: spread)
            for amount in [try Amount("12345.67", .cny), try Amount("244871", .jpy)] {
                #expect(!(try lock.spreadAmount(of: amount)).isNegative)
            }
        }
    }

    @Test(
        "a spread is stated in percent, from 0 to 20 with up to 6 decimals",
        arguments: [
            ("0", "0"), ("0.5", "0.005"), ("20", "0.2"), ("0.000001", "0.00000001"),
            ("20.000001", nil), ("-0.1", nil), ("0.0000001", nil),
        ])
    func percent(text: String, share: String?) throws {
        // What is no spread is refused: by which error is asked below.
        let read = try? FXLock.spread(percent: Exact(parsing: text))
        #expect(read?.description == share)
        if share == nil {
            #expect(throws: FXError.notASpread("\(try Exact(parsing: text))")) {
                try FXLock.spread(percent: Exact(parsing: text))
            }
        }
    }

    @Test("a lock with a spread is kept and read as it was; one that cannot be is refused")
    func kept() throws {
        let ledger = try TestLedger()
        let lock = try Sample.lock(.usd, "7.27", spread: "0.005")
        let id = try ledger.write { try lock.insert($0) }
        #expect(try ledger.read { try FXLock.fetch($0, id: id) } == lock)
        #expect(try FXLock(JSONFields(lock.json), purpose: .settlement) == lock)
        try ledger.tamper("UPDATE fxLock SET spread = '1.5'")
        #expect(throws: FXError.notASpread("1.5")) {
            try ledger.read { try FXLock.fetch($0, id: id) }
        }
        let broken = lock.json.compact.replacing("\"0.005\"", with: "\"1\"")
        #expect(throws: JSONShapeError(key: "spread")) {
            try FXLock(JSONFields(JSONValue(parsing: broken)), purpose: .settlement)
        }
    }
}
