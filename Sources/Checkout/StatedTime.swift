import Time

/// When money can have moved that a channel tells of: not after the run that takes its word in, and not
/// before what it is paid for was there.
///
/// A payment of 2026-06-07 11:00 in a bill that is imported on 2026-06-07 10:00 is ahead; from 11:00 on it
/// is not, so a later run books it. Bills and messages print seconds, so no day is given for longer.
enum StatedTime {
    /// Five minutes: the channels' clocks and ours are two. A message comes at once, so it can be that
    /// much ahead of a run; a bill is made hours after its rows.
    static let clockSkewSeconds: Int64 = 300

    /// Whether it is after the run at `run`.
    static func isAhead(_ at: Instant, of run: Instant, isMessage: Bool) -> Bool {
        at > (isMessage ? run.advanced(bySeconds: clockSkewSeconds) : run)
    }

    /// Whether a payment is before its invoice was issued, or a refund before its payment.
    static func isBefore(_ at: Instant, _ made: Instant) -> Bool {
        at.advanced(bySeconds: clockSkewSeconds) < made
    }
}
