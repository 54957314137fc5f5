import Foundation
import Store
import Synchronization

/// How far a longer part of a run is: a bar where people look on, ten times a second; a line a second with `--log json`;
/// nothing where neither is.
///
///     · events ━━━━━━━━━━━━────────  61 % · 15,240,000 · 63,281/s · 2 min left
final class Progress {
    private let what: String
    /// How many there are, where that is known.
    private let total: Int?
    private var done = 0
    private let began = RunLog.nanoseconds()
    private var lastTold: UInt64

    /// - Parameter what: in the plural: `events`.
    init(_ what: String, of total: Int? = nil) {
        self.what = what
        self.total = total
        lastTold = began
    }

    deinit { Bar.clear() }

    /// - Parameter share: how much of all work is done, from 0 to 1, where the number alone does not say it.
    func advance(_ count: Int = 1, share: Double? = nil) {
        done += count
        let now = RunLog.nanoseconds()
        guard now - lastTold >= (RunLog.hasBar ? 100_000_000 : 1_000_000_000) else { return }
        lastTold = now
        let state = State(
            what: what, done: done, total: total,
            share: share ?? total.map { $0 > 0 ? Double(done) / Double($0) : 1 },
            seconds: Double(now - began) / 1e9)
        if RunLog.hasBar { Bar.show(state.text(columns: Bar.columns)) }
        RunLog.progress(state.json)
    }

    /// How far it is at one moment.
    struct State {
        let what: String
        let done: Int
        let total: Int?
        let share: Double?
        let seconds: Double

        var perSecond: Double { seconds > 0 ? Double(done) / seconds : 0 }

        /// At the pace so far; nil in the beginning, where that says nothing.
        var remaining: Int? {
            guard let share, share >= 0.01, share <= 1, seconds >= 1 else { return nil }
            return Int((seconds / share * (1 - share)).rounded())
        }

        /// One line of no more than so many columns.
        func text(columns: Int) -> String {
            var words: [String] = []
            if let share { words.append("\(Int(share * 100)) %") }
            words.append(State.grouped(done) + (total.map { " of \(State.grouped($0))" } ?? ""))
            words.append(
                perSecond < 10
                    ? "\((perSecond * 10).rounded() / 10)/s" : "\(State.grouped(Int(perSecond)))/s")
            if let remaining { words.append(State.left(remaining)) }
            let text = words.joined(separator: " · ")
            let room = columns - what.count - text.count - 6
            guard let share, room >= 10 else { return "· \(what) \(text)" }
            let width = min(room, 30)
            let full = min(width, Int(share * Double(width)))
            return "· \(what) " + String(repeating: "━", count: full)
                + String(repeating: "─", count: width - full) + "  " + text
        }

        var json: [JSONValue.Member] {
            [
                .init("what", .string(what)), .init("done", .int(done)),
                .init("total", total.map { .int($0) } ?? .null),
                .init("percent", share.map { .int(Int($0 * 100)) } ?? .null),
                .init("per_second", .int(Int(perSecond))),
                .init("remaining_s", remaining.map { .int($0) } ?? .null),
            ]
        }

        /// `42 s left`, `3 min left`, `1 h 5 min left`.
        private static func left(_ seconds: Int) -> String {
            if seconds < 100 { return "\(seconds) s left" }
            let minutes = (seconds + 30) / 60
            return minutes < 60
                ? "\(minutes) min left" : "\(minutes / 60) h \(minutes % 60) min left"
        }

        /// `15,240,000`
        private static func grouped(_ number: Int) -> String {
            var text = ""
            for (place, digit) in String(number).reversed().enumerated() {
                if place > 0, place % 3 == 0 { text.append(",") }
                text.append(digit)
            }
            return String(text.reversed())
        }
    }
}

/// The one line of the terminal that is written again and again.
enum Bar {
    private static let isShown = Mutex(false)

    static func show(_ text: String) {
        isShown.withLock { $0 = true }
        Console.draw("\r\u{1b}[K" + text)
    }

    /// Takes the line away, before anything else is written.
    static func clear() {
        let wasShown = isShown.withLock { shown in
            defer { shown = false }
            return shown
        }
        if wasShown { Console.draw("\r\u{1b}[K") }
    }

    /// How wide the terminal is.
    static var columns: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}
