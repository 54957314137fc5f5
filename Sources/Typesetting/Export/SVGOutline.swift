/// An outline as Cairo writes it, said shorter.
///
/// Cairo keeps outlines on a grid of 1/256 point and writes every place as a decimal. On the grid
/// the places are whole numbers, and steps from one to the next say exactly the same in a third
/// of the bytes: `M 1 2 L 3.5 2 L 3.5 4 Z` is `m256 512h640v512z`.
struct SVGOutline {
    /// Makes points of the grid's units.
    static let transform = "transform=\"scale(.00390625)\""

    private var path = SVGPath()

    /// The path's data, in grid units.
    var data: [UInt8] { path.data }

    /// - Returns: nil for what is not on the grid, or no path of Cairo's.
    init?(_ path: ArraySlice<UInt8>) {
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
        func place(_ index: Int) -> SVGPath.Place {
            .init(x: places[2 * index], y: places[2 * index + 1])
        }
        switch (command, places.count) {
        case (UInt8(ascii: " "), 0): break
        case (UInt8(ascii: "M"), 2): path.move(to: place(0))
        case (UInt8(ascii: "L"), 2): path.line(to: place(0))
        case (UInt8(ascii: "C"), 6): path.cubic(place(0), place(1), to: place(2))
        case (UInt8(ascii: "Z"), 0): path.close()
        default: return false
        }
        return true
    }
}
