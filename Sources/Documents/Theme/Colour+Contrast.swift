import Catalog
import Typesetting

extension Colour {
    /// - Parameter contrast: the least it must have against white.
    init(_ node: CatalogNode, contrast: Double) throws(CatalogError) {
        let text = try node.text()
        guard text.utf8.count == 7, text.hasPrefix("#"),
            let value = UInt32(text.dropFirst(), radix: 16)
        else { throw node.problem(node.found, "a colour such as #0F766E") }
        self.init(value)
        if contrastWithWhite < contrast {
            throw node.problem(node.found, "a colour with a contrast of \(contrast) to white")
        }
    }

    /// Contrast ratio against white by WCAG 2.1: 1 to 21.
    var contrastWithWhite: Double { contrast(with: Colour(0xFFFFFF)) }

    /// The same against any other.
    func contrast(with other: Colour) -> Double {
        let (one, two) = (luminance, other.luminance)
        return (max(one, two) + 0.05) / (min(one, two) + 0.05)
    }

    private var luminance: Double {
        func linear(_ value: UInt8) -> Double {
            let part = Double(value) / 255
            return part <= 0.04045 ? part / 12.92 : power((part + 0.055) / 1.055)
        }
        return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    /// x^2.4 for 0…1, as x² · x^(2/5) by Newton's method: good to 12 digits, and no C library
    /// whose last digit differs between machines.
    private func power(_ x: Double) -> Double {
        if x == 0 { return 0 }
        var root = x
        for _ in 0..<60 {
            root -= (root * root * root * root * root - x) / (5 * root * root * root * root)
        }
        return x * x * root * root
    }
}
