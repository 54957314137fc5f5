public import Store
import Time

extension CatalogFile {
    /// The catalog as a file that states the same: applied where it comes from, it changes nothing.
    ///
    ///     try CatalogFile(yaml: file.yaml, file: "again.yaml")   // the same documents
    public var yaml: String { CatalogYAML.document(root) }

    /// The same as JSON, every scalar as a string: how the ledger keeps it.
    public var json: JSONValue { root.json }

    /// The whole catalog as one value, keys in the order people read them.
    var root: CatalogNode {
        let place = CatalogNode.Place(file: name, line: 0, key: "")
        func list(_ kind: CatalogObject.Kind) -> CatalogNode {
            CatalogNode(
                .list(objects.filter { $0.kind == kind }.map { $0.node.inReadingOrder }), at: place)
        }
        var members: [(key: String, node: CatalogNode)] = [
            ("effective", CatalogNode(.scalar(effective.description), at: place))
        ]
        for object in objects where object.kind == .merchant {
            members.append(("merchant", object.node.inReadingOrder))
        }
        for kind in CatalogObject.Kind.allCases
        where kind != .merchant && objects.contains(where: { $0.kind == kind }) {
            members.append((kind.key, list(kind)))
        }
        return CatalogNode(.map(members), at: place)
    }
}

extension CatalogNode {
    /// The same value with its keys in the order people read them: the ledger keeps them sorted.
    var inReadingOrder: CatalogNode {
        switch value {
        case .null, .scalar: return self
        case .list(let nodes): return CatalogNode(.list(nodes.map(\.inReadingOrder)), at: place)
        case .map(let members):
            let ranked = members.map { member in
                (
                    rank: CatalogNode.readingOrder.firstIndex(of: member.key) ?? Int.max,
                    key: member.key, node: member.node.inReadingOrder
                )
            }
            return CatalogNode(
                .map(
                    ranked.sorted {
                        ($0.rank, $0.key) < ($1.rank, $1.key)
                    }.map { (key: $0.key, node: $0.node) }), at: place)
        }
    }

    /// Keys of all maps of a catalog: who it is, what it says, and what follows from that.
    private static let readingOrder = [
        "code", "id", "en", "zh-Hans", "name", "unit", "product", "registration", "address",
        "country", "email", "purchase_order", "time_zone", "language", "tax", "payment_terms_days",
        "channels",
        "wechat_pay", "alipay", "mchid", "appid", "checkout", "pay_link", "theme", "billing",
        "settlement", "type",
        "percent", "plan", "since",
        "until", "auto_top_up", "below", "grant", "monthly_limit", "event", "aggregation", "field",
        "tokens", "input_includes_cache", "filter", "currency", "semantics", "amount", "interval",
        "anchor", "base_fee", "billed", "trial", "days", "usage",
        "seats", "fee", "recurs", "commitment", "overage_factor", "threshold", "period_credit",
        "quantity",
        "duration", "invoices", "add_ons", "coupons", "entitlements", "compare_with",
        "charges", "metrics", "plans",
        "lines", "metric", "property", "group_by", "convert", "operation", "factor", "included",
        "multiplier", "discount_percent", "maximum", "minimum", "price", "model", "price_book",
        "dimension", "dimensions", "when", "up_to", "max_input_tokens", "block_size", "max_blocks",
        "block_price", "unit_price", "rate_percent", "per", "flat_fee", "package_size",
        "package_price", "free_units", "fixed_per_event", "free_events", "free_amount",
        "per_event_min", "per_event_max", "method", "bounds", "tier_lookup", "policy",
        "zero_units", "tiers", "prices", "default", "band_by", "input", "cache_read",
        "cache_write", "cache_write_1h", "output", "reasoning", "image_output", "bands",
        "off_peak", "utc_from", "utc_to", "bank", "account_last4", "platform_fee_percent",
        "fee_tiers", "fee_on_refunds_returned", "subscription", "wire_fee", "minimum_payout",
        "fx_spread_percent",
        "revenue_share", "above", "volume_usd", "marginal", "direction", "reserve", "months", "kyb",
        "payout", "rounding", "beyond_last_tier",
    ]
}
