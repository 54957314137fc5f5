import Catalog
import GRDB
import Metering
import Money
import Rating
import Store
import Time

/// What a record whose token counts contradict each other costs, as each way to read it has it.
///
/// 100 input tokens that are said to include 120 cached ones: read as declared, plain input is −20; read
/// as counts beside each other, it is 100. The price of both says how much hangs on the answer.
struct TokenReadings {
    let charge: Charge.ID
    /// One class is taken out of another, which goes below zero.
    let inside: PreciseAmount
    /// The counts stand beside each other.
    let beside: PreciseAmount

    /// How far the readings are apart.
    var atStake: PreciseAmount? {
        guard let difference = try? beside.exact.minus(inside.exact) else { return nil }
        let size = difference.isNegative ? difference.negated : difference
        return PreciseAmount(size, beside.currency)
    }

    /// The readings under every charge of the customer's plan that prices the record's tokens. A charge
    /// that has no price for it is left out: then there is no money to name.
    static func all(_ db: Database, _ event: UsageEvent) throws -> [TokenReadings] {
        let merchant = try MerchantCatalog.merchant(db, of: event.customer)
        guard let catalog = try? MerchantCatalog(db, merchant, at: event.occurredAt),
            let customer = catalog.customer(event.customer)
        else { return [] }
        let plan = catalog.plan(customer.plan)
        var found: [TokenReadings] = []
        for charge in plan.charges {
            let metric = catalog.metric(charge.metric)
            guard metric.event == event.name, case .tokens(let fields) = metric.aggregation,
                metric.filter.allSatisfy({ condition in
                    event.properties[condition.dimension]?.string
                        .map(condition.values.contains) ?? false
                })
            else { continue }
            let price = try Pricing(db, event, charge, plan, catalog.merchant.zone)
            do {
                found.append(
                    TokenReadings(
                        charge: charge.code,
                        inside: try price.of(request(event, fields)),
                        beside: try price.of(separate(request(event, fields)))))
            } catch is RatingError {
                continue
            }
        }
        return found
    }

    /// The record as it reports itself.
    private static func request(
        _ event: UsageEvent, _ fields: BillableMetric.TokenFields
    ) -> TokenRequest {
        func count(_ name: String?) -> Int64 {
            let number = name.flatMap { event.properties[$0]?.exact }
            return number.flatMap { $0.isWhole ? Int64(exactly: $0.coefficient) : nil } ?? 0
        }
        var request = TokenRequest(inputIncludesCache: fields.inputIncludesCache)
        request.input = count(fields.input)
        request.output = count(fields.output)
        request.cacheRead = count(fields.cacheRead)
        request.cacheWrite = count(fields.cacheWrite)
        request.cacheWriteOneHour = count(fields.cacheWriteOneHour)
        request.reasoning = count(fields.reasoning)
        request.imageOutput = count(fields.imageOutput)
        return request
    }

    /// The same counts, where the class that would go below zero holds none of the others.
    private static func separate(_ request: TokenRequest) -> TokenRequest {
        var separate = request
        if request.inputIncludesCache, request.cached > request.input {
            separate.inputIncludesCache = false
        }
        if request.reasoning + request.imageOutput > request.output {
            separate.output += request.reasoning + request.imageOutput
        }
        return separate
    }

    /// One charge with the prices of the record's own time.
    private struct Pricing {
        let event: UsageEvent
        let charge: Charge
        let plan: Plan
        let month: Month
        let group: [MeteredUsage.DimensionValue]
        let prices: PriceBook.Found?

        init(
            _ db: Database, _ event: UsageEvent, _ charge: Charge, _ plan: Plan, _ zone: Zone
        ) throws {
            self.event = event
            self.charge = charge
            self.plan = plan
            let day = zone.day(of: event.occurredAt)
            month = day.month
            group = charge.groupBy.map {
                MeteredUsage.DimensionValue(
                    dimension: $0, value: event.properties[$0]?.string)
            }
            guard case .tokens(let tokens) = charge.price, let book = tokens.book,
                let model = event.properties[book.dimension]?.string
            else {
                prices = nil
                return
            }
            prices = try PriceBook.find(
                db, book: book.code, model: model, at: Zone.utc.start(of: day))
        }

        func of(_ request: TokenRequest) throws -> PreciseAmount {
            guard case .tokens(let tokens) = charge.price else {
                return .zero(plan.currency)
            }
            // Quiet hours aside: the readings are compared, not billed.
            var ends = prices?.entry.bands.compactMap(\.maxInputTokens) ?? []
            if case .own(let own) = tokens.prices { ends = own.bands.compactMap(\.maxInputTokens) }
            let size = request.size(tokens.bandBy)
            let band = ends.firstIndex { size <= $0 } ?? ends.count
            var totals = [MeteredUsage.TokenTotals](
                repeating: MeteredUsage.TokenTotals(), count: ends.count + 1)
            totals[band].add(request)
            var progress = Pricer.Progress()
            return try Rater.explain(
                MeteredUsage(
                    customer: event.customer, metric: charge.metric, group: group,
                    amount: .tokens(totals), eventCount: 1, firstAt: event.occurredAt,
                    lastAt: event.occurredAt),
                charge, plan: plan, month: month,
                includedLeft: Quantity(sum: charge.terms.included), prices: prices,
                progress: &progress
            ).total(plan.currency)
        }
    }
}
