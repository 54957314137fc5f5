import Money
import Testing
import Time

@testable import Catalog

@Suite("Price tables of our own")
struct CSVPriceTableTests {
    func table(_ text: String) throws(CatalogError) -> CSVPriceTable {
        try CSVPriceTable(Array(text.utf8), file: "t.csv")
    }

    func band(_ bound: Int64?, _ prices: [TokenClass: String]) -> PriceBookEntry.Band {
        PriceBookEntry.Band(maxInputTokens: bound, prices: prices.mapValues { Exact($0)! })
    }

    @Test("bands, units and what prices are for, said by a column")
    func columns() throws {
        let table = try table(
            #"""
            model,max_input_tokens,per,input,cache_read,output,unit,price,note
            large,200000,1000000,3,0.3,15,,,
            large,,1000000,6,,22.5,,,long
            large,,1000,,,,web_search,10,
            "image, small",,1,,,,output_image,0.04,"a ""note"""
            bare

            """#)
        #expect(table.entries.map(\.model) == ["large", "image, small", "bare"])
        #expect(
            table.entries[0].bands == [
                band(200_000, [.input: "0.000003", .cacheRead: "0.0000003", .output: "0.000015"]),
                band(nil, [.input: "0.000006", .output: "0.0000225"]),
            ])
        #expect(table.entries[0].unitPrices == ["web_search": Exact("0.01")!])
        #expect(table.entries[1].unitPrices == ["output_image": Exact("0.04")!])
        #expect(table.entries.map(\.state) == [.priced, .priced, .unpriced])
        #expect(table.ignoredKeys == ["note": 2])
    }

    @Test("what prices are for, said by the names of columns")
    func names() throws {
        let entry = try table(
            """
            input_per_million,model,output_per_token,unit,price_per_thousand
            2.5,m,0.00001,,
            ,m,,web_search,10
            """
        ).entries[0]
        #expect(entry.bands == [band(nil, [.input: "0.0000025", .output: "0.00001"])])
        #expect(entry.unitPrices == ["web_search": Exact("0.01")!])
    }

    @Test("zero, free and unpriced are three states")
    func states() throws {
        let table = try table(
            "model,state,input_per_million\na,,0\nb,free,0\nc,unpriced,\nd,zero,0\ne,,\nf,priced,1")
        #expect(
            table.entries.map(\.state) == [.zero, .free, .unpriced, .zero, .unpriced, .priced])
        #expect(try table.entries[1].inForce(on: Day("2026-05-01")).state == .free)
    }

    @Test("services, days and hours")
    func conditions() throws {
        let entry = try table(
            """
            model,match,service,from,hours_utc,weekdays,weekday_zone,input_per_million
            m,"{""starts_with"":""m-""}",,,,,,4
            m,,,2026-03-01,,,,3
            m,,,,00:00-01:00 22:00-00:00,1 5,Asia/Shanghai,1
            m,,batch,,,,,2
            """
        ).entries[0]
        #expect(entry.match == .startsWith("m-"))
        #expect(entry.bands == [band(nil, [.input: "0.000004"])])
        #expect(entry.variants.count == 3)
        #expect(entry.variants[0].when.from == (try Day("2026-03-01")))
        #expect(entry.variants[1].when.hours.map(\.description) == ["00:00-01:00", "22:00-00:00"])
        #expect(entry.variants[1].when.weekdays == [1, 5])
        #expect(entry.variants[1].when.weekdayZone == "Asia/Shanghai")
        #expect(entry.variants[2].when.service == "batch")
    }

    @Test(
        "what is not right is named by line",
        arguments: [
            ("", 1, "nothing"),
            ("model,input\nm,1", 1, "the column input does not say what its prices are for"),
            ("model,colour\nm,red", 1, "“model,colour”"),
            ("model,price_per_token\nm,1", 1, "a column price without unit"),
            (
                "model,input_per_million,input_per_token\nm,1,1", 1,
                "the column input_per_token again"
            ),
            ("model,per,input\nm,1000000,cheap", 2, #"input is "cheap""#),
            ("model,per,input\nm,1000000,-1", 2, #"input is "-1""#),
            ("model,per,input\nm,,1", 2, "per is “”"),
            ("model,per,input\nm,12,1", 2, "per is “12”"),
            ("model,per,input\n,1,1", 2, "no model"),
            ("model,per,input\nm,1,1\nn,1,1\nm,1,2", 4, "m again"),
            ("model,per,input\nm,1,1,1,1", 2, "5 cells"),
            ("model,per,input\nm,1,1\nm,1,2", 3, "max_input_tokens is empty"),
            (
                "model,per,input,max_input_tokens\nm,1,1,200\nm,1,2,100", 3,
                "max_input_tokens is 100"
            ),
            ("model,per,input,max_input_tokens\nm,1,1,200", 2, "the bands of m end at 200"),
            ("model,per,input,max_input_tokens\nm,1,1,many", 2, "max_input_tokens is many"),
            ("model,state,input_per_million\nm,free,3", 2, "state is free"),
            ("model,state,input_per_million\nm,cheap,3", 2, "state is cheap"),
            ("model,match,input_per_million\nm,m*,3", 2, "match is m*"),
            ("model,weekdays,input_per_million\nm,1,3", 2, "weekdays without hours"),
            ("model,hours_utc,input_per_million\nm,24:00-01:00,3", 2, "hours_utc is 24:00-01:00"),
            ("model,from,input_per_million\nm,soon,3", 2, "from is soon"),
            ("model,unit,price_per_token\nm,image,", 2, "a row of m with unit “image”"),
            ("model,unit,price_per_token\nm,image,1\nm,image,2", 3, "unit is image again"),
            ("model,input_per_token\n\"m,1", 2, "a quote of this line is not closed"),
            ("model,input_per_token\n\"m\"x,1", 2, "“x” after a quote"),
        ])
    func broken(text: String, line: Int, found: String) {
        do throws(CatalogError) {
            _ = try table(text)
            Issue.record("read")
        } catch {
            guard case .notAPriceTable("t.csv", line, found, let allowed) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(!allowed.isEmpty)
        }
    }

    @Test("bytes that are not UTF-8 are refused; a byte order mark and CR LF are not")
    func bytes() throws {
        #expect(throws: CatalogError.self) {
            try CSVPriceTable(
                Array("model,input_per_token\n".utf8) + [0xFF, 44, 49], file: "t.csv")
        }
        let entries = try CSVPriceTable(
            [0xEF, 0xBB, 0xBF] + Array("model,input_per_million\r\nm,1\r\n".utf8), file: "t.csv"
        ).entries
        #expect(entries.map(\.model) == ["m"])
        #expect(entries[0].bands == [band(nil, [.input: "0.000001"])])
    }
}
