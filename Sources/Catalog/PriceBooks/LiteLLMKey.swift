import Money

/// What a price key of litellm's layout prices.
///
///     LiteLLMKey("input_cost_per_token_above_200k_tokens_priority")
///     // tokens of class input, above 200,000, for the service priority
///     LiteLLMKey("output_cost_per_second_1080p")      // the unit output_second_1080p
struct LiteLLMKey: Equatable {
    enum Priced: Equatable {
        case tokens(TokenClass, above: Int64)
        /// Anything else: one unit of this name.
        case unit(String)
    }

    let priced: Priced
    /// The service it holds for; nil for plain requests.
    let service: String?

    private static let classes: [(key: String, tokenClass: TokenClass)] = [
        ("input_cost_per_token", .input),
        ("output_cost_per_token", .output),
        ("cache_read_input_token_cost", .cacheRead),
        ("cache_creation_input_token_cost_above_1hr", .cacheWriteOneHour),
        ("cache_creation_input_token_cost", .cacheWrite),
        ("output_cost_per_reasoning_token", .reasoning),
        ("output_cost_per_image_token", .imageOutput),
    ]

    /// Endings that name a service. litellm's older tables write batches in two ways.
    private static let services = [
        ("_batches", "batch"), ("_batch_requests", "batch"), ("_flex", "flex"),
        ("_priority", "priority"), ("_balanced", "balanced"), ("_ultrafast", "ultrafast"),
        ("_decisions", "decisions"),
    ]

    /// nil for keys that are no prices in US dollars: databricks' units (DBU) are not money.
    init?(_ key: String) {
        guard key.contains("cost"), !key.contains("dbu_cost") else { return nil }
        var name = Substring(key)
        var service: String?
        if let (ending, word) = LiteLLMKey.services.first(where: { key.hasSuffix($0.0) }) {
            name = name.dropLast(ending.count)
            service = word
        }
        self.service = service
        priced =
            LiteLLMKey.tokens(name).map { .tokens($0.0, above: $0.above) }
            ?? .unit(LiteLLMKey.unit(name))
    }

    private static func tokens(_ key: Substring) -> (TokenClass, above: Int64)? {
        for (name, tokenClass) in classes where key.hasPrefix(name) {
            let rest = key.dropFirst(name.count)
            if rest.isEmpty { return (tokenClass, 0) }
            // …_above_200k_tokens; other endings, such as _above_12hr, are other things.
            guard rest.hasPrefix("_above_"), rest.hasSuffix("k_tokens"), rest.utf8.count > 15,
                let thousands = Int64(rest.dropFirst(7).dropLast(8)), thousands > 0,
                case let (tokens, false) = thousands.multipliedReportingOverflow(by: 1000)
            else { return nil }
            return (tokenClass, tokens)
        }
        return nil
    }

    /// The key without its word for price: `input_cost_per_image` → `input_image`.
    private static func unit(_ key: Substring) -> String {
        var words = key.split(separator: "_", omittingEmptySubsequences: false)
        if let at = words.firstIndex(of: "cost") {
            words.remove(at: at)
            if at < words.count, words[at] == "per" { words.remove(at: at) }
        }
        return words.joined(separator: "_")
    }
}
