import GRDB

extension Intake {
    /// The batch that took these very lines in a run of the same time; nil where there is none. Asked after
    /// `finish`.
    ///
    /// A run that was killed is run again with its `--as-of` and comes by what it had taken before:
    ///
    ///     batch 1   may.ndjson   20,000 lines, 19,998 accepted, 1 duplicate, 1 rejected
    ///     again     may.ndjson   20,000 lines, 19,999 duplicate, 1 rejected       the same batch
    ///
    /// A file and a number of lines do not tell that. Every line must have ended as it did there: each
    /// rejected one with the same reason, each repeat a repeat of the same event, and every event that the
    /// batch accepted once. At another time the lines are a second delivery, and are kept as repeats.
    ///
    /// - Parameter others: batches that were met before, so that a file named twice is taken twice.
    public func sameRun(leavingOut others: Set<Int64>) throws -> Int64? {
        guard tally.accepted == 0 else { return nil }
        let candidates = try Int64.fetchAll(
            db,
            sql: """
                SELECT old.id FROM usageBatch old JOIN usageBatch new ON new.id = ?
                WHERE old.id < new.id AND old.kind = new.kind AND old.ingestedAt = new.ingestedAt
                    AND old.sourceName = new.sourceName AND old.inputCount = new.inputCount
                    AND old.inputQuantity = new.inputQuantity
                    AND old.rejectedCount = new.rejectedCount
                ORDER BY old.id
                """,
            arguments: [batch])
        return try candidates.first { try !others.contains($0) && endedAlike($0) }
    }

    /// Whether each line of this batch ended as it did in `old`, which has as many.
    private func endedAlike(_ old: Int64) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: """
                WITH repeats AS (
                    SELECT line, sequence FROM usageDuplicate WHERE batchId = ?1
                    EXCEPT SELECT line, sequence FROM usageDuplicate WHERE batchId = ?2)
                SELECT NOT EXISTS (
                        SELECT line, reason, field, value, allowed, raw FROM usageReject
                        WHERE batchId = ?1
                        EXCEPT SELECT line, reason, field, value, allowed, raw FROM usageReject
                        WHERE batchId = ?2)
                    AND NOT EXISTS (
                        SELECT 1 FROM repeats JOIN usageEventDetail USING (sequence)
                        WHERE batchId <> ?2)
                    -- As many as the batch accepted, and no event twice: then it is all of them.
                    AND (SELECT count(*) = count(DISTINCT sequence) FROM repeats)
                    AND (SELECT count(*) FROM repeats)
                        = (SELECT acceptedCount FROM usageBatch WHERE id = ?2)
                """,
            arguments: [batch, old])!
    }
}
