/// An element laid out for a width, with its top left corner at 0, 0; placed by moving it.
struct Block {
    var width: Double
    var height: Double
    /// The first baseline below the top, if there is text.
    var baseline: Double?
    var pieces: [Piece] = []

    enum Piece {
        case mark(Frame.Mark)
        case block(Block, x: Double, y: Double)
        /// What follows, up to the matching `close`, is a part of the structure. Figures and
        /// links say which area they take.
        case open(StructureTag, area: Rect?)
        case close
        /// A heading for the outline.
        case heading(level: Int, text: String, y: Double)
        case missing([MissingGlyph])
    }

    static func empty(width: Double, height: Double = 0) -> Block {
        Block(width: width, height: height)
    }

    mutating func add(_ block: Block, x: Double, y: Double) {
        if baseline == nil, let inner = block.baseline { baseline = y + inner }
        pieces.append(.block(block, x: x, y: y))
    }

    /// The block with room above it.
    func lowered(by distance: Double) -> Block {
        var lower = Block.empty(width: width, height: height + distance)
        lower.add(self, x: 0, y: distance)
        return lower
    }

    mutating func tagged(_ tag: StructureTag, area: Rect? = nil, _ build: (inout Block) -> Void) {
        pieces.append(.open(tag, area: area))
        build(&self)
        pieces.append(.close)
    }
}
