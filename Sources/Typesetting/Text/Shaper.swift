import CCairo
import CPango

/// Pango over a private fontconfig: bytes of text in, lines of positioned glyphs out.
final class Shaper {
    private let config: OpaquePointer
    private let fontMap: UnsafeMutablePointer<PangoFontMap>
    private let context: OpaquePointer
    let layout: OpaquePointer
    private let faces: [FontFace]
    private let families: [TextStyle.Family: String]
    /// Pango's fonts seen so far, and the face each one is.
    private var knownFonts: [UnsafeMutablePointer<PangoFont>: FontFace.ID] = [:]

    /// - Parameter own: families of text faces that come before Noto Sans.
    init(paths: [String], faces: [FontFace], own: [String]) throws(TypesettingError) {
        Self.keepSystemFontsOut
        let config = FcConfigCreate()!
        for (face, path) in zip(faces, paths) {
            guard FcConfigAppFontAddFile(config, path) == FcTrue else {
                throw .fontUnreadable(path, "\(face.family) in it is damaged")
            }
        }
        self.config = config
        self.faces = faces
        families = Self.families(faces, own: own)

        fontMap = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT)!
        let fcMap = OpaquePointer(fontMap)
        pango_fc_font_map_set_config(fcMap, config)
        // At 72 dots to the inch a Pango unit is 1/1024 point.
        pango_cairo_font_map_set_resolution(OpaquePointer(fontMap), 72)
        context = pango_font_map_create_context(fontMap)!
        let options = unhinted()
        pango_cairo_context_set_font_options(context, options)
        cairo_font_options_destroy(options)
        pango_context_set_round_glyph_positions(context, 0)
        pango_context_set_base_dir(context, PANGO_DIRECTION_LTR)
        layout = pango_layout_new(context)!
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        pango_layout_set_auto_dir(layout, 0)
    }

    deinit {
        g_object_unref(UnsafeMutableRawPointer(layout))
        g_object_unref(UnsafeMutableRawPointer(context))
        g_object_unref(fontMap)
        FcConfigDestroy(config)
    }

    /// Pango starts fontconfig's default set-up in a thread of its own; an empty one put in its
    /// place first keeps it from reading system files and looking for a home directory.
    private static let keepSystemFontsOut: Void = {
        _ = FcConfigSetCurrent(FcConfigCreate())
    }()

    /// The family lists for Pango: the wanted family first, then the rest in a fixed order.
    private static func families(_ faces: [FontFace], own: [String]) -> [TextStyle.Family: String] {
        func family(_ file: String) -> [String] {
            faces.filter { $0.file == file }.map(\.family)
        }
        let sans = own + family("NotoSans-Regular.ttf")
        let mono = family("NotoSansMono-Regular.ttf")
        let scripts = family("NotoSansSC-Regular.ttf") + family("NotoSansThai-Regular.ttf")
        func list(_ wanted: [String]) -> String {
            var names: [String] = []
            for name in wanted + faces.map(\.family) where !names.contains(name) {
                names.append(name)
            }
            return names.joined(separator: ",")
        }
        return [.sans: list(sans + scripts + mono), .mono: list(mono + sans + scripts)]
    }

    /// Shapes the spans as one text; `width` in Pango units breaks it into lines.
    ///
    /// - Parameter breaksFigures: whether a figure may go on in the next line.
    func shape(
        _ spans: [Text.Span], language: Language, width: Int32?, breaksFigures: Bool = false
    ) -> ShapedText {
        let text = spans.map(\.text).joined()
        pango_layout_set_text(layout, text, Int32(text.utf8.count))
        pango_layout_set_width(layout, width ?? -1)
        let attributes = pango_attr_list_new()
        var ends: [Int] = []
        var start = 0
        for (index, span) in spans.enumerated() {
            let end = start + span.text.utf8.count
            add(span, index, language, to: attributes, from: start, to: end)
            ends.append(end)
            start = end
        }
        let bytes = Array(text.utf8)
        if width != nil {
            // What is printed is what the text says: no hyphen where a long word goes on.
            insert(pango_attr_insert_hyphens_new(0), 0..<bytes.count, in: attributes)
            for figure in breaksFigures ? [] : Figures.ranges(in: bytes) {
                insert(pango_attr_allow_breaks_new(0), figure, in: attributes)
            }
        }
        pango_layout_set_attributes(layout, attributes)
        pango_attr_list_unref(attributes)
        return read(spans, ends: ends, bytes: bytes, language: language)
    }

    private func insert(
        _ attribute: UnsafeMutablePointer<PangoAttribute>?, _ bytes: Range<Int>,
        in list: OpaquePointer?
    ) {
        attribute?.pointee.start_index = guint(bytes.lowerBound)
        attribute?.pointee.end_index = guint(bytes.upperBound)
        pango_attr_list_insert(list, attribute)
    }

    private func add(
        _ span: Text.Span, _ index: Int, _ language: Language, to list: OpaquePointer?,
        from start: Int, to end: Int
    ) {
        func insert(_ attribute: UnsafeMutablePointer<PangoAttribute>?) {
            self.insert(attribute, start..<end, in: list)
        }
        let style = span.style
        let description = pango_font_description_new()
        pango_font_description_set_family(description, families[style.family] ?? "")
        pango_font_description_set_absolute_size(
            description, style.size * GlyphRun.unitsPerPoint)
        pango_font_description_set_weight(
            description, style.weight == .bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL)
        insert(pango_attr_font_desc_new(description))
        pango_font_description_free(description)
        insert(pango_attr_language_new(pango_language_from_string((span.language ?? language).tag)))
        let features = (["tnum=1"] + style.features.map { $0 + "=1" }).joined(separator: ",")
        insert(pango_attr_font_features_new(features))
        if style.tracking != 0 {
            insert(pango_attr_letter_spacing_new(Int32(style.tracking * GlyphRun.unitsPerPoint)))
        }
        // A colour of its own makes Pango start a new run at each span, whatever the styles are.
        insert(pango_attr_foreground_new(guint16(index), 0, 0))
    }

    /// The face behind one of Pango's fonts, found by the file it was opened from.
    func face(of font: UnsafeMutablePointer<PangoFont>?) -> FontFace.ID {
        guard let font else { return faces[0].id }
        if let known = knownFonts[font] { return known }
        let fcFont = UnsafeMutableRawPointer(font).assumingMemoryBound(to: PangoFcFont.self)
        var path: UnsafeMutablePointer<FcChar8>?
        FcPatternGetString(pango_fc_font_get_pattern(fcFont), FC_FILE, 0, &path)
        let name = path.map { String(cString: $0) } ?? ""
        let face = faces.first { name.hasSuffix("/" + $0.file) } ?? faces[0]
        // Held for good, so that the address keeps meaning this font.
        g_object_ref(UnsafeMutableRawPointer(font))
        knownFonts[font] = face.id
        return face.id
    }
}
