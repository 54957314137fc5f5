import ArgumentParser
import Catalog
import Money
import Store
import Time

extension CatalogCommand {
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "What is in force: merchants, metrics, plans with their charges, customers.",
            discussion: """
                --json: schema, at, catalogs[{merchant_id, effective, merchant, metrics, plans, customers, \
                versions[{version, effective_from, applied_at, source, stated}]}], the objects with the \
                keys they have in a file.

                Examples:
                  bm catalog show
                  bm catalog show mer_001 --at 2026-06-01T00:00:00+08:00
                """)

        @Argument(help: "A merchant; default: all of them.") var merchant: String?
        @Option(help: "The time it is in force at, RFC 3339. Default: now.") var at: String?
        @OptionGroup var options: GlobalOptions

        func run() throws {
            let ledger = try options.open(for: .reading)
            let instant = try at.map { try Instant($0) } ?? options.now()
            let catalogs = try ledger.read { db in
                let ids = try MerchantChoice.all(db, merchant)
                return try ids.compactMap { id -> (CatalogFile, [CatalogVersion])? in
                    // Of all merchants, one that does not hold yet is no mistake of the question.
                    do {
                        return (
                            try CatalogFile(db, id, at: instant), try CatalogVersion.all(db, id)
                        )
                    } catch CatalogError.unknownMerchant where merchant == nil {
                        return nil
                    }
                }
            }
            if options.json {
                Console.print(
                    .object([
                        .init("schema", "bm.catalog/1"), .init("at", .string(instant.description)),
                        .init(
                            "catalogs",
                            .array(
                                catalogs.map {
                                    CatalogPage(file: $0, versions: $1, at: instant).json
                                })
                        ),
                    ]))
                return
            }
            if catalogs.isEmpty { Console.print("no catalog is in force at \(instant)") }
            let pages = catalogs.map { CatalogPage(file: $0, versions: $1, at: instant).text }
            if !pages.isEmpty { Console.print(pages.joined(separator: "\n\n")) }
        }
    }
}

/// One merchant's catalog as people read it.
private struct CatalogPage {
    let file: CatalogFile
    let versions: [CatalogVersion]
    let at: Instant

    var json: JSONValue {
        let document = file.json
        return .object(
            [.init("merchant_id", .string(file.merchant.id.text))]
                + (document.members ?? [])
                + [.init("versions", .array(versions.map(\.json)))])
    }

    var text: String {
        let merchant = file.merchant
        let blocks = [
            [
                "\(merchant.id) · \(merchant.name.english) · \(merchant.name.chinese)",
                "\(merchant.product.english) · \(merchant.zone) · "
                    + "\(merchant.tax.name.english) \(merchant.tax.percent) % · "
                    + "due after \(merchant.paymentTermsDays) days · billing \(merchant.billing.rawValue)",
                merchant.settlement.words,
            ],
            ["metrics"]
                + file.metrics.map { "  \($0.code): \($0.words), in \($0.unit.english)" },
            listed("features", file.features.map { ["  \($0.code)", $0.name.english, $0.words] }),
            ["plans"] + file.plans.flatMap(plan),
            listed("add-ons", file.addOns.map { ["  \($0.code)", $0.name.english, $0.words] }),
            listed("coupons", file.coupons.map { ["  \($0.code)", $0.name.english, $0.words] }),
            listed(
                "customers",
                file.customers.map {
                    [
                        "  \($0.id)", "\($0.plan)", "since \($0.since)", $0.name.english,
                        $0.termWords,
                    ]
                }),
            listed(
                "versions",
                versions.map {
                    [
                        "  \($0.number)", "from \(merchant.zone.day(of: $0.effectiveFrom))",
                        "\($0.revisions) stated", $0.sourceName, "applied \($0.appliedAt)",
                        $0.effectiveFrom > at ? "not in force yet" : "",
                    ]
                }),
        ]
        return blocks.filter { $0.count > 1 || $0[0] == "plans" }.map { $0.joined(separator: "\n") }
            .joined(separator: "\n\n")
    }

    private func listed(_ head: String, _ rows: [[String]]) -> [String] {
        [head] + Console.table(rows).split(separator: "\n").map(String.init)
    }

    private func plan(_ plan: Plan) -> [String] {
        let customers = file.customers.count { $0.plan == plan.code }
        let head =
            "  \(plan.code) · \(plan.name.english) · \(plan.baseFee) \(plan.interval.rawValue) · "
            + (customers == 1 ? "1 customer" : "\(customers) customers")
        return [head] + plan.termWords.map { "    " + $0 }
            + plan.charges.flatMap { charge -> [String] in
                let metric = file.metrics.first { $0.code == charge.metric }!
                return ["    \(charge.code) · \(charge.name.english) · \(charge.metric)"]
                    + charge.words(metric).map { "      " + $0 }
            }
    }
}

extension CatalogVersion {
    var json: JSONValue {
        .object([
            .init("version", .int(number)),
            .init("effective_from", .string(effectiveFrom.description)),
            .init("applied_at", .string(appliedAt.description)),
            .init("source", .string(sourceName)), .init("stated", .int(revisions)),
        ])
    }
}
