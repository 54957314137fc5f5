/// Amounts in capital Chinese numerals (大写金额), as bills in China state them.
///
/// The rules are those of the payment regulation (支付结算办法, annex): 人民币 without a gap, one 零 for
/// a run of zeros between digits, 整 after 元 and after 角, never after 分.
///
///     ChineseCapitals.text(try Amount("7650.00", .cny))   // 人民币柒仟陆佰伍拾元整
///     ChineseCapitals.text(try Amount("6007.14", .cny))   // 人民币陆仟零柒元壹角肆分
public enum ChineseCapitals {
    private static let digits = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"]
    private static let places = ["", "拾", "佰", "仟"]

    /// The amount in words; a negative one begins with 负. CNY only: another currency is our bug.
    public static func text(_ amount: Amount) -> String {
        precondition(amount.currency == .cny, "\(amount) in Chinese capitals")
        let units = amount.minorUnits.magnitude
        let (yuan, jiao, fen) = (units / 100, Int(units / 10 % 10), Int(units % 10))
        var text = amount.isNegative ? "人民币负" : "人民币"
        if yuan > 0 { text += whole(yuan) + "元" }
        // One 零 stands for the empty places between yuan and what follows.
        let isGap = jiao == 0 ? fen > 0 : yuan % 10 == 0
        if yuan > 0, isGap, jiao + fen > 0 { text += "零" }
        if jiao > 0 { text += digits[jiao] + "角" }
        if fen > 0 { return text + digits[fen] + "分" }
        if yuan == 0, jiao == 0 { return text + "零元整" }
        return text + "整"
    }

    /// Whole yuan: so many 亿, then so many 万, then the rest; 零 where the rest is short of its places.
    private static func whole(_ yuan: UInt64) -> String {
        for (size, name) in [(UInt64(100_000_000), "亿"), (10_000, "万")] where yuan >= size {
            let rest = yuan % size
            let head = whole(yuan / size) + name
            return rest == 0 ? head : head + (rest < size / 10 ? "零" : "") + whole(rest)
        }
        return group(Int(yuan))
    }

    /// One to four digits: 7,650 is 柒仟陆佰伍拾.
    private static func group(_ value: Int) -> String {
        var text = ""
        var needsZero = false
        for place in (0..<4).reversed() {
            let digit = value / [1, 10, 100, 1000][place] % 10
            if digit == 0 {
                needsZero = !text.isEmpty
                continue
            }
            if needsZero { text += "零" }
            text += digits[digit] + places[place]
            needsZero = false
        }
        return text
    }
}
