import Checkout
import Ledger
import Money
import Time
import Web

/// Sentences that several pages say.
enum Words {
    /// A unit and how the last figure stands to the one before: `CNY · +12.5 % on 2026-04`.
    static func change(_ unit: Markup, _ values: [Int]) -> Markup {
        guard let change = values.change else { return unit }
        return unit + " · "
            + Markup("\(figure: change) on the month before", zh: "环比 \(figure: change)")
    }

    static func intake(_ lines: SiteData.Lines) -> Markup {
        Markup(
            "\(lines.input, "line") in = \(lines.accepted) accepted (\(lines.late) late) + \(lines.duplicate) duplicate + \(lines.rejected) rejected with a reason.",
            zh:
                "输入 \(lines.input) 行 = 接受 \(lines.accepted) 行（其中迟到 \(lines.late)）+ 重复 \(lines.duplicate) 行 + 拒绝 \(lines.rejected) 行（均注明原因）。"
        )
    }

    static func checks(_ scope: Scope) -> Markup {
        let data = scope.data
        guard let verification = data.verification else {
            return Markup(
                "No check is recorded. \(code: "bm verify --record") recomputes everything from the raw events.",
                zh: "尚无核对记录。\(code: "bm verify --record") 从原始事件重新计算全部数字。")
        }
        let broken = verification.invariants.filter { !$0.holds }
        let count = verification.invariants.count
        // A merchant is told of its own book only: how busy the others are is nothing to it.
        let since = scope.isPlatform ? Int(data.head.sequence - verification.headSequence) : 0
        let isOlder = (scope.book.last?.sequence ?? 0) > verification.headSequence
        let time = Markup(
            " Checked \(verification.at, in: .utc)", zh: " 核对于 \(verification.at, in: .utc)")
        let more: Markup =
            since == 0
            ? isOlder
                ? Markup("; more was booked since.", zh: "；其后又有入账。") : Markup(".", zh: "。")
            : Markup(
                "; \(since, "journal entry", "journal entries") since.", zh: "；其后新增 \(since) 笔分录。")
        let words =
            broken.isEmpty
            ? Markup("All \(count, "invariant") hold.", zh: "\(count) 项恒等核对全部成立。")
            : Markup(
                "\(broken.count) of \(count, "invariant") \(broken.count == 1 ? "does" : "do") not hold.",
                zh: "\(count) 项恒等核对中有 \(broken.count) 项不成立。")
        return words + time + more
    }

    /// What the pages were made from: the last entry of the merchant's book, or of all books. Nothing else is said, so
    /// that a page whose figures did not change stays as it is.
    static func head(_ scope: Scope) -> Markup {
        guard let last = scope.book.last else {
            return Markup("Nothing is booked yet", zh: "还没有入账")
        }
        return Markup(
            "\(scope.book.entries, "entry", "entries") · last entry SHA-256 \(code: last.hash)",
            zh: "\(scope.book.entries) 笔分录 · 最后分录 SHA-256 \(code: last.hash)")
    }

    /// The same with the time it is the state of.
    static func asOf(_ scope: Scope) -> Markup {
        Markup(
            "Ledger as of \(scope.data.asOf, in: .utc) · ",
            zh: "账本截至 \(scope.data.asOf, in: .utc) · ") + head(scope)
    }

    /// Hundredths as people write shares: `12.3 %`.
    static func share(_ part: Amount, of whole: Amount) -> String {
        if whole.isZero { return "–" }
        let doubled = Int128(part.minorUnits) * 2000 / Int128(whole.minorUnits)
        let tenths = (doubled + 1) / 2
        return "\(tenths / 10).\(tenths % 10) %"
    }
}

/// What the platform owes a merchant, as the platform's book has it.
enum Settled {
    static func balance(_ data: SiteData, _ merchant: MerchantData) -> Amount {
        let name = Account.merchantPayable(merchant.id).name
        return -data.balances.filter {
            $0.book == "platform" && $0.account == name
                && $0.balance.currency == .cny
        }.map(\.balance).total(.cny)
    }
}
