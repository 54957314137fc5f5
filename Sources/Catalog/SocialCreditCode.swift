/// The unified social credit code of Chinese organisations (GB 32100-2015): 18 characters, the last
/// a check of the others.
///
///     SocialCreditCode.isValid("91350100M000100Y43")   // true: the standard's own example
public enum SocialCreditCode {
    /// Digits and letters without I, O, S, V and Z; a character's value is its position.
    static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")

    /// Whether `text` has 18 characters of the alphabet and its check character is right:
    /// `31 − Σ valueᵢ · 3^(i−1) mod 31`, and 31 counts as 0.
    public static func isValid(_ text: String) -> Bool {
        let characters = Array(text)
        guard characters.count == 18 else { return false }
        var sum = 0
        var weight = 1
        for character in characters.dropLast() {
            guard let value = alphabet.firstIndex(of: character) else { return false }
            sum += value * weight
            weight = weight * 3 % 31
        }
        return characters[17] == alphabet[(31 - sum % 31) % 31]
    }
}
