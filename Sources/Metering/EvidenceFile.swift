import Store
import Time

/// The evidence file of a line while it is read, line by line: nothing of it is kept but its ends.
final class EvidenceFile {
    private var digest = SHA256Digest()
    private var events = 0
    private var first: (line: [UInt8], at: Instant)?
    private var last: (line: [UInt8], at: Instant) = ([], Instant(nanoseconds: 0))
    private var days: [Day: Int] = [:]
    /// The day of the last line, and how many it has so far: days come one after another.
    private var today: (day: Day, events: Int)?

    func add(_ line: UnsafeBufferPointer<UInt8>, at instant: Instant, of day: Day?) {
        digest.update(line)
        events += 1
        if first == nil { first = (Array(line), instant) }
        last.line.removeAll(keepingCapacity: true)
        last.line += line
        last.at = instant
        guard let day else { return }
        if today?.day != day {
            endDay()
            today = (day, 0)
        }
        today!.events += 1
    }

    /// nil of a line without events.
    func summary() throws -> Evidence.Summary? {
        guard let first else { return nil }
        endDay()
        var summary = Evidence.Summary(
            first: try EvidenceSample(line: first.line, at: first.at),
            last: try EvidenceSample(line: last.line, at: last.at))
        summary.events = events
        summary.digest = digest.hex
        summary.days = days
        return summary
    }

    private func endDay() {
        if let today { days[today.day, default: 0] += today.events }
        today = nil
    }
}

/// Which day of a zone instants are on that come in order: the calendar is asked once a day.
struct DayCuts {
    private let zone: Zone?
    private var today: (day: Day, from: Instant, to: Instant)?

    /// - Parameter zone: nil where days are not asked for.
    init(_ zone: Zone?) { self.zone = zone }

    mutating func day(of instant: Instant) -> Day? {
        guard let zone else { return nil }
        if let today, instant >= today.from, instant < today.to { return today.day }
        let day = zone.day(of: instant)
        today = (day, zone.start(of: day), zone.start(of: day.advanced(by: 1)))
        return day
    }
}
