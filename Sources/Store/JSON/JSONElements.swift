/// The elements of a JSON array, each by itself, so that one that is broken spoils no other.
public enum JSONElements {
    /// The bytes of every element of the array in `bytes`; nil where the brackets and commas are not
    /// those of one array. The elements themselves are not read.
    ///
    ///     JSONElements.split(Array(#"[{"a":1}, 2]"#.utf8))     // {"a":1} and 2
    public static func split(_ bytes: [UInt8]) -> [ArraySlice<UInt8>]? {
        var elements: [ArraySlice<UInt8>] = []
        var depth = 0
        var isInString = false
        var isEscaped = false
        var start: Int?
        var isDone = false
        for (index, byte) in bytes.enumerated() {
            if isInString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
                continue
            }
            let isBlank = byte == 32 || byte == 9 || byte == 10 || byte == 13
            if isDone {
                if isBlank { continue }
                return nil
            }
            switch byte {
            case UInt8(ascii: "\""):
                if depth == 0 { return nil }
                isInString = true
                start = start ?? index
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                if depth > 0 { start = start ?? index }
                depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                if depth > 0 { continue }
                if depth < 0 || byte != UInt8(ascii: "]") { return nil }
                if let start {
                    elements.append(bytes[start..<index])
                } else if !elements.isEmpty {
                    return nil
                }
                isDone = true
            case UInt8(ascii: ",") where depth == 1:
                guard let begin = start else { return nil }
                elements.append(bytes[begin..<index])
                start = nil
            default:
                if depth == 0, !isBlank { return nil }
                if !isBlank { start = start ?? index }
            }
        }
        return isDone ? elements : nil
    }
}
