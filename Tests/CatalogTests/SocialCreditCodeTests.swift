import Testing

@testable import Catalog

@Suite("Unified social credit codes")
struct SocialCreditCodeTests {
    @Test(
        "codes whose check character is right",
        arguments: [
            "91350100M000100Y43",  // the worked example published with the standard
            "91990000MA00000A9E", "91990000MA00000B79", "91990100MA0000C11M",
            "91990100MA9999XY30", "91990200MATERT0W02", "91990300MAHHHHJK7T",
            // Sums that leave no remainder (check 31 counts as 0), and those that end in X.
            "91990000MA00004100", "91990000MA000004X6",
        ])
    func valid(code: String) {
        #expect(SocialCreditCode.isValid(code))
    }

    @Test(
        "codes that are not",
        arguments: [
            ("91350100M000100Y4Z", "Z is not in the alphabet, and 3 is right"),
            ("91350100M000100Y44", "wrong check character"),
            ("9135010OM000100Y43", "the letter O for the digit 0"),
            ("91350100m000100y43", "lower case"),
            ("91350100M000100Y4", "17 characters"),
            ("91350100M000100Y433", "19 characters"),
            ("９１350100M000100Y43", "full-width digits"),
            (" 91350100M000100Y43", "a blank in front"),
            ("91990000AM00000A9E", "two neighbours swapped"),
            ("", "nothing"),
        ])
    func invalid(code: String, why: String) {
        #expect(!SocialCreditCode.isValid(code), "\(why)")
    }

    @Test("any one character changed is noticed")
    func changes() {
        // 31 is prime and no weight is 0 modulo it, so one wrong character always shows.
        let code = Array("91350100M000100Y43")
        for index in code.indices {
            for other in SocialCreditCode.alphabet where other != code[index] {
                var changed = code
                changed[index] = other
                #expect(!SocialCreditCode.isValid(String(changed)))
            }
        }
    }
}
