@testable import Catalog

extension LintTests {
    private static func tiers(
        _ model: String, _ list: String..., keys: [String] = [], metric: String = "units",
        terms: [String] = []
    ) -> LintSample {
        LintSample(
            metric: metric, terms: terms,
            price: ["model: \(model)"] + keys + ["tiers:"] + list.map { "  - {\($0)}" })
    }

    private static let open = tiers(
        "graduated", "up_to: \"1000\", unit_price: \"0.5\"", "unit_price: \"0.3\"")

    static let tierCases: [Case] = [
        .init(
            "closed_last_tier", .warning,
            bad: tiers(
                "graduated", "up_to: \"1000\", unit_price: \"0.5\"",
                "up_to: \"5000\", unit_price: \"0.3\""),
            good: tiers(
                "graduated", "up_to: \"1000\", unit_price: \"0.5\"",
                "up_to: \"5000\", unit_price: \"0.3\"", keys: ["beyond_last_tier: last_price"]),
            line: "up_to: \"5000\"", says: "units above 5,000 have no price in fee of pro"),
        .init(
            "closed_last_tier", .warning,
            bad: tiers("volume", "up_to: \"1000\", unit_price: \"0.5\""), good: open,
            line: "up_to: \"1000\"", says: "units above 1,000"),
        .init(
            "closed_last_tier", .warning,
            bad: tiers("graduated_percentage", "up_to: \"1000\", rate_percent: \"2\""),
            good: tiers("graduated_percentage", "rate_percent: \"2\""),
            line: "up_to: \"1000\"", says: "units above 1,000"),
        .init(
            "closed_last_tier", .warning,
            bad: tiers(
                "block_tiers", "block_size: \"10\", max_blocks: \"7\", block_price: \"1\""),
            good: tiers("block_tiers", "block_size: \"10\", block_price: \"1\""),
            line: "max_blocks", says: "blocks above 7"),
        // 2.5 to 2.9 holds no whole run.
        .init(
            "unreachable_tier", .warning,
            bad: tiers(
                "graduated", "up_to: \"2.5\", unit_price: \"3\"",
                "up_to: \"2.9\", unit_price: \"2\"", "unit_price: \"1\"", metric: "runs"),
            good: tiers(
                "graduated", "up_to: \"2.5\", unit_price: \"3\"",
                "up_to: \"3\", unit_price: \"2\"", "unit_price: \"1\"", metric: "runs"),
            line: "up_to: \"2.9\"", says: "no whole quantity lies between 2.5 and 2.9"),
        // With exclusive bounds 3 belongs to the tier above: [2.5, 3) holds no whole number.
        .init(
            "unreachable_tier", .warning,
            bad: tiers(
                "volume", "up_to: \"2.5\", unit_price: \"1\"", "up_to: \"3\", unit_price: \"2\"",
                "unit_price: \"3\"", keys: ["bounds: exclusive"], metric: "runs"),
            good: tiers(
                "volume", "up_to: \"2.5\", unit_price: \"1\"", "up_to: \"3\", unit_price: \"2\"",
                "unit_price: \"3\"", metric: "runs"),
            line: "up_to: \"3\"", says: "no whole quantity lies between 2.5 and 3"),
        .init(
            "unreachable_tier", .warning,
            bad: tiers(
                "volume", "up_to: \"0.5\", unit_price: \"1\"", "up_to: \"0.75\", unit_price: \"2\"",
                "unit_price: \"3\"", keys: ["tier_lookup: ceil_units"]),
            good: tiers(
                "volume", "up_to: \"0.5\", unit_price: \"1\"", "up_to: \"0.75\", unit_price: \"2\"",
                "unit_price: \"3\""),
            line: "up_to: \"0.75\"", says: "between 0.5 and 0.75"),
        // 1,000 × 0.5 = 500 is due before the second tier begins; its flat fee of 5 comes on top.
        .init(
            "unreachable_tier", .warning,
            bad: tiers(
                "graduated", "up_to: \"1000\", unit_price: \"0.5\"",
                "unit_price: \"0.3\", flat_fee: \"5\"", terms: ["maximum: \"500\""]),
            good: tiers(
                "graduated", "up_to: \"1000\", unit_price: \"0.5\"",
                "unit_price: \"0.3\", flat_fee: \"5\"", terms: ["maximum: \"505.01\""]),
            line: "flat_fee: \"5\"", says: "costs 505, and the maximum of 500"),
        // Of 200 units at 2 × 1.5 less a fifth, 480 are due: 200 × 3 × 0.8.
        .init(
            "unreachable_tier", .warning,
            bad: tiers(
                "volume", "up_to: \"200\", unit_price: \"1\"", "unit_price: \"2\"",
                terms: ["multiplier: \"1.5\"", "discount_percent: \"20\"", "maximum: \"480\""]),
            good: tiers(
                "volume", "up_to: \"200\", unit_price: \"1\"", "unit_price: \"2\"",
                terms: ["multiplier: \"1.5\"", "discount_percent: \"20\"", "maximum: \"481\""]),
            line: "- {unit_price: \"2\"}", says: "costs 480, and the maximum of 480"),
        // 5 blocks of 10 are 50 units, which 6 blocks of 10 hold already.
        .init(
            "unreachable_tier", .warning,
            bad: tiers(
                "block_tiers", "block_size: \"10\", max_blocks: \"6\", block_price: \"1\"",
                "block_size: \"10\", max_blocks: \"5\", block_price: \"2\"",
                "block_size: \"10\", block_price: \"3\"", keys: ["policy: top_tier"]),
            good: tiers(
                "block_tiers", "block_size: \"10\", max_blocks: \"6\", block_price: \"1\"",
                "block_size: \"10\", max_blocks: \"7\", block_price: \"2\"",
                "block_size: \"10\", block_price: \"3\"", keys: ["policy: top_tier"]),
            line: "max_blocks: \"5\"", says: "ends at 50 units, and those before it hold 60"),
        // The example of the catalog's own documentation: 10M × 0.20/1M = 2.
        .init(
            "volume_cliff", .warning,
            bad: tiers(
                "volume", "up_to: \"10000000\", unit_price: \"0.20\"", "unit_price: \"0.10\"",
                keys: ["per: \"1000000\""]),
            good: tiers(
                "volume", "up_to: \"10000000\", unit_price: \"0.20\"",
                "unit_price: \"0.10\", flat_fee: \"1\"", keys: ["per: \"1000000\""]),
            line: "- {unit_price: \"0.10\"}",
            says: "10,000,000 units cost 2 and 10,000,001 cost 1.0000001: 0.9999999 is lost; "
                + "up to 20,000,000 cost no more"),
        // 15 at 10 are 150, 16 at 5 are 80. The same twice as dear, less a fifth: 240 and 128.
        .init(
            "volume_cliff", .warning,
            bad: tiers(
                "volume", "up_to: \"15\", unit_price: \"10\"", "unit_price: \"5\"",
                metric: "runs", terms: ["multiplier: \"2\"", "discount_percent: \"20\""]),
            good: tiers(
                "volume", "up_to: \"15\", unit_price: \"10\"", "unit_price: \"5\"",
                metric: "runs", terms: ["multiplier: \"2\"", "maximum: \"100\""]),
            line: "- {unit_price: \"5\"}",
            says: "15 units cost 240 and 16 cost 128: 112 is lost; up to 30 cost no more"),
        // 10 × 1 = 10 and 11 × 0.95 = 10.45: only parts of a unit fall, and runs have none.
        .init(
            "volume_cliff", .warning,
            bad: tiers("volume", "up_to: \"10\", unit_price: \"1\"", "unit_price: \"0.95\""),
            good: tiers(
                "volume", "up_to: \"10\", unit_price: \"1\"", "unit_price: \"0.95\"",
                metric: "runs"),
            line: "- {unit_price: \"0.95\"}",
            says:
                "10 units cost 10 and just above cost 9.5: 0.5 is lost; up to 10.526315 cost no more"
        ),
        // An exclusive bound is the next tier's: 10 cost 5, and a little less than 10 costs 10.
        .init(
            "volume_cliff", .warning,
            bad: tiers(
                "volume", "up_to: \"10\", unit_price: \"1\"", "unit_price: \"0.5\"",
                keys: ["bounds: exclusive"], terms: ["included: \"3\""]),
            good: tiers(
                "volume", "up_to: \"10\", unit_price: \"1\"", "unit_price: \"0.9\"",
                keys: ["bounds: exclusive"], metric: "runs"),
            line: "- {unit_price: \"0.5\"}",
            says: "just below 10 units beyond the included ones cost 10 and 10 cost 5: 5 is lost"),
        // Nine runs cost 9 and ten 8.5: whole numbers fall too. Ten at 0.9 would cost the same 9.
        .init(
            "volume_cliff", .warning,
            bad: tiers(
                "volume", "up_to: \"10\", unit_price: \"1\"", "unit_price: \"0.85\"",
                keys: ["bounds: exclusive"], metric: "runs"),
            good: tiers(
                "volume", "up_to: \"10\", unit_price: \"1\"", "unit_price: \"0.9\"",
                keys: ["bounds: exclusive"], metric: "runs"),
            line: "- {unit_price: \"0.85\"}", says: "9 units cost 9 and 10 cost 8.5: 0.5 is lost"),
        // Rounded up, 10.2 is looked up as 11, and costs 10.2 × 0.5.
        .init(
            "volume_cliff", .warning,
            bad: tiers(
                "volume", "up_to: \"10.5\", unit_price: \"1\"", "unit_price: \"0.5\"",
                keys: ["tier_lookup: ceil_units"]),
            good: tiers(
                "volume", "up_to: \"10.5\", unit_price: \"1\"",
                "unit_price: \"0.5\", flat_fee: \"5\"", keys: ["tier_lookup: ceil_units"]),
            line: "- {unit_price: \"0.5\"}", says: "10 units cost 10 and 11 cost 5.5: 4.5 is lost"),
        // 101 blocks of 1,000 at 1; any more are 102 blocks at 0.50.
        .init(
            "volume_cliff", .warning,
            bad: tiers(
                "block_tiers", "block_size: \"1000\", max_blocks: \"101\", block_price: \"1\"",
                "block_size: \"1000\", block_price: \"0.50\"", keys: ["policy: top_tier"]),
            good: tiers(
                "block_tiers", "block_size: \"1000\", max_blocks: \"101\", block_price: \"1\"",
                "block_size: \"1000\", block_price: \"0.50\""),
            line: "block_price: \"0.50\"",
            says: "101,000 units cost 101 and any more cost 51: 50 is lost"
        ),
        .init(
            "rising_tier_price", .note,
            bad: tiers("graduated", "up_to: \"1000\", unit_price: \"0.5\"", "unit_price: \"0.6\""),
            good: tiers("graduated", "up_to: \"1000\", unit_price: \"0\"", "unit_price: \"0.6\""),
            line: "- {unit_price: \"0.6\"}", says: "rises from 0.5 to 0.6"),
        // 3 for 20 units is less than 2 for 10; 5 for 20 is more.
        .init(
            "rising_tier_price", .note,
            bad: tiers(
                "block_tiers", "block_size: \"10\", max_blocks: \"5\", block_price: \"2\"",
                "block_size: \"20\", block_price: \"5\""),
            good: tiers(
                "block_tiers", "block_size: \"10\", max_blocks: \"5\", block_price: \"2\"",
                "block_size: \"20\", block_price: \"3\""),
            line: "block_price: \"5\"", says: "rises from 2 to 5"),
        .init(
            "suspicious_bound", .note,
            bad: tiers("graduated", "up_to: \"999\", unit_price: \"0.5\"", "unit_price: \"0.3\""),
            good: open, line: "up_to: \"999\"", says: "999 of fee of pro is one off 1,000"),
        .init(
            "suspicious_bound", .note,
            bad: tiers("graduated", "up_to: \"1001\", unit_price: \"0.5\"", "unit_price: \"0.3\""),
            good: tiers("graduated", "up_to: \"11\", unit_price: \"0.5\"", "unit_price: \"0.3\""),
            line: "up_to: \"1001\"", says: "1,001 of fee of pro is one off 1,000"),
    ]
}
