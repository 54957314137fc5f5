import Money
import Testing

@Suite("Amounts in capital Chinese numerals")
struct ChineseCapitalsTests {
    @Test(
        "the regulation's own examples, and what follows from its rules; every spelling it allows",
        arguments: [
            ("7650.00", ["人民币柒仟陆佰伍拾元整"]),
            ("1409.50", ["人民币壹仟肆佰零玖元伍角", "人民币壹仟肆佰零玖元伍角整"]),
            ("6007.14", ["人民币陆仟零柒元壹角肆分"]),
            ("1680.32", ["人民币壹仟陆佰捌拾元零叁角贰分", "人民币壹仟陆佰捌拾元叁角贰分"]),
            ("107000.53", ["人民币壹拾万柒仟元零伍角叁分", "人民币壹拾万零柒仟元伍角叁分"]),
            ("16409.02", ["人民币壹万陆仟肆佰零玖元零贰分"]),
            ("325.04", ["人民币叁佰贰拾伍元零肆分"]),
            ("0.01", ["人民币壹分"]),
            ("0.50", ["人民币伍角", "人民币伍角整"]),
            ("0.00", ["人民币零元整"]),
            ("10.00", ["人民币壹拾元整"]),
            ("10000.00", ["人民币壹万元整"]),
            ("10001.00", ["人民币壹万零壹元整"]),
            ("100000000.00", ["人民币壹亿元整"]),
            ("100050000.00", ["人民币壹亿零伍万元整"]),
            ("20000008.30", ["人民币贰仟万零捌元叁角", "人民币贰仟万零捌元叁角整"]),
            ("200000000.05", ["人民币贰亿元零伍分"]),
            ("1000000000000.00", ["人民币壹万亿元整"]),
        ])
    func words(amount: String, accepted: [String]) throws {
        let text = ChineseCapitals.text(try Amount(amount, .cny))
        #expect(accepted.contains(text), "\(amount): \(text)")
    }
}
