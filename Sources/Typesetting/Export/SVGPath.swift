/// The data of an SVG path in whole units, as steps from one place to the next, which is the shortest way to say it:
/// `M 1 2 L 3 2 L 3 4 Z` is `m1 2h2v2z`.
struct SVGPath {
    private(set) var data: [UInt8] = []
    private var here = Place(x: 0, y: 0)
    private var start = Place(x: 0, y: 0)
    /// A move nothing has been drawn from yet. Cairo repeats one after each closed contour.
    private var pending: Place?
    private var last: UInt8 = 0

    struct Place: Hashable {
        var x: Int
        var y: Int
    }

    mutating func move(to place: Place) { pending = place }

    mutating func line(to place: Place) {
        makeMove()
        let (dx, dy) = (place.x - here.x, place.y - here.y)
        if dy == 0 {
            write(UInt8(ascii: "h"))
            write(dx)
        } else if dx == 0 {
            write(UInt8(ascii: "v"))
            write(dy)
        } else {
            write(UInt8(ascii: "l"))
            write(dx)
            write(dy)
        }
        here = place
    }

    /// A quadratic curve, as TrueType's outlines have them.
    mutating func quad(_ control: Place, to end: Place) {
        curve(UInt8(ascii: "q"), [control, end])
    }

    mutating func cubic(_ a: Place, _ b: Place, to end: Place) {
        curve(UInt8(ascii: "c"), [a, b, end])
    }

    mutating func close() {
        makeMove()
        write(UInt8(ascii: "z"))
        here = start
    }

    private mutating func curve(_ command: UInt8, _ places: [Place]) {
        makeMove()
        write(command)
        for place in places {
            write(place.x - here.x)
            write(place.y - here.y)
        }
        here = places[places.count - 1]
    }

    private mutating func makeMove() {
        guard let place = pending else { return }
        write(UInt8(ascii: "m"))
        write(place.x - here.x)
        write(place.y - here.y)
        here = place
        start = place
        pending = nil
    }

    /// A letter is left out where it is the last one's; a second pair after a move would be a line.
    private mutating func write(_ command: UInt8) {
        if command == last, command != UInt8(ascii: "m"), command != UInt8(ascii: "z") { return }
        data.append(command)
        last = command
    }

    /// A space parts two numbers where no sign does.
    private mutating func write(_ number: Int) {
        if number >= 0, let before = data.last, before <= UInt8(ascii: "9") {
            data.append(UInt8(ascii: " "))
        }
        data.append(number: number)
    }
}

extension [UInt8] {
    /// The number's decimal digits.
    mutating func append(number: Int) {
        if number < 0 { append(UInt8(ascii: "-")) }
        let digits = number.magnitude
        var power: UInt = 1
        while digits / power >= 10 { power *= 10 }
        while power > 0 {
            append(UInt8(ascii: "0") + UInt8(digits / power % 10))
            power /= 10
        }
    }
}
