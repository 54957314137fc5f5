import CCairo

/// PNG through Cairo's own reader.
enum PNGReading {
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// Its width and height, once it is seen to be whole.
    static func size(
        _ bytes: [UInt8], _ file: String
    ) throws(TypesettingError) -> (Double, Double) {
        // The size stands in the first chunk: a file that would fill the memory is never unpacked.
        guard bytes.count >= 33 else { throw .badPicture(file: file, "the PNG is cut off") }
        func number(_ place: Int) -> Int {
            bytes[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
        }
        let (width, height) = (number(16), number(20))
        guard (1...Picture.mostPixels).contains(width), (1...Picture.mostPixels).contains(height)
        else {
            throw .badPicture(
                file: file, "\(width) × \(height) pixels; 1 to \(Picture.mostPixels) a side")
        }
        let surface = read(bytes)
        defer { cairo_surface_destroy(surface) }
        guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS else {
            throw .badPicture(file: file, "the PNG is damaged")
        }
        return (Double(width), Double(height))
    }

    /// The caller destroys it.
    static func read(_ bytes: [UInt8]) -> OpaquePointer? {
        var rest = bytes[...]
        return withUnsafeMutablePointer(to: &rest) { rest in
            cairo_image_surface_create_from_png_stream(
                { closure, target, count in
                    let rest = closure!.assumingMemoryBound(to: ArraySlice<UInt8>.self)
                    guard rest.pointee.count >= Int(count) else { return CAIRO_STATUS_READ_ERROR }
                    for place in 0..<Int(count) {
                        target![place] = rest.pointee[rest.pointee.startIndex + place]
                    }
                    rest.pointee.removeFirst(Int(count))
                    return CAIRO_STATUS_SUCCESS
                }, rest)
        }
    }
}
