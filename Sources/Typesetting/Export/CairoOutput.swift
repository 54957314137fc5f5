import CCairo

/// A Cairo surface that writes into memory.
///
/// Cairo reports its errors late and some only in the end, so `finish` is the one place that
/// tells whether the bytes are whole.
final class CairoOutput {
    private(set) var bytes: [UInt8] = []
    private let name: String
    private(set) var surface: OpaquePointer! = nil

    typealias Create = (
        _ write: cairo_write_func_t?, _ closure: UnsafeMutableRawPointer?, Double, Double
    ) -> OpaquePointer?

    /// - Parameter name: what messages call the surface: `PDF`, `SVG`.
    init(_ name: String, size: PageSize, create: Create) {
        self.name = name
        let write: cairo_write_func_t = { closure, data, length in
            let output = Unmanaged<CairoOutput>.fromOpaque(closure!).takeUnretainedValue()
            output.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
            return CAIRO_STATUS_SUCCESS
        }
        surface = create(
            write, Unmanaged.passUnretained(self).toOpaque(), size.width, size.height)
    }

    deinit { cairo_surface_destroy(surface) }

    /// Ends the surface and gives its bytes.
    ///
    /// - Throws: `drawing` with Cairo's words; the bytes are then worthless.
    func finish() throws(TypesettingError) -> [UInt8] {
        cairo_surface_finish(surface)
        let status = cairo_surface_status(surface)
        guard status == CAIRO_STATUS_SUCCESS else {
            let words = String(cString: cairo_status_to_string(status))
            throw .drawing(surface: name, words)
        }
        return bytes
    }
}
