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
        var command = UInt8(ascii: " ")
        var places: [Int] = []
        for word in path.split(separator: UInt8(ascii: " ")) {
            if word[word.startIndex] >= UInt8(ascii: "A") {
                guard word.count == 1, step(command, places) else { return nil }
                command = word[word.startIndex]
                places.removeAll(keepingCapacity: true)
            } else {
                guard let place = Self.gridPlace(word) else { return nil }
                places.append(place)
            }
        }
        guard step(command, places) else { return nil }
    }

    /// A decimal in grid units; nil if it lies between two of them.
    private static func gridPlace(_ decimal: ArraySlice<UInt8>) -> Int? {
        var digits = decimal
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative { digits = digits.dropFirst() }
        guard !digits.isEmpty else { return nil }
        // The number is value / unit, and unit is a power of ten.
        var (value, unit, isFraction) = (0, 1, false)
        for digit in digits {
            if digit == UInt8(ascii: "."), !isFraction {
                isFraction = true
            } else {
                guard (48...57).contains(digit), value < 1 << 50 else { return nil }
                value = value * 10 + Int(digit - 48)
                if isFraction { unit *= 10 }
            }
        }
        let place = (value * 256 + unit / 2) / unit
        // Cairo rounded the last digit: it stands for half a unit more or less.
        guard unit >= 100_000 || place * unit == value * 256,
            abs(place * unit - value * 256) <= 128
        else { return nil }
        return isNegative ? -place : place
    }

    private mutating func step(_ command: UInt8, _ places: [Int]) -> Bool {
        switch (command, places.count) {
        case (UInt8(ascii: " "), 0): return true
        case (UInt8(ascii: "M"), 2): move = Place(x: places[0], y: places[1])
        case (UInt8(ascii: "L"), 2):
            makeMove()
            let (dx, dy) = (places[0] - here.x, places[1] - here.y)
            if dy == 0 {
                write(UInt8(ascii: "h"), [dx])
            } else if dx == 0 {
                write(UInt8(ascii: "v"), [dy])
            } else {
                write(UInt8(ascii: "l"), [dx, dy])
            }
            here = Place(x: places[0], y: places[1])
        case (UInt8(ascii: "C"), 6):
            makeMove()
            let steps = places.enumerated().map { $1 - ($0 % 2 == 0 ? here.x : here.y) }
            write(UInt8(ascii: "c"), steps)
            here = Place(x: places[4], y: places[5])
        case (UInt8(ascii: "Z"), 0):
            makeMove()
            write(UInt8(ascii: "z"), [])
            here = start
        default: return false
        }
        return true
    }

    private mutating func makeMove() {
        guard let place = move else { return }
        write(UInt8(ascii: "m"), [place.x - here.x, place.y - here.y])
        here = place
        start = place
        move = nil
    }

    /// A command's letter is left out where it is the last one's, a space where a sign follows.
    private mutating func write(_ command: UInt8, _ numbers: [Int]) {
        let repeats = command == last && command != UInt8(ascii: "m") && !numbers.isEmpty
        if !repeats { data.append(command) }
        last = command
        for (index, number) in numbers.enumerated() {
            if number >= 0, index > 0 || repeats { data.append(UInt8(ascii: " ")) }
            data += "\(number)".utf8
        }
    }
}
