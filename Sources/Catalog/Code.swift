/// The id of a thing of kind `Of`, as people write it: `mer_001`, `cus_cn_001`.
///
/// Each kind has its own type, so that a merchant cannot be passed for a customer.
public struct Code<Of>: Hashable, Sendable, Comparable, CustomStringConvertible,
    ExpressibleByStringLiteral
{
    public let text: String

    public init(_ text: String) { self.text = text }
    public init(stringLiteral value: String) { text = value }

    public var description: String { text }
    public static func < (a: Code, b: Code) -> Bool { a.text < b.text }
}

/// A language documents are written in.
public enum Language: String, Sendable, Hashable, CaseIterable {
    case chinese = "zh-Hans"
    case english = "en"
}

/// The languages of one document: the first leads, the second, if any, goes beside it.
public enum DocumentLanguage: String, Sendable, Hashable, CaseIterable {
    case chinese = "zh-Hans"
    case english = "en"
    /// Chinese first, with English beside it.
    case both

    public var leading: Language { self == .english ? .english : .chinese }
    public var beside: Language? { self == .both ? .english : nil }
}

/// A text in both languages.
public struct LocalizedText: Hashable, Sendable {
    public let english: String
    public let chinese: String

    public init(english: String, chinese: String) {
        self.english = english
        self.chinese = chinese
    }

    public subscript(language: Language) -> String {
        language == .chinese ? chinese : english
    }
}
