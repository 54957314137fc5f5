import Money
import TestSupport
import Time

@testable import Catalog

/// A merchant that sells units: `payg` at 0.05 each, `flat` at 20 a month and 0.01 each.
enum WhatIfSample {
    static let may = Month(year: 2026, month: 5)

    static func charge(_ price: String, metric: String = "units") -> SampleCatalog.Charge {
        SampleCatalog.Charge("\(metric)_fee", ("Units", "单位"), metric: metric, price: price)
    }

    static func catalog(
        payg: String = "{model: standard, unit_price: \"0.05\"}",
        flat: String = "{model: standard, unit_price: \"0.01\"}", caps: String? = nil
    ) -> SampleCatalog {
        var customer = SampleCatalog.Customer.one
        customer.plan = "payg"
        if let caps { customer.terms = ["caps: \(caps)"] }
        return SampleCatalog(
            metrics: [
                .init("units", ("Units", "单位"), unit: ("units", "个"), ["aggregation: sum"]),
                .init("extras", ("Extras", "附加"), unit: ("extras", "个"), ["aggregation: sum"]),
            ],
            plans: [
                .init(
                    "payg", ("Pay as you go", "按量付费"),
                    [
                        charge(payg),
                        charge("{model: standard, unit_price: \"1\"}", metric: "extras"),
                    ]
                ),
                .init("flat", ("Flat", "包月"), baseFee: "20", [charge(flat)]),
            ], customers: [customer])
    }

    static func event(
        _ id: String, _ quantity: String, at time: String, _ name: String = "units"
    )
        -> String
    {
        Fixture.event(id: id, name, quantity: quantity, at: time)
    }
}
