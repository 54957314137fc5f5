/// The language a text is in, as a BCP 47 tag.
///
/// It chooses regional glyphs (直 differs between Chinese and Japanese), line breaking, and what a
/// screen reader speaks.
public enum Language: String, Sendable, Hashable, CaseIterable {
    case english = "en"
    case chinese = "zh-Hans"
    case japanese = "ja"
    case thai = "th"

    /// The tag: `zh-Hans`.
    public var tag: String { rawValue }
}
