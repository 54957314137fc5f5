import Money
import Testing

@Suite("Quantities")
struct QuantityTests {
    @Test(
        "up to 18 digits before the point and 12 behind it",
        arguments: [
            "999999999999999999", "-999999999999999999", "999999999999999999.999999999999",
            "0.000000000001", "1.0000000000000", "1e17",
        ])
    func fits(text: String) throws {
        #expect(try Quantity(text).exact == Exact(parsing: text))
    }

    @Test(
        "a nineteenth digit and a thirteenth decimal are refused",
        arguments: [
            "1000000000000000000", "-1000000000000000000", "1000000000000000000.4",
            "0.0000000000001", "1e18",
        ])
    func doesNotFit(text: String) throws {
        let printed = try Exact(parsing: text).description
        #expect(throws: MoneyError.quantityOutOfRange(printed)) { try Quantity(text) }
    }
}
