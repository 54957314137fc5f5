import CCairo

/// One font file of the directory.
public struct FontFace: Sendable, Hashable {
    /// The place of the file in the directory's sorted list, so it means the same in every
    /// `FontBook` over that directory.
    public struct ID: Sendable, Hashable {
        let index: Int
    }

    /// Its place in the directory.
    public let id: ID
    /// `NotoSansSC-Regular.ttf`.
    public let file: String
    /// The family name inside the file: `Noto Sans SC`.
    public let family: String
}

/// The FreeType and Cairo handles of a face. Drawn at any size through one Cairo face, because
/// Cairo embeds a subset for each face it meets.
final class LoadedFace {
    let face: FontFace
    private let cairo: OpaquePointer
    private var scaled: [Double: OpaquePointer] = [:]
    private var outlines: [UInt32: [UInt8]] = [:]
    let unitsPerEm: Int

    init(library: FT_Library, path: String, file: String, index: Int) throws(TypesettingError) {
        if let problem = FontFile.problem(at: path) { throw .fontUnreadable(path, problem) }
        var loaded: FT_Face?
        guard FT_New_Face(library, path, 0, &loaded) == 0, let loaded else {
            throw .fontUnreadable(path, "it is damaged")
        }
        let family = loaded.pointee.family_name.map { String(cString: $0) } ?? file
        face = FontFace(id: .init(index: index), file: file, family: family)
        unitsPerEm = Int(loaded.pointee.units_per_EM)
        cairo = cairo_ft_font_face_create_for_ft_face(loaded, Int32(FT_LOAD_NO_HINTING))
        // Cairo keeps scaled fonts a while after their last use, so only Cairo may say when the
        // FreeType face is no longer needed.
        cairo_font_face_set_user_data(cairo, Self.key, loaded) { face in
            _ = FT_Done_Face(face?.assumingMemoryBound(to: FT_FaceRec_.self))
        }
    }

    /// The face at a size, unhinted, metrics unrounded.
    func scaled(_ size: Double) -> OpaquePointer {
        if let known = scaled[size] { return known }
        var scale = cairo_matrix_t()
        var identity = cairo_matrix_t()
        cairo_matrix_init_scale(&scale, size, size)
        cairo_matrix_init_identity(&identity)
        let options = unhinted()
        defer { cairo_font_options_destroy(options) }
        let font = cairo_scaled_font_create(cairo, &scale, &identity, options)!
        scaled[size] = font
        return font
    }

    func outline(_ glyph: UInt32) -> [UInt8] {
        if let known = outlines[glyph] { return known }
        let outline = GlyphOutline(glyph, of: scaled(Double(unitsPerEm))).path.data
        outlines[glyph] = outline
        return outline
    }

    deinit {
        for font in scaled.values { cairo_scaled_font_destroy(font) }
        cairo_font_face_destroy(cairo)
    }

    /// The address under which Cairo remembers the FreeType face.
    nonisolated(unsafe) private static let key =
        UnsafeMutablePointer<cairo_user_data_key_t>.allocate(capacity: 1)
}

/// Font options that leave outlines and advances as the designer drew them.
func unhinted() -> OpaquePointer {
    let options = cairo_font_options_create()!
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    return options
}
