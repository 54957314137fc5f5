public import FoundationEssentials

/// What can be wrong with the site's templates.
public enum DashboardError: Error, Equatable, Sendable {
    case templateMissing(String)
    case templateBroken(String, String)
    /// A file that does not end as it must.
    case templateCut(String, end: String)
}

extension DashboardError: LocalizedError {
    public var errorDescription: String? {
        switch self {
        case .templateMissing(let path): "there is no template \(path)"
        case .templateBroken(let path, let problem): "\(path): \(problem)"
        case .templateCut(let path, let end): "\(path) is cut off: it does not end with \(end)"
        }
    }

    public var failureReason: String? {
        switch self {
        case .templateMissing: "the site is made from every template of its folder"
        case .templateBroken: "it is not a Mustache template"
        case .templateCut: "what stands behind the cut would be missing from every page"
        }
    }

    public var recoverySuggestion: String? {
        "restore the file from the project, or mend it"
    }
}
