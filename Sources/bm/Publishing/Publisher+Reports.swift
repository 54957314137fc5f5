import Catalog
import Checkout
import Documents
import GRDB
import Ledger
import Metering
import Store
import Time
import Typesetting

extension Publisher {
    /// `2026-06/mer_001/revenue-2026-06.pdf`: what was earned in each month that a merchant has closed, or was to
    /// earn later.
    func revenueReports(
        of merchant: Merchant.ID?, _ month: Month?, into publication: inout Publication
    ) throws -> Int {
        let inputs = try ledger.read { db in
            try (merchant.map { [$0] } ?? MerchantCatalog.merchants(db)).flatMap { id in
                try CloseMark.months(db, id).filter { month == nil || $0 == month }.map {
                    try revenue(db, id, $0)
                }
            }
        }
        for input in inputs {
            let json = JSONValue.object(
                [
                    .init("schema", "bm.revenue-report/1"), .init("number", .string(input.number)),
                    .init("merchant_id", .string(input.merchant.id.text)),
                    .init("as_of", .string(now.description)),
                ] + (input.report.json.members ?? []))
            try write(
                try studios.house.revenue(input, digest: json.digest, language: language),
                stem: "\(input.report.month)/\(input.merchant.id)/revenue-\(input.report.month)",
                json: json, kind: "revenue report", source: input.number, digest: json.digest,
                into: &publication)
        }
        return inputs.count
    }

    /// `2026-06/reconciliation-2026-06.pdf`: all merchants, of a month, or of each month of which a bill states
    /// something.
    func reconciliations(_ month: Month?, into publication: inout Publication) throws -> Int {
        let sides = try ledger.read { try Clearing.sides($0, asOf: now) }
        let months =
            month.map { [$0] }
            ?? Set(sides.billDays.map(\.day.month)).sorted()
        for month in months {
            let input = ReconciliationInput(
                Reconciliation(sides, period: month, asOf: now), month: month, asOf: now)
            let report = ReconciliationReport(input.reconciliation, period: month, asOf: now)
            try write(
                try studios.house.reconciliation(
                    input, digest: report.json.digest, language: language ?? .both),
                stem: "\(month)/reconciliation-\(month)", json: report.json,
                kind: "reconciliation", source: input.number, digest: report.json.digest,
                into: &publication)
        }
        return months.count
    }

    private func revenue(
        _ db: Database, _ id: Merchant.ID, _ month: Month
    ) throws -> RevenueInput {
        let catalog = try MerchantCatalog(db, id, at: now)
        let names = catalog.customers.map { ($0.id, $0.name) }
        let charges = catalog.plans.flatMap(\.charges).map { ($0.code.text, $0.name) }
        let fees = catalog.plans.map { ($0.name.english, $0.name) }
        let addOns = catalog.addOns.map { ($0.name.english, $0.name) }
        return RevenueInput(
            catalog.merchant, try RecognitionReport(db, month, merchant: id),
            customers: Dictionary(names) { first, _ in first },
            products: Dictionary(charges + fees + addOns) { first, _ in first }, asOf: now)
    }
}
