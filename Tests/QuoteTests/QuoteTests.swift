import Foundation
import Money
import Store
import TestSupport
import Testing

@testable import bm

@Suite("bm quote")
struct QuoteTests {
    /// A case with what must come of it, written down from the rules by other means than this program.
    struct Case: Sendable, CustomTestStringConvertible {
        let line: Int
        let file: String
        let question: JSONValue
        let expected: JSONValue

        var testDescription: String { "\(file):\(line)" }
    }

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Cases")

    static let cases: [Case] = {
        let files = try! FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        return files.filter { $0.hasSuffix(".ndjson") }.flatMap { file -> [Case] in
            let text = try! String(
                contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
            return text.split(separator: "\n").enumerated().map { index, line in
                let document = try! JSONValue(parsing: String(line))
                return Case(
                    line: index + 1, file: file, question: document["case"]!,
                    expected: document)
            }
        }
    }()

    @Test("each case is answered as the rules say", arguments: cases)
    func answered(item: Case) throws {
        let answer = Quote.answer(item.question, number: item.line)
        if let code = item.expected["expect_error"]?.string {
            #expect(answer.isError)
            #expect(
                code == "any" || answer.json["error"]?["code"]?.string == code,
                "\(answer.json.compact)")
            return
        }
        #expect(!answer.isError, "\(answer.json.compact)")
        for member in item.expected["expect"]?.members ?? [] {
            #expect(
                Self.isSame(answer.json[member.key], member.value),
                "\(member.key): \(answer.json.compact), expected \(member.value.compact)")
        }
    }

    /// Decimals are compared by value, everything else as it is written.
    static func isSame(_ found: JSONValue?, _ expected: JSONValue) -> Bool {
        guard let found else { return false }
        if let a = found.exact, let b = expected.exact { return a == b }
        if let a = found.array, let b = expected.array {
            return a.count == b.count && zip(a, b).allSatisfy(isSame)
        }
        if let members = expected.members {
            return members.allSatisfy { isSame(found[$0.key], $0.value) }
        }
        return found == expected
    }

    @Test("the examples of its page are answered to the letter")
    func page() throws {
        let graduated =
            #"{"id":"a1","charge":{"model":"graduated","tiers":[{"up_to":"1000000","unit_price":"0.0000005"},"#
            + #"{"up_to":"10000000","unit_price":"0.0000003"}]},"units":"4200000"}"#
        #expect(
            answer(graduated)
                == #"{"id":"a1","amount":"1.46","units":"4200000","steps":[{"from":"0","to":"1000000","#
                + #""units":"1000000","unit_price":"0.0000005","flat_fee":"0","amount":"0.5"},"#
                + #"{"from":"1000000","to":"4200000","units":"3200000","unit_price":"0.0000003","#
                + #""flat_fee":"0","amount":"0.96"}],"text":["1,000,000 × 0.0000005 = 0.5","#
                + #""3,200,000 × 0.0000003 = 0.96"]}"#)
        #expect(
            answer(
                #"{"kind":"prorate","amount":"100.00","currency":"EUR","days":"20","period_days":"31"}"#
            )
                == #"{"id":null,"amount":"64.516129032258","rounded":"64.52"}"#)
        #expect(
            answer(#"{"kind":"capitals","amount":"7650.00"}"#)
                == #"{"id":null,"text":"人民币柒仟陆佰伍拾元整"}"#)
        #expect(
            answer(
                #"{"kind":"convert","amount":"12400.00","from":"CNY","to":"USD","#
                    + #""rate":{"base":"USD","quote":"CNY","value":"7.29"}}"#)
                == #"{"id":null,"amount":"1700.96","precise":"1700.960219478738"}"#)
    }

    private func answer(_ line: String) -> String {
        Quote.answer(Array(line.utf8)[...], number: 1).json.compact
    }

    @Test(
        "what cannot be read or priced is answered with its error, and nothing else",
        arguments: [
            ("nonsense", "malformed"), ("[]", "notAllowed"), ("{}", "missingKey"),
            (#"{"id":"a","kind":"colour"}"#, "notAllowed"),
            (#"{"charge":{"model":"standard","unit_price":"2"}}"#, "missingKey"),
            (#"{"charge":{"model":"standard","unit_price":"2"},"units":"1,5"}"#, "notAllowed"),
            (#"{"charge":{"model":"standard","unit_price":"2","x":1},"units":"1"}"#, "unknownKey"),
            (
                #"{"charge":{"model":"graduated","tiers":[{"up_to":"1","unit_price":"2"}]},"units":"2"}"#,
                "unpricedUnits"
            ),
            (
                #"{"charge":{"model":"package","package_size":"1","package_price":"2"},"units":"-2"}"#,
                "negativeUnits"
            ),
            (
                #"{"charge":{"model":"tokens","bands":[{"input":"1"}]},"requests":[{"output_tokens":1}]}"#,
                "unpricedTokens"
            ),
            (
                #"{"charge":{"model":"tokens","bands":[{"input":"1"}]},"#
                    + #""requests":[{"input_tokens":5,"cache_read_tokens":6}]}"#, "notAllowed"
            ),
            (#"{"kind":"round","amount":"1","currency":"XAU"}"#, "notAllowed"),
        ])
    func refused(line: String, code: String) throws {
        let answer = Quote.answer(Array(line.utf8)[...], number: 7)
        #expect(answer.isError)
        let error = try #require(answer.json["error"])
        #expect(error["code"]?.string == code, "\(answer.json.compact)")
        for key in ["message", "reason", "suggestion"] {
            #expect(error[key]?.string?.isEmpty == false, "\(key) of \(answer.json.compact)")
        }
        #expect(answer.json.members?.map(\.key) == ["id", "error"])
    }
}
