public import Store

extension LocalizedText {
    /// Both languages, as snapshots keep them.
    public var json: JSONValue {
        .object([.init("en", .string(english)), .init("zh-Hans", .string(chinese))])
    }
}

extension JSONFields {
    /// The text in both languages under `name`.
    public func localized(_ name: String) throws(JSONShapeError) -> LocalizedText {
        let child = try child(name)
        return LocalizedText(english: try child.text("en"), chinese: try child.text("zh-Hans"))
    }
}
