/// A picture from a file, such as a logo: PNG, or SVG, which stays sharp at any size.
///
///     let logo = try Picture(bytes, file: "logo.svg")
///     .picture(logo, within: Size(width: 160, height: 32), alt: "Example Lantern AI")
///
/// It is read once, when it is made, so that a bad file is refused before a document is begun.
public struct Picture: Sendable, Hashable {
    /// How the bytes are written.
    public enum Format: Sendable, Hashable { case png, svg }

    public let format: Format
    let bytes: [UInt8]
    /// As the file says: pixels of a PNG, units of an SVG. Only their ratio counts.
    public let width: Double
    public let height: Double

    /// A logo is no poster: this many bytes, and this many pixels a side, are plenty.
    public static let mostBytes = 524_288
    static let mostPixels = 4096

    /// - Parameter file: its name, for messages; the bytes decide what it is.
    /// - Throws: `badPicture` with what is wrong.
    public init(_ bytes: [UInt8], file: String) throws(TypesettingError) {
        if bytes.count > Picture.mostBytes {
            throw .badPicture(file: file, "it has \(bytes.count) bytes of \(Picture.mostBytes)")
        }
        self.bytes = bytes
        if bytes.starts(with: PNGReading.signature) {
            format = .png
            (width, height) = try PNGReading.size(bytes, file)
        } else {
            format = .svg
            (width, height) = try SVGReading.size(bytes, file)
        }
    }

    /// The largest size of its shape within an area.
    func size(within area: Size) -> Size {
        let scale = min(area.width / width, area.height / height)
        return Size(width: width * scale, height: height * scale)
    }
}
