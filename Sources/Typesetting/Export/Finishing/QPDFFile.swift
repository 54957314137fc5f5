import CQPDF

/// A PDF in libqpdf's hands: objects by handle, read and changed, then written anew.
final class QPDFFile {
    private(set) var data: qpdf_data?
    /// The file's bytes, which qpdf reads from as long as it lives.
    private let source: UnsafeMutableBufferPointer<CChar>

    init(_ bytes: [UInt8]) throws(TypesettingError) {
        source = .allocate(capacity: bytes.count)
        _ = source.initialize(from: bytes.lazy.map { CChar(bitPattern: $0) })
        data = qpdf_init()
        qpdf_silence_errors(data)
        qpdf_set_suppress_warnings(data, QPDF_TRUE)
        let status = qpdf_read_memory(
            data, "cairo", source.baseAddress, UInt64(bytes.count), nil)
        guard Self.isFine(status) else { throw error() }
    }

    deinit {
        qpdf_cleanup(&data)
        source.deallocate()
    }

    var root: Object { Object(file: self, handle: qpdf_get_root(data)) }

    var pages: [Object] {
        (0..<max(0, Int(qpdf_get_num_pages(data)))).map {
            Object(file: self, handle: qpdf_get_page_n(data, $0))
        }
    }

    /// An object from its PDF source: `<< /O /Table /Scope /Column >>`.
    func parse(_ source: String) -> Object {
        Object(file: self, handle: qpdf_oh_parse(data, source))
    }

    /// A text string: UTF-16 where it must be.
    func text(_ text: String) -> Object {
        Object(file: self, handle: qpdf_oh_new_unicode_string(data, text))
    }

    /// A new stream with these bytes and the keys of a dictionary in its PDF source.
    func stream(_ bytes: [UInt8], _ keys: String = "") -> Object {
        let source = parse("<< \(keys) >>")
        let stream = Object(file: self, handle: qpdf_oh_new_stream(data))
        stream.replaceStream(bytes)
        let dictionary = Object(file: self, handle: qpdf_oh_get_dict(data, stream.handle))
        for key in source.keys { dictionary[key] = source[key] }
        return stream
    }

    /// The object under a number of its own.
    func indirect(_ object: Object) -> Object {
        Object(file: self, handle: qpdf_make_indirect_object(data, object.handle))
    }

    func remove(page: Object) { _ = qpdf_remove_page(data, page.handle) }

    func setInfo(_ key: String, _ value: String) { qpdf_set_info_key(data, key, value) }

    /// The finished file: object streams, compressed, its id a hash of its content.
    func write() throws(TypesettingError) -> [UInt8] {
        guard Self.isFine(qpdf_init_write_memory(data)) else { throw error() }
        qpdf_set_object_stream_mode(data, qpdf_o_generate)
        qpdf_set_deterministic_ID(data, QPDF_TRUE)
        qpdf_set_minimum_pdf_version(data, "1.7")
        guard Self.isFine(qpdf_write(data)), qpdf_has_error(data) == QPDF_FALSE else {
            throw error()
        }
        let count = qpdf_get_buffer_length(data)
        return Array(UnsafeBufferPointer(start: qpdf_get_buffer(data), count: Int(count)))
    }

    /// A handle to one of the file's objects.
    struct Object {
        let file: QPDFFile
        let handle: qpdf_oh

        subscript(key: String) -> Object {
            get { Object(file: file, handle: qpdf_oh_get_key(file.data, handle, key)) }
            nonmutating set { qpdf_oh_replace_key(file.data, handle, key, newValue.handle) }
        }

        subscript(index: Int) -> Object {
            Object(file: file, handle: qpdf_oh_get_array_item(file.data, handle, Int32(index)))
        }

        /// Items of an array; 0 for anything else.
        var count: Int { isArray ? Int(qpdf_oh_get_array_n_items(file.data, handle)) : 0 }
        var isArray: Bool { qpdf_oh_is_array(file.data, handle) != QPDF_FALSE }
        var isDictionary: Bool { qpdf_oh_is_dictionary(file.data, handle) != QPDF_FALSE }
        var isNull: Bool { qpdf_oh_is_null(file.data, handle) != QPDF_FALSE }

        func isName(_ name: String) -> Bool {
            qpdf_oh_is_name_and_equals(file.data, handle, name) != QPDF_FALSE
        }

        func append(_ item: Object) {
            qpdf_oh_append_item(file.data, handle, item.handle)
        }

        var keys: [String] {
            var keys: [String] = []
            qpdf_oh_begin_dict_key_iter(file.data, handle)
            while qpdf_oh_dict_more_keys(file.data) != QPDF_FALSE {
                keys.append(String(cString: qpdf_oh_dict_next_key(file.data)))
            }
            return keys
        }

        func replaceStream(_ bytes: [UInt8]) {
            let null = qpdf_oh_new_null(file.data)
            qpdf_oh_replace_stream_data(
                file.data, handle, bytes, bytes.count, null, null)
        }
    }

    static func isFine(_ status: QPDF_ERROR_CODE) -> Bool {
        status & Int32(QPDF_ERRORS) == 0
    }

    private func error() -> TypesettingError {
        guard qpdf_has_error(data) != QPDF_FALSE else { return .finishing("no reason given") }
        let words = qpdf_get_error_full_text(data, qpdf_get_error(data))
        return .finishing(words.map { String(cString: $0) } ?? "no reason given")
    }
}
