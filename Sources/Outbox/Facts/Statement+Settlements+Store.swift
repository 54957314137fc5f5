import GRDB
import Money
import Store
import Time

extension Statement {
    init(close row: Row) throws {
        let at = try row.instant("closedAt")
        self.init(
            kind: .periodClosed, merchant: row["code"], subject: row["month"], occurredAt: at,
            data: [
                .init("month", .string(row["month"])), .init("closed_at", .string(at.description)),
            ])
    }

    init(batch row: Row) throws {
        let currency = try Currency(code: row["currency"])
        let at = try row.instant("closedAt")
        func yuan(_ column: String) -> JSONValue { .amount(Amount(minorUnits: row[column], .cny)) }
        self.init(
            kind: .settlementClosed, merchant: row["code"], subject: row["number"], occurredAt: at,
            data: [
                .init("number", .string(row["number"])), .init("month", .string(row["month"])),
                .init("last_day", .string(row["day"])),
                .init("closed_at", .string(at.description)),
                .init("opening_cny", yuan("openingFen")), .init("net_cny", yuan("netFen")),
                .init("closing_cny", yuan("closingFen")),
                .init("currency", .string(currency.code)),
                .init("payout", .amount(Amount(minorUnits: row["payoutMinorUnits"], currency))),
                .init("payout_date", .optional(row["payoutDay"])),
                .init("state", .string(row["state"])),
                .init("remittance_reference", .string(row["remittanceReference"])),
                .init("snapshot_sha256", .string(row["snapshotDigest"])),
            ])
    }

    init(adjustment row: Row) throws {
        let at = try row.instant("recordedAt")
        self.init(
            kind: .settlementAdjusted, merchant: row["code"], subject: row["reference"],
            occurredAt: at,
            data: [
                .init("id", .string(row["reference"])), .init("month", .string(row["month"])),
                .init("amount_cny", .amount(Amount(minorUnits: row["amountFen"], .cny))),
                .init("reason", .string(row["reason"])),
                .init("recorded_at", .string(at.description)),
            ])
    }

    init(payout row: Row) throws {
        let currency = try Currency(code: row["currency"])
        let at = try row.instant("happenedAt")
        let kind: OutboxEvent.Kind =
            switch row["kind"] as String {
            case "sent": .payoutSent
            case "paid": .payoutPaid
            case "returned": .payoutReturned
            default: .payoutReleased
            }
        self.init(
            kind: kind, merchant: row["code"], subject: row["number"], occurredAt: at,
            data: [
                .init("number", .string(row["number"])), .init("at", .string(at.description)),
                .init("bank_reference", .string(row["bankReference"])),
                .init("currency", .string(currency.code)),
                .init("payout", .amount(Amount(minorUnits: row["payoutMinorUnits"], currency))),
                .init(
                    "returned_cny", .amount(Amount(minorUnits: row["returnedFen"], .cny))),
            ])
    }
}
