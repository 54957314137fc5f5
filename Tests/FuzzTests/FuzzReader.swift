import Catalog
import FX
import Foundation
import Metering
import Money
import Store
import TestSupport
import Time

@testable import Checkout
@testable import bm

/// A reader of files that come from outside, with files to begin from.
enum FuzzReader: String, CaseIterable, Sendable {
    case events, eventArray, eventTable
    case catalog
    case litellm, genaiPrices, priceTable, priceBook
    case quote
    case ecbRates, csvRates, gzip
    case weChatBill, alipayBill, alipayZIP
    case weChatFundBill, alipayAccountBill, alipayAccountZIP
    case weChatMessage, alipayMessage
    case theme, wording, logo

    /// What a reader did that none may do.
    struct Finding: Error {
        let text: String
    }

    /// Inputs to begin from.
    var seeds: [[UInt8]] {
        get throws {
            switch self {
            case .events: try FuzzReader.lines("Seeds/events.ndjson")
            case .eventArray: [try FuzzReader.file("Seeds/events.json")]
            case .eventTable: [try FuzzReader.file("Seeds/events.csv")]
            case .catalog:
                [
                    try FuzzReader.file("Seeds/catalog.yaml"),
                    try FuzzReader.file("Seeds/catalog-plans.yaml"),
                ]
            case .litellm: [try FuzzReader.file("Seeds/litellm.json")]
            case .genaiPrices: [try FuzzReader.file("Seeds/genai-prices.json")]
            case .priceTable: [try FuzzReader.file("Seeds/prices.csv")]
            case .priceBook:
                [
                    Array(
                        try FuzzReader.book(
                            CSVPriceTable(FuzzReader.file("Seeds/prices.csv"), file: "t").entries
                        ).json.pretty.utf8)
                ]
            case .quote:
                try FuzzReader.lines("../QuoteTests/Cases/oracle.ndjson").map {
                    Array(try JSONValue(parsing: $0)["case"]!.compact.utf8)
                }
            case .ecbRates: try FuzzReader.files("ecb.csv", "ecb-daily.csv")
            case .csvRates: try FuzzReader.files("rates.csv")
            case .weChatBill:
                try FuzzReader.files(
                    "wechat.csv", "wechat-success.csv", "wechat-refund.csv", "wechat-before.csv")
            case .alipayBill: try FuzzReader.files("alipay.csv")
            case .alipayZIP: try FuzzReader.files("alipay.zip", "alipay-summary.zip")
            case .weChatFundBill: try FuzzReader.files("wechat-fund.csv")
            case .alipayAccountBill: try FuzzReader.files("alipay-account.csv")
            case .alipayAccountZIP: try FuzzReader.files("alipay-account.zip")
            case .weChatMessage:
                try FuzzReader.files(
                    "wechat-payment.json", "wechat-refund.json", "wechat-envelope.json")
            case .alipayMessage: try FuzzReader.files("alipay-payment.form", "alipay-refund.form")
            case .gzip: [try FuzzReader.file("Seeds/events.ndjson.gz")]
            case .theme:
                try FuzzReader.templateBytes("theme.yaml")
                    + FuzzReader.templateBytes("themes/lantern/theme.yaml")
            case .wording:
                try FuzzReader.templateBytes("themes/lantern/wording.yaml")
                    + FuzzReader.files("wording.yaml")
            case .logo:
                try FuzzReader.templateBytes("themes/lantern/logo.svg")
                    + FuzzReader.files("logo.png")
            }
        }
    }

    /// Reads an input as the program does.
    ///
    /// - Returns: whether it was accepted.
    /// - Throws: `Finding` where it was accepted and does not hold, or refused without a word.
    func accepts(_ input: [UInt8]) throws -> Bool {
        do {
            switch self {
            case .events: try FuzzReader.event(input[...])
            case .eventArray: return try FuzzReader.eventArray(input)
            case .eventTable: return try FuzzReader.eventTable(input)
            case .catalog: try FuzzReader.catalog(input)
            case .litellm: try FuzzReader.prices(input, .litellm)
            case .genaiPrices: try FuzzReader.prices(input, .genaiPrices)
            case .priceTable: try FuzzReader.prices(input, .csv)
            case .priceBook: try FuzzReader.prices(input, .json)
            case .quote: return try FuzzReader.quote(input)
            case .ecbRates: try FuzzReader.rates(input)
            case .csvRates: try FuzzReader.ownRates(input)
            case .weChatBill: try FuzzReader.bill(input, .wechatPay)
            case .alipayBill, .alipayZIP: try FuzzReader.bill(input, .alipay)
            case .weChatFundBill: try FuzzReader.fundBill(input, .wechatPay)
            case .alipayAccountBill, .alipayAccountZIP: try FuzzReader.fundBill(input, .alipay)
            case .weChatMessage: try FuzzReader.message(input, .wechatPay)
            case .alipayMessage: try FuzzReader.message(input, .alipay)
            case .gzip: try FuzzReader.gzip(input)
            case .theme: try FuzzReader.theme(input)
            case .wording: try FuzzReader.wording(input)
            case .logo: try FuzzReader.logo(input)
            }
            return true
        } catch let finding as Finding {
            throw finding
        } catch let reject as UsageReject {
            if reject.allowed.isEmpty { throw Finding(text: "refused without a word") }
            return false
        } catch let error as CSVError {
            if error.found.isEmpty { throw Finding(text: "refused without a word") }
            return false
        } catch let error as any LocalizedError {
            for words in [error.errorDescription, error.failureReason, error.recoverySuggestion]
            where words?.isEmpty ?? true {
                throw Finding(text: "refused without a word: \(error)")
            }
            return false
        }
    }

    private static func file(_ name: String) throws -> [UInt8] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        return [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
    }

    private static func files(_ names: String...) throws -> [[UInt8]] {
        try names.map { try file("Seeds/\($0)") }
    }

    private static func lines(_ name: String) throws -> [[UInt8]] {
        try file(name).split(separator: 10).map(Array.init)
    }

    static func book(_ entries: [PriceBookEntry]) throws -> PriceBookFile {
        PriceBookFile(
            entries: entries, book: "b", sourceName: "s", effectiveFrom: try Day("2026-01-01"),
            markup: .one)
    }

    static func hold(_ condition: Bool, _ text: @autoclosure () -> String) throws {
        if !condition { throw Finding(text: text()) }
    }
}
