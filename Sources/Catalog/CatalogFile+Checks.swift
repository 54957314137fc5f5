import Money

extension CatalogFile {
    /// What one object says of another must be there, and go together with it.
    func check() throws(CatalogError) {
        for (feature, node) in zip(features, nodes(.feature)) { try check(feature, node) }
        for (plan, node) in zip(plans, nodes(.plan)) { try check(plan, node) }
        for (coupon, node) in zip(coupons, nodes(.coupon)) { try check(coupon, node) }
        for (customer, node) in zip(customers, nodes(.customer)) { try check(customer, node) }
        var seen: Set<String> = []
        for object in objects
        where !seen.insert("\(object.kind) \(object.code.lowercased())").inserted {
            throw object.node.problem(
                "a second \(object.kind) “\(object.code)”",
                "each code once in a file, capital letters or not")
        }
    }

    private func nodes(_ kind: CatalogObject.Kind) -> [CatalogNode] {
        objects.filter { $0.kind == kind }.map(\.node)
    }

    /// The one of `known` with the code, or a complaint that lists them.
    private func find<Value, Of>(
        _ code: Code<Of>, in known: [Value], by path: (Value) -> Code<Of>, at node: CatalogNode
    ) throws(CatalogError) -> Value {
        if let value = known.first(where: { path($0) == code }) { return value }
        let allowed =
            known.isEmpty
            ? "none, since the file has none"
            : "one of " + known.map { path($0).text }.joined(separator: ", ")
        throw node.problem("“\(code)”", allowed)
    }

    private func check(_ feature: Feature, _ node: CatalogNode) throws(CatalogError) {
        switch feature.limits {
        case .period(let metric), .event(let metric, _):
            _ = try find(metric, in: metrics, by: \.code, at: node.required("metric"))
        case nil: break
        }
    }

    private func check(_ plan: Plan, _ node: CatalogNode) throws(CatalogError) {
        let charges = try node.optional("charges")?.list() ?? []
        for (charge, node) in zip(plan.charges, charges) {
            let metric = try find(
                charge.metric, in: metrics, by: \.code, at: node.required("metric"))
            try ChargeCheck(charge, metric, node).run()
        }
        for (code, node) in zip(
            plan.comparedWith, try node.optional("compare_with")?.list() ?? [])
        {
            let other = try find(code, in: plans, by: \.code, at: node)
            guard other.currency == plan.currency else {
                throw node.problem(
                    "“\(code)” in \(other.currency)", "a plan in \(plan.currency)")
            }
        }
        for entitlement in plan.entitlements {
            let place = try node.required("entitlements").required(entitlement.feature.text)
            let feature = try find(entitlement.feature, in: features, by: \.code, at: place)
            guard entitlement.fits(feature) else {
                let allowed =
                    feature.type == .boolean ? "true or false" : "a number not below zero"
                throw place.problem(
                    place.found,
                    "\(allowed): \(feature.code) is a "
                        + "\(feature.type.rawValue) feature")
            }
        }
    }

    private func check(_ coupon: Coupon, _ node: CatalogNode) throws(CatalogError) {
        for (code, node) in zip(coupon.metrics, try node.optional("metrics")?.list() ?? []) {
            _ = try find(code, in: metrics, by: \.code, at: node)
        }
        for (code, node) in zip(coupon.plans, try node.optional("plans")?.list() ?? []) {
            _ = try find(code, in: plans, by: \.code, at: node)
        }
    }

    private func check(_ customer: Customer, _ node: CatalogNode) throws(CatalogError) {
        let plan = try find(customer.plan, in: plans, by: \.code, at: node.required("plan"))
        if customer.seats > 0, plan.seats == nil {
            throw try node.required("seats").problem(
                "\(customer.seats) seats", "none: the plan \(plan.code) has no price for seats")
        }
        for (taken, node) in zip(customer.addOns, try node.optional("add_ons")?.list() ?? []) {
            let code = try node.required("code")
            let addOn = try find(taken.code, in: addOns, by: \.code, at: code)
            guard addOn.currency == plan.currency else {
                throw code.problem(
                    "“\(addOn.code)” in \(addOn.currency)",
                    "an add-on in \(plan.currency), as the plan \(plan.code)")
            }
        }
        for (cap, node) in zip(customer.caps, try node.optional("caps")?.list() ?? []) {
            let nodes = try node.optional("metrics")?.list() ?? []
            for (code, node) in zip(cap.metrics, nodes) {
                _ = try find(code, in: metrics, by: \.code, at: node)
            }
        }
        for (code, node) in zip(customer.coupons, try node.optional("coupons")?.list() ?? []) {
            let coupon = try find(code, in: coupons, by: \.code, at: node)
            if case .fixed(let amount) = coupon.value, amount.currency != plan.currency {
                throw node.problem(
                    "“\(code)” in \(amount.currency)",
                    "a coupon in \(plan.currency), as the plan \(plan.code)")
            }
        }
    }
}
