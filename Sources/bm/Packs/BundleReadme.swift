import Catalog
import Time

/// The page of a bundle that says what is in it and how to check it, for readers without bm.
enum BundleReadme {
    static func text(_ bundle: MonthBundle, isSigned: Bool) -> String {
        let signature =
            isSigned
            ? """

                openssl pkeyutl -verify -pubin -inkey signing-key.pub -rawin \\
                    -in SHA256SUMS -sigfile SHA256SUMS.sig

              signing-key.pub 应与发布方另行提供的公钥一致。
              Hold signing-key.pub against the public key that the publisher gave you by another way.

            """ : ""
        return """
            \(bundle.name)

            本文件夹是该商户当月的全部账务文件，截至 \(bundle.asOf)。核对全部文件：
            All documents of the merchant's month, as of \(bundle.asOf). To check every file:

                sha256sum -c SHA256SUMS
            \(signature)
              statement-*.pdf, .svg, .csv, .json
                  结算单；CSV 每笔一行，末行为 END。
                  The settlement statement; the CSV has a row a movement, and ends in END.
              invoices/
                  当月开具的账单及其快照摘要。
                  The invoices issued in the month, each with the digest of its snapshot.
              receipts/, credit-notes/, void-notices/
                  收款凭证、贷项通知单、作废通知。
                  What came for invoices, what was taken off them, and which are void.
              revenue-*.pdf, .json
                  收入确认表（当月已关账时）。
                  What was earned in the month, where it is closed.
              evidence/INV-…/line-NN.ndjson.gz
                  该账单第 NN 行所计费的每一个事件。解压后的 SHA-256 即账单上印出的摘要：
                  Every event that line NN bills. Unpacked, its SHA-256 is the one the invoice prints:

                      zcat evidence/INV-…/line-NN.ndjson.gz | sha256sum

              manifest.json
                  每个文件的摘要、类别与来源。
                  Every file with its digest, its kind, and what it was made from.

            同一账本在任何时间重做，得到相同的字节。
            Made again from the same ledger, at any time, it has the same bytes.

            """
    }
}
