import Testing

@testable import Catalog

@Suite("Countries")
struct CountryTests {
    /// ISO 3166-1 lists 249.
    @Test("codes that are assigned are countries")
    func assigned() {
        #expect(Country.codes.count == 249)
        for code in ["CN", "HK", "TW", "GB", "GR", "NZ", "SS", "ZW", "AX"] {
            #expect(Country(code)?.code == code)
        }
    }

    @Test(
        "others are not: reserved, withdrawn, for private use, longer, smaller",
        arguments: ["UK", "EU", "EL", "XI", "XK", "AN", "SU", "ZZ", "AA", "CHN", "cn", "C", ""])
    func others(code: String) {
        #expect(Country(code) == nil)
    }
}
