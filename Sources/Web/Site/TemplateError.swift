public import FoundationEssentials

/// What can be wrong with the site's templates.
public enum TemplateError: Error, Equatable, Sendable {
    case missing(String)
    case broken(String, String)
    /// A file that does not end as it must.
    case cut(String, end: String)
}

extension TemplateError: LocalizedError {
    public var errorDescription: String? {
        switch self {
        case .missing(let path): "there is no template \(path)"
        case .broken(let path, let problem): "\(path): \(problem)"
        case .cut(let path, let end): "\(path) is cut off: it does not end with \(end)"
        }
    }

    public var failureReason: String? {
        switch self {
        case .missing: "the site is made from every template of its folder"
        case .broken: "it is not a Mustache template"
        case .cut: "what stands behind the cut would be missing from every page"
        }
    }

    public var recoverySuggestion: String? {
        "restore the file from the project, or mend it"
    }
}
