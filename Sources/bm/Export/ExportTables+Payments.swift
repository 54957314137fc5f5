extension ExportTables {
    private static let bill = ExportColumn("bill", .text, "the channel's bill that stated it first")
    private static let billLine = ExportColumn("bill_line", .integer, "its line there")
    private static let message = ExportColumn(
        "message", .text, "the notification that told of it first")
    private static let bills = """
        LEFT JOIN channelBillRow ON channelBillRow.id = billRowId
        LEFT JOIN channelBill ON channelBill.id = channelBillRow.billId
        LEFT JOIN channelMessage ON channelMessage.id = messageId
        """

    static let payments: [ExportTable] = [
        ExportTable(
            name: "orders", about: "A request to pay an invoice through a channel.",
            columns: [
                merchant, customer, invoice, channel, .init("attempt", .integer, "from 1"),
                outTradeNo, .init("amount", .fen, "what it asks"),
                .init("payload_kind", .text, "channel, link or sandbox"),
                .init("payload", .text, "what the QR code holds"),
                .init("created_at", .instant, "when it was made"),
                .init("expires_at", .instant, "until when its code is good"),
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT merchant.code, customer.code, number, channel, attempt, outTradeNo,
                            amountFen, payloadKind, payload, createdAt, expiresAt
                        FROM paymentOrder JOIN invoice ON invoice.id = invoiceId \(parties)
                        """,
                    merchant: "merchant.code", instant: "createdAt", periodColumn: "created_at",
                    recorded: "createdAt",
                    order: "ORDER BY paymentOrder.id"))),
        ExportTable(
            name: "payments", about: "Money that came for an order.",
            columns: [
                merchant, customer, invoice, channel, transaction, outTradeNo,
                .init("amount", .fen, "what came"),
                .init("channel_fee", .fen, "what the channel kept, as far as its bills have said"),
                .init("paid_at", .instant, "when, as the channel says"),
                .init("booked_at", .instant, "when the ledger took it on"), bill, billLine, message,
                .init("settlement", .text, "the batch that settled it; none yet"),
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT merchant.code, customer.code, invoice.number, payment.channel,
                            payment.transactionId, paymentOrder.outTradeNo, payment.amountFen,
                            (SELECT coalesce(sum(amountFen), 0) FROM channelFee
                                WHERE paymentId = payment.id),
                            paidAt, bookedAt, sourceName, line, key, settlementBatch.number
                        FROM payment \(paid) \(bills)
                        LEFT JOIN settledPayment ON settledPayment.paymentId = payment.id
                        LEFT JOIN settlementBatch ON settlementBatch.id = batchId
                        """,
                    merchant: "merchant.code", instant: "paidAt", periodColumn: "paid_at",
                    recorded: "bookedAt",
                    order: "ORDER BY payment.id"))),
        ExportTable(
            name: "refunds", about: "Money that went back for a payment, sent or taken.",
            columns: [
                merchant, customer, invoice, .init("kind", .text, "refund or chargeback"), channel,
                transaction, .init("refund_id", .text, "the channel's number of it"),
                .init("out_refund_no", .text, "our number of it"),
                .init("credit_note", .text, "the note it was asked for"),
                .init("amount", .fen, "what went back"),
                .init("channel_fee", .fen, "what the channel gave back of its fee, not above zero"),
                .init("refunded_at", .instant, "when, as the channel says"),
                .init("booked_at", .instant, "when the ledger took it on"), bill, billLine, message,
                .init("settlement", .text, "the batch that settled it; none yet"),
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT merchant.code, customer.code, invoice.number, refund.kind,
                            payment.channel, payment.transactionId, refund.refundId,
                            refund.refundNo, creditNote.number, refund.amountFen,
                            (SELECT coalesce(sum(amountFen), 0) FROM channelFee
                                WHERE refundId = refund.id),
                            refundedAt, refund.bookedAt, sourceName, line, key,
                            settlementBatch.number
                        FROM refund JOIN payment ON payment.id = refund.paymentId \(paid)
                        LEFT JOIN creditNote ON creditNote.id = refund.creditNoteId
                        LEFT JOIN channelBillRow ON channelBillRow.id = refund.billRowId
                        LEFT JOIN channelBill ON channelBill.id = channelBillRow.billId
                        LEFT JOIN channelMessage ON channelMessage.id = refund.messageId
                        LEFT JOIN settledRefund ON settledRefund.refundId = refund.id
                        LEFT JOIN settlementBatch ON settlementBatch.id = batchId
                        """,
                    merchant: "merchant.code", instant: "refundedAt", periodColumn: "refunded_at",
                    recorded: "refund.bookedAt", order: "ORDER BY refund.id"))),
        ExportTable(
            name: "refund-orders", about: "A request to a channel to send money back.",
            columns: [
                merchant, customer, invoice, channel, transaction,
                .init("out_refund_no", .text, "our number of it"),
                .init(
                    "credit_note", .text, "the note it is for; none where more came than was asked"),
                .init("amount", .fen, "what is asked for"),
                .init("created_at", .instant, "when it was made"),
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT merchant.code, customer.code, invoice.number, payment.channel,
                            transactionId, outRefundNo, creditNote.number, refundOrder.amountFen,
                            refundOrder.createdAt
                        FROM refundOrder JOIN payment ON payment.id = refundOrder.paymentId \(paid)
                        LEFT JOIN creditNote ON creditNote.id = refundOrder.creditNoteId
                        """,
                    merchant: "merchant.code", instant: "refundOrder.createdAt",
                    periodColumn: "created_at",
                    recorded: "refundOrder.createdAt", order: "ORDER BY refundOrder.id"))),
        ExportTable(
            name: "balance-movements",
            about: "Money of a customer kept for later invoices, and used to pay one.",
            columns: [
                merchant, customer, invoice, .init("kind", .text, "kept or used"),
                .init("credit_note", .text, "the note it is kept by; none for a void"),
                .init("amount", .fen, "above zero"),
                .init("moved_at", .instant, "when it was kept or used"),
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT merchant.code, customer.code, invoice.number, balanceMovement.kind,
                            creditNote.number, amountFen, movedAt
                        FROM balanceMovement
                        JOIN invoice ON invoice.id = balanceMovement.invoiceId \(parties)
                        LEFT JOIN creditNote ON creditNote.id = creditNoteId
                        """,
                    merchant: "merchant.code", instant: "movedAt", periodColumn: "moved_at",
                    recorded: "movedAt", order: "ORDER BY balanceMovement.id"))),
        ExportTable(
            name: "channel-fees",
            about: "What a channel kept of a payment, or gave back with a refund.",
            columns: [
                merchant, channel, transaction,
                .init("refund_id", .text, "the refund it came back with; none for a payment"),
                .init("amount", .fen, "positive where the channel keeps it"),
                .init(
                    "stated", .text,
                    "as a trade bill prints it, up to five decimals; none for a fund bill's"),
                .init("at", .instant, "when the money moved that it is of"), bill, billLine,
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT merchant.code, payment.channel, payment.transactionId,
                            refund.refundId, channelFee.amountFen, feeText,
                            coalesce(trade.occurredAt, fund.occurredAt), sourceName,
                            coalesce(trade.line, fund.line)
                        FROM channelFee
                        LEFT JOIN refund ON refund.id = channelFee.refundId
                        JOIN payment ON payment.id = coalesce(channelFee.paymentId, refund.paymentId)
                        \(paid)
                        LEFT JOIN channelBillRow AS trade ON trade.id = channelFee.billRowId
                        LEFT JOIN fundBillRow AS fund ON fund.id = channelFee.fundRowId
                        JOIN channelBill ON channelBill.id = coalesce(trade.billId, fund.billId)
                        """,
                    merchant: "merchant.code",
                    instant: "coalesce(trade.occurredAt, fund.occurredAt)", periodColumn: "at",
                    recorded: "importedAt",
                    order: "ORDER BY channelFee.id"))),
        ExportTable(
            name: "channel-bill-rows",
            about:
                "A movement as a channel's bill states it. With --merchant, those of its orders.",
            columns: [
                channel, .init("bill", .text, "the name of the bill"),
                .init("bill_kind", .text, "trade, or fund: what moved on the account"),
                .init("bill_sha256", .text, "SHA-256 of its file"),
                .init("account", .text, "mchid or pid"), .init("line", .integer, "in the file"),
                .init("kind", .text, "payment, refund, fee, feeRefund or other"), merchant,
                outTradeNo, transaction,
                .init("refund_id", .text, "the channel's number of a refund"),
                .init("out_refund_no", .text, "our number of a refund"),
                .init("amount", .fen, "never negative: the kind says which way it went"),
                .init("fee", .text, "the channel's fee as printed"),
                .init("occurred_at", .instant, "when, as the channel says"),
                .init("cells", .json, "every cell by its header"),
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT channelBill.channel, sourceName, channelBill.kind, digest, account,
                            line, channelBillRow.kind, merchant.code, channelBillRow.outTradeNo,
                            channelBillRow.transactionId, refundId, refundNo,
                            channelBillRow.amountFen, feeText, occurredAt, document
                        FROM channelBillRow JOIN channelBill ON channelBill.id = billId
                        LEFT JOIN paymentOrder
                            ON paymentOrder.outTradeNo = channelBillRow.outTradeNo
                        LEFT JOIN invoice ON invoice.id = invoiceId
                        LEFT JOIN merchant ON merchant.id = merchantId
                        """,
                    merchant: "merchant.code", instant: "occurredAt", periodColumn: "occurred_at",
                    recorded: "importedAt",
                    order: "ORDER BY channelBillRow.id"))),
        ExportTable(
            name: "channel-messages",
            about:
                "A notification of a channel, as received. With --merchant, those of its orders.",
            columns: [
                channel, .init("message", .text, "its own number, or a digest of its fields"),
                .init("kind", .text, "payment, refund or other"), merchant,
                .init("account", .text, "mchid or seller_id"), outTradeNo, transaction,
                .init("refund_id", .text, "the channel's number of a refund"),
                .init("out_refund_no", .text, "our number of a refund"),
                .init("amount", .fen, "never negative: the kind says which way it went"),
                .init("is_so_far", .boolean, "whether it is the sum of all refunds until then"),
                .init("occurred_at", .instant, "when, as the channel says"),
                .init("received_at", .instant, "when it was taken"),
                .init("fields", .json, "all that it says"),
            ],
            rows: .query(
                .init(
                    select: """
                        SELECT channelMessage.channel, key, channelMessage.kind, merchant.code,
                            account, channelMessage.outTradeNo, transactionId, refundId, refundNo,
                            channelMessage.amountFen, isSoFar, occurredAt, receivedAt, document
                        FROM channelMessage
                        LEFT JOIN paymentOrder
                            ON paymentOrder.outTradeNo = channelMessage.outTradeNo
                        LEFT JOIN invoice ON invoice.id = invoiceId
                        LEFT JOIN merchant ON merchant.id = merchantId
                        """,
                    merchant: "merchant.code", instant: "occurredAt", periodColumn: "occurred_at",
                    recorded: "receivedAt",
                    order: "ORDER BY channelMessage.id"))),
    ]
}
