/// An outline as Cairo writes it, said shorter.
///
/// Cairo keeps outlines on a grid of 1/256 point and writes every place as a decimal. On the grid
/// the places are whole numbers, and steps from one to the next say exactly the same in a third
/// of the bytes: `M 1 2 L 3.5 2 L 3.5 4 Z` is `m256 512h640v512z`.
struct SVGOutline {
    /// Makes points of the grid's units.
    static let transform = "transform=\"scale(.00390625)\""

    /// The path's data, in grid units.
    private(set) var data: [UInt8] = []
    private var here = Place(x: 0, y: 0)
    private var start = Place(x: 0, y: 0)
    /// A move nothing has been drawn from yet. Cairo repeats one after each closed contour.
    private var move: Place?
    private var last: UInt8 = 0

    private struct Place {
        var x: Int
        var y: Int
    }

    /// - Returns: nil for what is not on the grid, or no path of Cairo's.
    init?(_ path: ArraySlice<UInt8>) {
        data.reserveCapacity(path.count / 2)
        guard path.withUnsafeBufferPointer({ read($0) }) else { return nil }
    }

    private mutating func read(_ path: UnsafeBufferPointer<UInt8>) -> Bool {
        var command = UInt8(ascii: " ")
        var places: [Int] = []
        var next = 0
        while next < path.count {
            let byte = path[next]
            if byte == UInt8(ascii: " ") {
                next += 1
            } else if byte >= UInt8(ascii: "A") {
                guard step(command, places) else { return false }
                command = byte
                places.removeAll(keepingCapacity: true)
                next += 1
            } else {
                guard let place = Self.gridPlace(path, &next) else { return false }
                places.append(place)
            }
        }
        return step(command, places)
    }

    /// The decimal at `next` in grid units; nil if it lies between two of them.
    private static func gridPlace(_ path: UnsafeBufferPointer<UInt8>, _ next: inout Int) -> Int? {
        let isNegative = path[next] == UInt8(ascii: "-")
        if isNegative { next += 1 }
        let start = next
        // The number is value / unit, and unit is a power of ten.
        var (value, unit, isFraction) = (0, 1, false)
        while next < path.count, path[next] != UInt8(ascii: " ") {
            let byte = path[next]
            if byte == UInt8(ascii: "."), !isFraction {
                isFraction = true
            } else {
                guard byte >= 48, byte <= 57, value < 1 << 50 else { return nil }
                value = value * 10 + Int(byte - 48)
                if isFraction { unit *= 10 }
            }
            next += 1
        }
        let place = (value * 256 + unit / 2) / unit
        // Cairo rounded the last digit: it stands for half a unit more or less.
        guard next > start, unit >= 100_000 || place * unit == value * 256,
            abs(place * unit - value * 256) <= 128
        else { return nil }
        return isNegative ? -place : place
    }

    private mutating func step(_ command: UInt8, _ places: [Int]) -> Bool {
        switch (command, places.count) {
        case (UInt8(ascii: " "), 0): break
        case (UInt8(ascii: "M"), 2): move = Place(x: places[0], y: places[1])
        case (UInt8(ascii: "L"), 2):
            makeMove()
            let (dx, dy) = (places[0] - here.x, places[1] - here.y)
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
            here = Place(x: places[0], y: places[1])
        case (UInt8(ascii: "C"), 6):
            makeMove()
            write(UInt8(ascii: "c"))
            for index in 0..<3 {
                write(places[2 * index] - here.x)
                write(places[2 * index + 1] - here.y)
            }
            here = Place(x: places[4], y: places[5])
        case (UInt8(ascii: "Z"), 0):
            makeMove()
            write(UInt8(ascii: "z"))
            here = start
        default: return false
        }
        return true
    }

    private mutating func makeMove() {
        guard let place = move else { return }
        write(UInt8(ascii: "m"))
        write(place.x - here.x)
        write(place.y - here.y)
        here = place
        start = place
        move = nil
    }

    /// A letter is left out where it is the last one's; a second pair after a move would be a line.
    private mutating func write(_ command: UInt8) {
        if command == last, command != UInt8(ascii: "m"), command != UInt8(ascii: "z") { return }
        data.append(command)
        last = command
    }

    /// A space parts two numbers where no sign does.
    private mutating func write(_ number: Int) {
        if number < 0 {
            data.append(UInt8(ascii: "-"))
        } else if let before = data.last, before <= UInt8(ascii: "9") {
            data.append(UInt8(ascii: " "))
        }
        let digits = abs(number)
        var power = 1
        while digits / power >= 10 { power *= 10 }
        while power > 0 {
            data.append(UInt8(ascii: "0") + UInt8(digits / power % 10))
            power /= 10
        }
    }
}
