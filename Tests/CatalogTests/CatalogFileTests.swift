import Foundation
import Money
import Store
import TestSupport
import Testing
import Time

@testable import Catalog

@Suite("Catalog files")
struct CatalogFileTests {
    /// One thing wrong with the fixture, and what a person is told.
    struct Mistake: Sendable, CustomTestStringConvertible {
        let found: String
        let written: String
        /// Text on the line the complaint must name; what was written unless said otherwise.
        let line: String
        let says: String

        init(_ found: String, _ written: String, line: String? = nil, _ says: String) {
            self.found = found
            self.written = written
            self.line = line ?? written
            self.says = says
        }

        var testDescription: String { says }
    }

    static func error(_ yaml: String) -> CatalogError? {
        do throws(CatalogError) {
            _ = try CatalogFile(yaml: yaml, file: "c.yaml")
            return nil
        } catch {
            return error
        }
    }

    static let mistakes: [Mistake] = [
        // Keys.
        .init(
            "email: billing", "e_mail: billing", "merchant.e_mail: the key e_mail is not known"),
        .init(
            "effective: 2026-01-01", "effective: 2026-01-01\nfeature: []",
            line: "feature: []", "feature: the key feature is not known"),
        .init(
            "unit_price: \"0.08\", per", "unit_price: \"0.08\", tiers: [], per",
            "plans[0].charges[0].price.tiers: the key tiers is not known"),
        .init(
            "  language: zh-Hans\n", "", line: "merchant:",
            "merchant: the key language is missing"),
        .init(
            "    field: seconds\n", "    field:\n", line: "field:",
            ""),  // an empty key counts as absent, and the field of a sum has a default
        .init(
            "    input_includes_cache: true\n", "", line: "- code: model_tokens",
            "metrics[3]: the key input_includes_cache is missing"),
        // A key that only another aggregation reads would be ignored, and mislead.
        .init(
            "aggregation: count\n    filter", "aggregation: count\n    field: seconds\n    filter",
            line: "field: seconds\n    filter: {status: [ok, slow]}\n  - code: seconds",
            "metrics[0].field: the key field is not known"),
        .init(
            "    aggregation: sum\n  - code: model_tokens",
            "    aggregation: sum\n    input_includes_cache: true\n  - code: model_tokens",
            line: "input_includes_cache: true\n  - code: model_tokens",
            "metrics[2].input_includes_cache: the key input_includes_cache is not known"),
        .init(
            "aggregation: tokens\n", "aggregation: tokens\n    field: in\n", line: "field: in\n",
            "metrics[3].field: the key field is not known"),
        .init(
            "zh-Hans: AI 接口", "zh: AI 接口", line: "product:",
            "merchant.product.zh: the key zh is not known"),
        // Numbers.
        .init(
            "percent: \"6\"", "percent: six", "merchant.tax.percent: “six” is not allowed"),
        .init(
            "percent: \"6\"", "percent: \"100.01\"",
            "merchant.tax.percent: “100.01” is not allowed"),
        .init(
            "unit_price: \"0.08\"", "unit_price: \"-0.08\"",
            "plans[0].charges[0].price.unit_price: “-0.08” is not allowed"),
        .init(
            "included: \"100\"", "included: \"-1\"",
            "plans[0].charges[1].included: “-1” is not allowed"),
        .init(
            "base_fee: \"9.90\"", "base_fee: 9,90", "plans[1].base_fee: “9,90” is not allowed"),
        .init(
            "per: \"1000\"", "per: \"500\"",
            "plans[0].charges[0].price.per: “500” is not allowed"),
        .init(
            "per: \"1000\"", "per: \"10000000000000\"",
            "plans[0].charges[0].price.per: “10000000000000” is not allowed"),
        .init(
            "package_size: \"1000\"", "package_size: 0",
            "plans[0].charges[2].price.package_size: “0” is not allowed"),
        .init(
            "multiplier: \"1.2\"", "multiplier: 0",
            "plans[0].charges[3].multiplier: “0” is not allowed"),
        .init(
            "payment_terms_days: 14", "payment_terms_days: 14.5",
            "merchant.payment_terms_days: “14.5” is not allowed"),
        .init(
            "platform_fee_percent: \"2.5\"", "platform_fee_percent: \"100.1\"",
            "merchant.settlement.platform_fee_percent: “100.1” is not allowed"),
        .init(
            "wire_fee: \"15.00\"", "wire_fee: \"15.001\"",
            "merchant.settlement.wire_fee: “15.001” is not allowed"),
        // Tiers.
        .init(
            "up_to: \"5000\"", "up_to: \"1000\"",
            line: "- {up_to: \"1000\", unit_price: \"0.30\"",
            "plans[0].charges[1].price.tiers[1]: keys up_to, unit_price is not allowed"),
        .init(
            "- {up_to: \"1000\", unit", "- {up_to: null, unit", line: "up_to: \"5000\"",
            "plans[0].charges[1].price.tiers[1]: keys up_to, unit_price is not allowed"),
        // What one thing says of another.
        .init(
            "metric: calls", "metric: callz", "plans[0].charges[0].metric: “callz” is not allowed"),
        .init(
            "plan: basic\n    since: 2026-01-01\n  - id",
            "plan: gold\n    since: 2026-01-01\n  - id",
            line: "plan: gold", "customers[0].plan: “gold” is not allowed"),
        .init(
            "        group_by: [model]\n", "", line: "price: {model: tokens",
            "plans[0].charges[3].price: a charge that is not grouped by model is not allowed"),
        .init(
            "metric: words", "metric: model_tokens", line: "price: {model: package",
            "plans[0].charges[2].price: a price by unit for a metric of tokens by class is not allowed"
        ),
        .init(
            "metric: model_tokens", "metric: words", line: "price: {model: tokens",
            "plans[0].charges[3].price: token prices for the metric words is not allowed"),
        .init(
            "metric: model_tokens\n", "metric: model_tokens\n        included: \"5\"\n",
            line: "included: \"5\"",
            "plans[0].charges[3].included: included or converted units on token prices is not allowed"
        ),
        // Codes once each.
        .init(
            "- code: spare", "- code: words", line: "- code: words\n    name: {en: Spare",
            "metrics[4]: a second metric “words” is not allowed"),
        .init(
            "- code: idle", "- code: basic", line: "- code: basic\n    name: {en: Idle",
            "plans[1]: a second plan “basic” is not allowed"),
        .init(
            "- code: words_fee", "- code: calls_fee",
            line: "- code: calls_fee\n        name: {en: Words",
            "plans[0].charges[2]: a second charge “calls_fee” is not allowed"),
        .init(
            "id: cus_2", "id: cus_1", line: "- id: cus_1\n    name: {en: Example Customer Two",
            "customers[1]: a second customer “cus_1” is not allowed"),
        .init(
            "id: cus_2", "id: CUS_1", line: "- id: CUS_1\n    name: {en: Example Customer Two",
            "customers[1]: a second customer “CUS_1” is not allowed"),
        // Texts with a form.
        .init(
            "{en: Idle,", "{en: \"Id\\u202Ele\",", line: "name: {en: \"Id",
            "plans[1].name.en: U+202E is not allowed"),
        .init(
            "{en: Idle,", "{en: \"Idle\\t\",", line: "name: {en: \"Idle",
            "plans[1].name.en: U+9 is not allowed"),
        .init(
            "registration: 91350100M000100Y43", "registration: 91350100M000100Y44",
            "merchant.registration: “91350100M000100Y44” is not allowed"),
        .init(
            "email: billing@one.example.com", "country: UK\n  email: billing@one.example.com",
            line: "country: UK", "merchant.country: “UK” is not allowed"),
        .init(
            "email: ap@customer-one.example.com",
            "country: cn\n    email: ap@customer-one.example.com",
            line: "country: cn", "customers[0].country: “cn” is not allowed"),
        .init(
            "currency: USD\n    bank", "currency: CNY\n    bank", line: "currency: CNY",
            "merchant.settlement.currency: “CNY” is not allowed"),
        .init(
            "currency: USD\n    interval: monthly\n    base_fee: \"0\"",
            "currency: XAU\n    interval: monthly\n    base_fee: \"0\"", line: "currency: XAU",
            "plans[0].currency: “XAU” is not allowed"),
        .init(
            "account_last4: \"1234\"", "account_last4: \"12345\"",
            "merchant.settlement.bank.account_last4: “12345” is not allowed"),
        .init(
            "pid: \"2088101111111111\"", "pid: \"208810111111111\"",
            "merchant.channels.alipay.pid: “208810111111111” is not allowed"),
        .init(
            "time_zone: Asia/Shanghai", "time_zone: Mars/Olympus",
            "merchant.time_zone: “Mars/Olympus” is not allowed"),
        .init(
            "effective: 2026-01-01", "effective: 2026-02-29",
            "effective: “2026-02-29” is not allowed"),
        .init(
            "language: both", "language: fr", "customers[0].language: “fr” is not allowed"),
        .init(
            "aggregation: count\n    filter", "aggregation: median\n    filter",
            line: "aggregation: median", "metrics[0].aggregation: “median” is not allowed"),
        .init(
            "input_includes_cache: true", "input_includes_cache: yes",
            "metrics[3].input_includes_cache: “yes” is not allowed"),
        .init(
            "id: mer_1", "id: mer 1", "merchant.id: “mer 1” is not allowed"),
        // An id is part of a file's name: it never leads anywhere.
        .init("id: mer_1", "id: ../mer_1", "merchant.id: “../mer_1” is not allowed"),
        .init(
            "id: cus_2", "id: a/b", line: "- id: a/b\n    name: {en: Example Customer Two",
            "customers[1].id: “a/b” is not allowed"),
        .init(
            "id: cus_2", "id: .cus_2", line: "- id: .cus_2\n    name: {en: Example Customer Two",
            "customers[1].id: “.cus_2” is not allowed"),
        // Shapes.
        .init(
            "group_by: [region]", "group_by: region",
            "plans[0].charges[1].group_by: “region” is not allowed"),
        .init(
            "event: call\n    aggregation: count\n    filter: {status: [ok, slow]}",
            "event: call\n    aggregation: count\n    filter: {status: []}",
            line: "filter: {status: []}", "metrics[0].filter.status: a list of 0 is not allowed"),
        .init(
            "channels:\n    wechat_pay: {mchid: \"1900000109\", appid: wx01}",
            "channels:\n    wechat_pay: none", line: "wechat_pay: none",
            "merchant.channels.wechat_pay: “none” is not allowed"),
        .init(
            "address: {en: 1 Test Street, zh-Hans: 测试路1号}", "address: 1 Test Street",
            "merchant.address: “1 Test Street” is not allowed"),
    ]

    @Test("the fixture that the mistakes are made in is sound")
    func sound() throws {
        let file = try CatalogFile(yaml: Fixture.catalog, file: "c.yaml")
        #expect(file.merchant.id == "mer_1")
        #expect(
            file.metrics.map(\.code) == [
                "calls", "seconds", "words", "model_tokens", "spare", "output_tokens",
            ])
        #expect(file.plans.map(\.charges.count) == [4, 0, 1, 1])
        #expect(file.customers.map(\.id) == ["cus_1", "cus_2"])
        // An event name left out is the metric's own code.
        #expect(file.metrics[4].event == "spare")
        #expect(file.metrics[1].measuredFields == [.number("seconds")])
        // Per, included and prices are decimals as written.
        guard case .graduated(let graduated) = file.plans[0].charges[1].price else {
            Issue.record("\(file.plans[0].charges[1].price)")
            return
        }
        #expect(graduated.tiers.map(\.upTo) == [Exact(1000), Exact(5000)])
        #expect(file.plans[0].charges[1].terms.included == Exact(100))
        #expect(file.plans[1].baseFee == (try PreciseAmount("9.90", .usd)))
    }

    @Test("a mistake is answered with its file, line and key", arguments: mistakes)
    func mistake(_ mistake: Mistake) throws {
        let range = try #require(Fixture.catalog.range(of: mistake.found))
        let yaml = Fixture.catalog.replacingCharacters(in: range, with: mistake.written)
        let error = CatalogFileTests.error(yaml)
        if mistake.says.isEmpty {
            #expect(error == nil)
            return
        }
        let anchor = try #require(yaml.range(of: mistake.line))
        let line = 1 + yaml[..<anchor.lowerBound].count { $0 == "\n" }
        #expect(error?.errorDescription == "c.yaml:\(line): \(mistake.says)")
        // What would be right, and what to do, are always said.
        #expect(error?.failureReason?.isEmpty == false)
        #expect(error?.recoverySuggestion?.isEmpty == false)
    }

    @Test("what is allowed is said in full")
    func allowed() {
        let plan = Fixture.catalog.replacing("plan: basic", with: "plan: gold")
        #expect(
            CatalogFileTests.error(plan)?.failureReason
                == "allowed: one of basic, idle, developer, yuan")
        let payout = Fixture.catalog.replacing(
            "settlement:\n    currency: USD", with: "settlement:\n    currency: CNY")
        #expect(
            CatalogFileTests.error(payout)?.failureReason
                == "allowed: one of USD, NZD, AUD, HKD, THB, EUR, GBP, SGD, JPY")
    }

    @Test("yen have no decimals, also in a contract")
    func yen() throws {
        let whole = Fixture.catalog
            .replacing("settlement:\n    currency: USD", with: "settlement:\n    currency: JPY")
            .replacing("15.00", with: "2300").replacing("50.00", with: "7000")
        let terms = try CatalogFile(yaml: whole, file: "c.yaml").merchant.settlement
        #expect(terms.wireFee.description == "JPY 2,300")
        let broken = whole.replacing("2300", with: "2300.5")
        #expect(
            CatalogFileTests.error(broken)?.errorDescription
                == "c.yaml:21: merchant.settlement.wire_fee: “2300.5” is not allowed")
    }

    @Test("a spread is optional, kept in export, and at most 20 %")
    func spread() throws {
        func terms(_ percent: String) -> String {
            Fixture.catalog.replacing(
                "minimum_payout: \"50.00\"",
                with: "minimum_payout: \"50.00\"\n    fx_spread_percent: \"\(percent)\"")
        }
        let none = try CatalogFile(yaml: Fixture.catalog, file: "c.yaml")
        #expect(none.merchant.settlement.fxSpreadPercent.isZero)
        #expect(!none.yaml.contains("fx_spread"))
        let file = try CatalogFile(yaml: terms("0.5"), file: "c.yaml")
        #expect(file.merchant.settlement.fxSpreadPercent.description == "0.5")
        #expect(file.yaml.contains("minimum_payout: \"50.00\"\n    fx_spread_percent: \"0.5\""))
        for percent in ["-0.1", "20.1", "0.0000001", "half"] {
            let text = CatalogFileTests.error(terms(percent))?.errorDescription ?? ""
            #expect(
                text.hasSuffix("merchant.settlement.fx_spread_percent: “\(percent)” is not allowed")
            )
        }
    }

    @Test("a country is optional, China where there is none, and kept in export")
    func country() throws {
        let none = try CatalogFile(yaml: Fixture.catalog, file: "c.yaml")
        #expect(none.merchant.country == .china && none.customers[0].country.code == "CN")
        #expect(!none.yaml.contains("country"))
        let yaml = Fixture.catalog
            .replacing("  email: billing@", with: "  country: SG\n  email: billing@")
            .replacing(
                "    email: ap@customer-two", with: "    country: GB\n    email: ap@customer-two")
        let file = try CatalogFile(yaml: yaml, file: "c.yaml")
        #expect(file.merchant.country.code == "SG")
        #expect(file.customers.map(\.country.code) == ["CN", "GB"])
        #expect(file.yaml.contains("测试路1号}\n  country: SG\n  email:"))
        let again = try CatalogFile(yaml: file.yaml, file: "again.yaml")
        #expect(file.differences(to: again).isEmpty)
    }

    @Test("a repeated key is refused, not the last one taken")
    func repeatedKey() {
        let yaml = Fixture.catalog.replacing(
            "  language: zh-Hans\n", with: "  language: zh-Hans\n  language: en\n")
        guard case .notYAML("c.yaml", let line, _, let problem) = CatalogFileTests.error(yaml)
        else {
            Issue.record("\(String(describing: CatalogFileTests.error(yaml)))")
            return
        }
        #expect(problem == "the key language repeats")
        // The first of the two stands on line 10.
        #expect(line == 10)
    }

    @Test(
        "broken YAML is named by line and column",
        arguments: [
            ("effective: 2026-01-01\nmerchant: {id: mer_1\n", 3),  // the brace never closes
            ("effective: 2026-01-01\n\tmerchant: x\n", 2),  // a tab as indentation
            ("effective: \"2026\nmerchant: x", 2),  // the quote never closes
            ("effective: a\n---\neffective: b\n", 2),  // two documents in one file
            ("", 1),
        ])
    func brokenYAML(yaml: String, line: Int) {
        guard
            case .notYAML("c.yaml", let found, let column, let problem) =
                CatalogFileTests.error(yaml)
        else {
            Issue.record("\(String(describing: CatalogFileTests.error(yaml)))")
            return
        }
        #expect(found == line)
        #expect(column >= 1)
        #expect(!problem.isEmpty)
    }

    @Test("a few lines of aliases that stand for a billion values are refused")
    func aliasBomb() {
        var yaml = "effective: 2026-01-01\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            let names = [String](repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            yaml += "a\(level): &a\(level) [\(names)]\n"
        }
        guard case .notAllowed(let place, "too many values", _) = CatalogFileTests.error(yaml)
        else {
            Issue.record("\(String(describing: CatalogFileTests.error(yaml)))")
            return
        }
        #expect(place.file == "c.yaml")
        // As a key it would be compared by all it stands for, before anything is counted.
        #expect(CatalogFileTests.error(yaml + "? *a9\n: x\n? {*a9: *a9}\n: y\n") != nil)
        #expect(
            throws: CatalogError.notAllowed(
                CatalogNode.Place(file: "c.yaml", line: 2, key: ""),
                found: "a key that is not a text",
                allowed: "a text")
        ) { try CatalogNode(yaml: "a: &a b\n*a : c\n", file: "c.yaml") }
    }

    @Test("a text with more values than are read is refused before any takes memory")
    func tooMany() {
        for (yaml, line) in [
            ("effective: x\nlist: [a,b,c,d,e,f]\n", 2), ("- a\n- b\n- c\n- d\n- e\n- f\n", 6),
            ("? a\n: {b: {c: {d: {}}}}\n", 2),
        ] {
            #expect(
                throws: CatalogError.notAllowed(
                    CatalogNode.Place(file: "c.yaml", line: line, key: ""),
                    found: "too many values",
                    allowed: "5")
            ) { try CatalogNode(yaml: yaml, file: "c.yaml", most: 5) }
        }
    }

    @Test("a star is an alias only where a value begins with it outside quotes")
    func stars() throws {
        let node = try CatalogNode(
            yaml: """
                a: &x 5 * 3
                b: "*x"
                c: '*'
                d: |
                  * one
                  *x
                e: two
                  *x
                f: *x # *y
                g*: [*x, "*"]
                """, file: "c.yaml")
        let found = try node.members().map { "\($0.key)=\($0.node.json.compact)" }
        #expect(
            found == [
                "a=\"5 * 3\"", "b=\"*x\"", "c=\"*\"", "d=\"* one\\n*x\\n\"", "e=\"two *x\"",
                "f=\"5 * 3\"", "g*=[\"5 * 3\",\"*\"]",
            ])
        #expect(throws: CatalogError.self) {
            try CatalogNode(yaml: "a: 1\nb: \u{10FFFD}", file: "c.yaml")
        }
        #expect(
            throws: CatalogError.notAllowed(
                .init(file: "c.yaml", line: 2, key: "b"), found: "the alias *y",
                allowed: "one of an anchor before it")
        ) { try CatalogNode(yaml: "a: 1\nb: *y", file: "c.yaml") }
    }

    @Test("lists in lists without end, and an alias of itself, are errors and not crashes")
    func nesting() {
        for depth in [900, 5_000, 100_000] {
            let brackets = String(repeating: "[", count: depth)
            let closing = String(repeating: "]", count: depth)
            #expect(Self.error("effective: \(brackets)x\(closing)\n") != nil, "\(depth)")
            #expect(Self.error("effective: \(brackets)\n") != nil, "\(depth)")
        }
        let block = String(repeating: "- ", count: 5_000)
        #expect(Self.error("effective:\n  \(block)x\n") != nil)
        #expect(Self.error("effective: &a [*a]\n") != nil)
    }

    @Test("an alias that stands for little is its value")
    func alias() throws {
        let yaml = Fixture.catalog
            .replacing(
                "name: {en: Calls, zh-Hans: 调用}\n    unit",
                with: "name: &n {en: Calls, zh-Hans: 调用}\n    unit"
            )
            .replacing("name: {en: Spare, zh-Hans: 备用}", with: "name: *n")
        let file = try CatalogFile(yaml: yaml, file: "c.yaml")
        #expect(file.metrics[4].name == file.metrics[0].name)
    }

    @Test(
        "a mangled catalog is read or answered with a place, and never stops the run",
        arguments: [9])
    func mangled(seed: UInt64) {
        var random = SplitMix(seed: seed)
        for _ in 0..<400 {
            let yaml = String(decoding: random.mangled(Fixture.catalog), as: UTF8.self)
            guard let error = Self.error(yaml) else { continue }
            let text = error.errorDescription ?? ""
            #expect(text.hasPrefix("c.yaml"), "seed \(seed): \(text)")
        }
    }
}
