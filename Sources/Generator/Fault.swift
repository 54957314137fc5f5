/// What can be wrong with a line, and what intake should say of it.
enum Fault: Int, CaseIterable {
    case malformed, unknownCustomer, unknownMetric, negativeQuantity, notANumber, notATime
    case missingField, negativeClass, outsideWindow

    /// Intake's own word.
    var reason: String { "\(self)" }

    /// The event name of the line.
    var name: StaticString {
        switch self {
        case .missingField, .negativeClass: EventKind.call.name
        default: EventKind.search.name
        }
    }

    var quantity: StaticString {
        switch self {
        case .negativeQuantity: "\"-1\""
        case .notANumber: "\"12abc\""
        default: "\"1\""
        }
    }

    /// The end of the line.
    var rest: StaticString {
        switch self {
        case .missingField:
            #","dimensions":{"model":"syn-large","region":"syn-north","output_tokens":7}}"#
        case .negativeClass:
            #","dimensions":{"model":"syn-large","region":"syn-north","input_tokens":5,"cache_read_tokens":6,"output_tokens":7}}"#
        default: #","dimensions":{"store":"syn-docs"}}"#
        }
    }
}
