import Invoicing

/// The page of a dispute pack that says what each file proves and how to check it, for readers without bm.
enum DisputeReadme {
    static func text(_ subject: PackSubject) -> String {
        let evidence =
            subject.stored == nil
            ? ""
            : """
              evidence/line-NN.ndjson
                  第 NN 行所计费的每一个事件，一行一个。其 SHA-256 与账单上该行印出的摘要一致。
                  Every event that line NN bills, one a line. Its SHA-256 is the one the invoice prints.

            """
        return """
            \(subject.number) · \(subject.merchant)

            本文件夹回答对这张账单的争议或支付渠道的拒付。每个文件可独立核对：
            This folder answers a dispute of this invoice, or a chargeback of its payment. To check all files:

                sha256sum -c SHA256SUMS

              invoice/snapshot.json
                  开票时保存的全部内容，此后从未改动。其 SHA-256 为：
                  All that the invoice said when it was issued, unchanged since. Its SHA-256 is:
                  \(subject.digest)
              invoice/\(subject.number).pdf, .json
                  账单，以及其应付、已付与付款单的当前状态。
                  The invoice, and what was paid and is due of it.
            \(evidence)  payment/orders.json, payments.json, refunds.json, refund-orders.json
                  收款单、收到的款项、退回的款项与退款请求。
                  What was asked for, what came, what went back, and what was asked to go back.
              payment/channel-bill-rows.json, channel-messages.json
                  微信支付或支付宝账单中的原始行（含账单文件名及 SHA-256）与通知原文。
                  The channel's own rows, with the name and SHA-256 of its bill, and its notifications.
              corrections/credit-notes.json, credit-note-lines.json, voids.json
                  贷项通知单与作废。
                  Credit notes, and a void.
              credit/credits.json, credit-movements.json
                  此账单售出的额度，以及抵扣、退回或到期的额度。
                  Credit that this invoice sold, and credit that paid lines, went back or ended.
              prices/fx-lock.json
                  开票所用的锁定汇率、来源与日期，以及按它换算的每一行；以人民币定价时没有此文件。
                  The locked rate with its source and day, and each line converted at it; not there where
                  prices are in CNY.
              prices/catalog.json
                  计价时有效的套餐、计量指标与优惠的各个版本。
                  The versions of the plan, metrics and coupons that were in force.
              journal/entries.ndjson, chain.csv
                  与此账单有关的记账分录，以及从第一条到账本末尾的哈希链。每条分录（不含换行）的 SHA-256 即
                  chain.csv 中同序号的 hash；每一行的 previous_hash 等于上一行的 hash。
                  The journal entries of this invoice, and the chain from the first of them to the ledger's
                  head. The SHA-256 of an entry, without its line end, is the hash of its sequence in chain.csv,
                  and each previous_hash is the hash of the row before:

                      head -1 journal/entries.ndjson | tr -d '\\n' | sha256sum

            这些记录由商户的账本生成；同一账本在任何机器上生成相同的字节。
            The files were made from the merchant's ledger; the same ledger gives the same bytes anywhere.

            """
    }
}
