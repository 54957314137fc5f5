/// The keys of the wording file.
enum Phrase: String, CaseIterable, Sendable {
    case invoice, draftInvoice, notFapiao
    case due = "state.due"
    case paid = "state.paid"
    case partlyPaid = "state.partlyPaid"
    case partlyPaidLate = "state.partlyPaidLate"
    case overdue = "state.overdue"
    case credited = "state.credited"
    case void = "state.void"
    case preview = "state.preview"
    case draft = "state.draft"
    case dueBy, amountDue, period, issued, plan, fxLocked, fxPublished, from, billTo, registration
    case payByQR, sandbox, codeUntil, codeExpired, codeClosed, codeOutdated, noCode, paidNote,
        nothingDue
    case payOnline, payPage, payLink, codeAlt, linkAlt
    case codeUsed, leftDueBy, leftWasDueBy, wasDueBy, leftOf, nothingOf, paidLateNote,
        paidAgainNote,
        paidShortNote,
        paidAfterCodeNote
    case refundedNote, chargedBackNote, creditedNote, voidNote, standsNote, balanceKeptNote,
        balanceUsedNote
    case since
    case leftShort = "short.left"
    case paymentEvent = "event.payment"
    case refundEvent = "event.refund"
    case chargebackEvent = "event.chargeback"
    case creditNoteEvent = "event.creditNote"
    case voidEvent = "event.void"
    case balanceKeptEvent = "event.balanceKept"
    case balanceUsedEvent = "event.balanceUsed"
    case againRemark = "remark.again"
    case afterCodeRemark = "remark.afterCode"
    case shortRemark = "remark.short"
    case item, quantity, unitPrice, baseFee, lateUsage, graduated, package, packages, freeUnits,
        byClass
    case includedUnits, chargedUnits, tierOpen, noValue
    case tokenInput = "token.input"
    case tokenCacheRead = "token.cache_read"
    case tokenCacheWrite = "token.cache_write"
    case tokenCacheWriteOneHour = "token.cache_write_1h"
    case tokenOutput = "token.output"
    case tokenReasoning = "token.reasoning"
    case tokenImageOutput = "token.image_output"
    case block, blocks, paidEvents, fixedFees, eventMinimum, eventMaximum, eventAmounts
    case discount, maximum, minimum, alreadyBilled, spendCap, offPeak
    case seats, addOn, givenBack, coupon, paidCredit, promotionalCredit, creditedBefore, commitment,
        committed,
        overage
    case band, bandAbove, prorated, evidence, digest, subtotal, total, estimatedTotal, carried,
        brought
    case continuedRow
    case terms
    case byDay, otherMovements, exchange, fxWanted, fxLockedAt, fxConversion, fxSpreadShort
    case exceptions, noExceptions, ledgerReferences, entry, book
    case annexOf, usageByDay, day, month, events, others, together, sum, otherLines, roundedUsage,
        usageAlt,
        moreCharges, moreLines
    case conversions, unrounded, rate, roundedTogether
    case eventSample, eventSampleOfAll, eventSampleOfMost, eventTime, eventID, eventFigures
    case otherPlans, otherPlansNote, ownPlan, againstOwnPlan
    case priceRules
    case ruleTokens = "rule.tokens"
    case ruleTiers = "rule.tiers"
    case ruleVolume = "rule.volume"
    case volume, volumeTier
    case rulePackages = "rule.packages"
    case ruleShare = "rule.share"
    case ruleMultiplier = "rule.multiplier"
    case ruleIncluded = "rule.included"
    case ruleLimits = "rule.limits"
    case ruleSpendCap = "rule.spendCap"
    case ruleCommitment = "rule.commitment"
    case ruleProration = "rule.proration"
    case ruleParts = "rule.parts"
    case ruleLate = "rule.late"
    case ruleCoupon = "rule.coupon"
    case ruleCredit = "rule.credit"
    case howToCheck, fxSentence, fxDerived, evidenceSentence, priceSource, snapshot, page

    case creditNote
    case creditNoteIssued = "state.issued"
    case creditNoteReason = "creditNote.reason"
    case creditedAmount = "creditNote.amount"
    case creditedTotal = "creditNote.total"
    case creditNoteConversion = "creditNote.conversion"
    case creditNoteTax = "creditNote.tax"
    case creditNoteCheck = "creditNote.check"
    case ofInvoice, invoiceTotal, lowered, backToCredit, notRedFapiao
    case refundTo
    case refundToChannel = "refundTo.channel"
    case refundToBalance = "refundTo.balance"
    case refundToNone = "refundTo.none"
    case refundToChannelSentence = "refundTo.channel.sentence"
    case refundToBalanceSentence = "refundTo.balance.sentence"
    case refundToNoneSentence = "refundTo.none.sentence"

    case creditSold, creditGrant, saleCheck
    case purchaseOrder, fapiao
    case draftDue, draftNote, notKept
    case voidNotice, voidSince, voidAmount, voidCodes, noticeCheck
    case receipt, receivedAmount, paidAt, transaction, orderNumber, accountOf, receiptCheck
    case receiptNoFapiao
    case received = "state.received"
    case reminder, leftNow, amountOverdue, lateBy, paidSoFar, asOf, openInvoices, dueDay, daysLate
    case reminderSentence

    case revenueReport, earnedInMonth, rollForward, closingBalance, byProduct, byCustomer, product
    case customer, expiredCredit, tiesSentence
    case tiesState = "state.ties"
    case differsState = "state.differs"
    case usageRevenue = "account.usage"
    case subscriptionRevenue = "account.subscription"
    case addOnRevenue = "account.addOn"
    case breakageRevenue = "account.breakage"
    case deferredRevenue = "account.deferred"
    case unbilledRevenue = "account.unbilled"
    case creditLiability = "account.credit"
    case billedEntry = "entry.billed"
    case earnedEntry = "entry.earned"
    case soldEntry = "entry.sold"
    case drawnEntry = "entry.drawn"
    case openingEntry = "entry.opening"
    case manualEntry = "entry.manual"

    case reconciliation, allMerchants, openDifferences, openLabel, fourSides, differences
    case noDifferences, allAgree, reason, oneSide, otherSide, days, debit, credit,
        suggestedEntry
    case movementsDetail = "detail.movements"
    case dueDetail = "detail.due"
    case isVoidDetail = "detail.isVoid"
    case orderOfDetail = "detail.orderOf"
    case invoiceIssuedDetail = "detail.invoiceIssued"
    case paymentOfDetail = "detail.paymentOf"
    case paidDetail = "detail.paid"
    case untilDetail = "detail.until"
    case atDetail = "detail.at"
    case takenInDetail = "detail.takenIn"
    case feeDetail = "detail.fee"
    case feeOfDetail = "detail.feeOf"
    case beforeDetail = "detail.before"
    case afterDetail = "detail.after"
    case soFarDetail = "detail.soFar"
    case agreeState = "state.agree"
    case openState = "state.open"
    case openWord = "difference.open"
    case waitingWord = "difference.waiting"
    case resolvedWord = "difference.resolved"
    case ageDay = "age.day"
    case ageWeek = "age.week"
    case ageMonth = "age.month"
    case ageOlder = "age.older"
    case countShort = "short.count"
    case paidShort = "short.paid"
    case withdrawnShort = "short.withdrawn"
    case tradeBillNotImportedReason = "reason.trade_bill_not_imported"
    case fundBillNotImportedReason = "reason.fund_bill_not_imported"
    case missingOnTradeBillReason = "reason.missing_on_trade_bill"
    case missingOnFundBillReason = "reason.missing_on_fund_bill"
    case missingInLedgerReason = "reason.missing_in_ledger"
    case amountDiffersReason = "reason.amount_differs"
    case feeDiffersReason = "reason.fee_differs"
    case orderDiffersReason = "reason.order_differs"
    case dateAheadReason = "reason.date_ahead"
    case dateTooEarlyReason = "reason.date_too_early"
    case unknownOrderReason = "reason.unknown_order"
    case orderOfAnotherReason = "reason.order_of_another"
    case duplicatePaymentReason = "reason.duplicate_payment"
    case overpaidReason = "reason.overpaid"
    case underpaidReason = "reason.underpaid"
    case paidAfterExpiryReason = "reason.paid_after_expiry"
    case paidVoidReason = "reason.paid_void"
    case refundUnknownReason = "reason.refund_unknown"
    case refundedMoreThanPaidReason = "reason.refunded_more_than_paid"
    case refundWaitsForBillReason = "reason.refund_waits_for_bill"
    case refundNotOrderedReason = "reason.refund_not_ordered"
    case refundNotSeenReason = "reason.refund_not_seen"
    case refundCameBackReason = "reason.refund_came_back"
    case withdrawalNotStatedReason = "reason.withdrawal_not_stated"
    case unknownMovementReason = "reason.unknown_movement"
    case ordersSide = "side.orders"
    case tradeBillSide = "side.trade_bill"
    case messageSide = "side.message"
    case fundBillSide = "side.fund_bill"
    case ledgerSide = "side.ledger"

    case statement, netPayout, carriedOver, toAccount, valueDate, remittance, merchant
    case closedAt
    case scheduledState = "state.scheduled"
    case carriedOverState = "state.carriedOver"
    case heldState = "state.held"
    case heldReason, carriedReason, nothingReason, negativeReason, waterfall, opening, collected,
        platformFee, subscription, net, converted
    case refunds, feesReturned, chargebacks, returnedPayouts, revenueShare
    case adjustments, reserveReleased, reserveHeld
    case wireFee, payout, check, movements, date, reference, kind, balance
    case openingShort = "short.opening"
    case convertedShort = "short.converted"
    case spread, fxSpread
    case spreadShort = "short.spread"
    case wireFeeShort = "short.wireFee"
    case platformFeeShort = "short.platformFee"
    case subscriptionShort = "short.subscription"
    case refundShort = "short.refund"
    case feeReturnedShort = "short.feeReturned"
    case chargebackShort = "short.chargeback"
    case returnedPayoutShort = "short.returnedPayout"
    case revenueShareShort = "short.revenueShare"
    case adjustmentShort = "short.adjustment"
    case reserveHeldShort = "short.reserveHeld"
    case reserveReleasedShort = "short.reserveReleased"
    case paymentRow = "row.payment"
    case refundRow = "row.refund"
    case feeReturnedRow = "row.feeReturned"
    case chargebackRow = "row.chargeback"
    case returnedPayoutRow = "row.returnedPayout"
    case revenueShareRow = "row.revenueShare"
    case adjustmentRow = "row.adjustment"
    case reserveHeldRow = "row.reserveHeld"
    case reserveReleasedRow = "row.reserveReleased"
    case platformFeeRow = "row.platformFee"
    case subscriptionRow = "row.subscription"
    case channels, channel, payments, gross, fees, fxSettlement, glossary
    case platformFeeTerm = "glossary.platformFee"
    case netTerm = "glossary.net"
    case lateRowsTerm = "glossary.lateRows"
    case takenBack, netOfChannel, paidOut, endOfStatement
    case carriedTerm = "glossary.carried"
    case returnedPayoutTerm = "glossary.returnedPayout"
    case revenueShareTerm = "glossary.revenueShare"
    case lateChannelCostTerm = "glossary.lateChannelCost"
    case reserveTerm = "glossary.reserve"
    case heldTerm = "glossary.held"
}
