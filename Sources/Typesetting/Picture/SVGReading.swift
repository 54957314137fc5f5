import CCairo
import CRSVG

/// SVG through librsvg, drawn as outlines into whatever Cairo draws on.
enum SVGReading {
    /// Its width and height, from its own or from its view box.
    static func size(
        _ bytes: [UInt8], _ file: String
    ) throws(TypesettingError) -> (Double, Double) {
        let text = String(decoding: bytes, as: UTF8.self).lowercased()
        // Letters would be set in whatever fonts the machine has, and pictures may lie elsewhere.
        for (part, instead) in [
            ("<text", "turn its letters into outlines"),
            ("<image", "a PNG is a logo by itself"), ("<!entity", "entities are not read"),
            ("<foreignobject", "shapes only"),
        ] where text.contains(part) {
            throw .badPicture(file: file, "it holds \(part.dropFirst()): \(instead)")
        }
        guard let handle = open(bytes) else {
            throw .badPicture(file: file, "it is neither a PNG nor an SVG that can be read")
        }
        defer { g_object_unref(UnsafeMutableRawPointer(handle)) }
        var width = 0.0
        var height = 0.0
        if rsvg_handle_get_intrinsic_size_in_pixels(handle, &width, &height) == 0
            || width <= 0 || height <= 0
        {
            var (hasWidth, hasHeight, hasBox): (gboolean, gboolean, gboolean) = (0, 0, 0)
            var (wide, high) = (RsvgLength(), RsvgLength())
            var box = RsvgRectangle()
            rsvg_handle_get_intrinsic_dimensions(
                handle, &hasWidth, &wide, &hasHeight, &high, &hasBox, &box)
            (width, height) = (box.width, box.height)
            guard hasBox != 0 else {
                throw .badPicture(file: file, "it says neither its size nor its view box")
            }
        }
        guard (0.01...100_000).contains(width), (0.01...100_000).contains(height) else {
            throw .badPicture(file: file, "its size is \(width.points) × \(height.points)")
        }
        return (width, height)
    }

    /// Draws it over an area; what goes wrong is Cairo's to say.
    static func draw(_ bytes: [UInt8], in area: Rect, on context: OpaquePointer) {
        guard let handle = open(bytes) else { return }
        defer { g_object_unref(UnsafeMutableRawPointer(handle)) }
        var viewport = RsvgRectangle(x: area.x, y: area.y, width: area.width, height: area.height)
        _ = rsvg_handle_render_document(handle, context, &viewport, nil)
    }

    private static func open(_ bytes: [UInt8]) -> UnsafeMutablePointer<RsvgHandle>? {
        bytes.isEmpty ? nil : rsvg_handle_new_from_data(bytes, gsize(bytes.count), nil)
    }
}
