import Catalog
import Money
import Testing
import Time

@testable import Invoicing

@Suite("What was billed of something")
struct BilledTests {
    /// A line of that amount, lowered by one coupon.
    func billed(_ gross: String, coupon: String) throws -> Billed {
        try Billed(
            LineItem(
                kind: .baseFee, name: .init(english: "Base", chinese: "基础"),
                service: .init(Sample.may), plan: nil, units: Quantity(count: 1),
                amount: PreciseAmount(gross, .cny)
            ).line([
                CouponPart(
                    code: "c", name: .init(english: "C", chinese: "券"),
                    amount: PreciseAmount(coupon, .cny))
            ]))
    }

    @Test(
        "a part of its coupon: exact where the division ends, to 12 decimals where it does not",
        arguments: [
            (gross: "30", coupon: "30", part: "20", of: "30", "20"),
            (gross: "30", coupon: "9", part: "20", of: "30", "6"),
            (gross: "100", coupon: "10", part: "10", of: "31", "3.225806451613"),
            // A whole is the whole, whatever its digits.
            (
                gross: "32.258064516129", coupon: "32.258064516129", part: "10", of: "10",
                "32.258064516129"
            ),
            // More digits than a product may have: the last of them are let go.
            (
                gross: "0.246913578024691356780246913578",
                coupon: "0.123456789012345678390123456789",
                part: "0.123456789012345678390123456789", of: "0.246913578024691356780246913578",
                "0.061728394506"
            ),
            (
                gross: "123456789012.123456789012", coupon: "100000000000.123456789012",
                part: "61728394506.061728394506", of: "123456789012.123456789012",
                "50000000000.061727994506"
            ),
        ])
    func part(gross: String, coupon: String, part: String, whole: String, share: String) throws {
        let parts = try billed(gross, coupon: coupon).coupons(
            Exact(parsing: part), of: Exact(parsing: whole), upTo: Exact(parsing: gross))
        #expect(parts.map(\.amount.exact.description) == [share])
    }

    @Test("never more than is given back")
    func most() throws {
        let parts = try billed("30", coupon: "30").coupons(
            Exact(1), of: Exact(3), upTo: Exact("9.999999999999")!)
        #expect(parts.map(\.amount.exact.description) == ["9.999999999999"])
    }
}
