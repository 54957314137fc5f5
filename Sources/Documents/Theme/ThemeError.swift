public import Catalog
public import FoundationEssentials

/// What can be wrong with a file that a theme names.
public enum ThemeError: Error {
    /// It cannot be read: the place that names it, and what reading it said.
    case unread(CatalogNode.Place, any LocalizedError)
    /// It was read, and nothing can be drawn with it.
    case unusable(CatalogNode.Place, any LocalizedError)
    /// A font that is none, or cut off.
    case badFont(CatalogNode.Place, file: String, why: String)
}

extension ThemeError: LocalizedError {
    public var errorDescription: String? {
        switch self {
        case .unread(let place, let error), .unusable(let place, let error):
            "\(place): \(error.errorDescription ?? "\(error)")"
        case .badFont(let place, let file, let why): "\(place): \(file) cannot be used: \(why)"
        }
    }

    public var failureReason: String? {
        switch self {
        case .unread(_, let error), .unusable(_, let error): error.failureReason
        case .badFont: "a theme's font is read before any document is begun"
        }
    }

    public var recoverySuggestion: String? {
        switch self {
        case .unread(_, let error), .unusable(_, let error): error.recoverySuggestion
        case .badFont: "give a whole TrueType or OpenType file, or leave the theme's font out"
        }
    }
}
