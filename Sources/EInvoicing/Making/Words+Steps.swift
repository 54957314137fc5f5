import Catalog
import Money
import Rating

extension Words {
    /// The steps of a price as calculations that recompute: `0 – 1M: 1,000,000 × 0.50 / 1M = 0.5`. None where one
    /// price for all units says it all.
    func steps(_ explanation: Explanation) -> [String] {
        var parts: [String] = []
        if !explanation.included.isZero {
            let included = explanation.included.grouped
            parts.append(self("\(included) included", "含 \(included)"))
        }
        parts += explanation.steps.map { "\(label($0.subject)): \($0)" }
        return parts + (explanation.priceSource.map { [self("prices: \($0)", "价格：\($0)")] } ?? [])
    }

    private func label(_ subject: Explanation.Subject) -> String {
        func number(_ value: Exact) -> String { value.grouped(minimumScale: 0) }
        func money(_ value: Exact) -> String { value.grouped(minimumScale: 2) }
        switch subject {
        case .units: return self("units", "计费用量")
        case .tier(let from, let upTo):
            return Explanation.range(from, upTo)
        case .volume(let from, let upTo):
            let tier = Explanation.range(from, upTo)
            return self("all units in \(tier)", "全部用量按 \(tier)")
        case .packages(let size, _):
            return self("packages of \(number(size))", "每包 \(number(size))")
        case .blocks(let size): return self("blocks of \(number(size))", "每块 \(number(size))")
        case .share(let events): return self("share of \(events) events", "\(events) 笔的比例")
        case .events: return self("fixed fees", "每笔固定费")
        case .eventMinimum: return self("raised to the least an event costs", "补足每笔最低收费")
        case .eventMaximum: return self("cut to the most an event costs", "减至每笔最高收费")
        case .eventAmounts(let events): return self("amounts of \(events) events", "\(events) 笔的金额")
        case .discount: return self("discount", "折扣")
        case .maximum: return self("the most a period costs", "每期最高收费")
        case .minimum: return self("the least a period costs", "每期最低收费")
        case .commitment(let limit):
            return self("missing of \(money(limit)) committed", "承诺 \(money(limit)) 未用足部分")
        case .overage(let limit):
            return self("above \(money(limit)) committed", "超出承诺 \(money(limit)) 部分")
        case .alreadyBilled: return self("billed before", "此前已计费")
        case .spendCap(let limit, _):
            return self("not billed above the cap of \(money(limit))", "超出消费上限 \(money(limit)) 不计费")
        case .tokens(let tokenClass, let requests, let limit, let isOffPeak):
            let name = tokenClass.rawValue + (isOffPeak ? self(", off-peak", "，非高峰") : "")
            let band = limit.map { self(" up to \($0) input tokens", "，输入至 \($0) token") } ?? ""
            return self("\(name), \(requests) requests\(band)", "\(name)，\(requests) 次请求\(band)")
        }
    }
}
