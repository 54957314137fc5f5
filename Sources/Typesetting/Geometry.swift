/// A place on a page, in points (1/72 inch) from its top left corner; y grows downwards.
public struct Point: Sendable, Hashable {
    public var x: Double
    public var y: Double

    /// The point `x` points from the left and `y` points from the top.
    public init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }

    func moved(_ dx: Double, _ dy: Double) -> Point { Point(x + dx, y + dy) }
}

/// A width and a height, in points.
public struct Size: Sendable, Hashable {
    public var width: Double
    public var height: Double

    /// `Size(width: 160, height: 32)`
    public init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }
}

/// An upright rectangle in points: its top left corner and its size.
public struct Rect: Sendable, Hashable {
    public var x: Double
    public var y: Double
    public var width: Double
    public var height: Double

    /// The rectangle with its top left corner at `x`, `y`.
    public init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    /// The x of its right edge.
    public var right: Double { x + width }
    /// The y of its lower edge.
    public var bottom: Double { y + height }

    func moved(_ dx: Double, _ dy: Double) -> Rect {
        Rect(x: x + dx, y: y + dy, width: width, height: height)
    }
}

/// Space kept free on the four sides of a page or a box, in points.
///
///     Insets(sides: 48, top: 48, bottom: 56)   // the house's page margins
///     Insets(all: 8)
public struct Insets: Sendable, Hashable {
    public var top: Double
    public var right: Double
    public var bottom: Double
    public var left: Double

    /// Each side by name; those not named are 0.
    public init(top: Double = 0, right: Double = 0, bottom: Double = 0, left: Double = 0) {
        self.top = top
        self.right = right
        self.bottom = bottom
        self.left = left
    }

    /// The same space on all four sides.
    public init(all: Double) { self.init(top: all, right: all, bottom: all, left: all) }

    /// Left and right alike, as on a page.
    public init(sides: Double, top: Double, bottom: Double) {
        self.init(top: top, right: sides, bottom: bottom, left: sides)
    }

    var horizontal: Double { left + right }
    var vertical: Double { top + bottom }
}

/// The size of a page in points.
public struct PageSize: Sendable, Hashable {
    public var width: Double
    public var height: Double

    /// A page of any size, in points.
    public init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    /// ISO A4, 210 × 297 mm.
    public static let a4 = PageSize(width: 595.28, height: 841.89)
    /// US Letter, 8.5 × 11 inches.
    public static let letter = PageSize(width: 612, height: 792)
}
