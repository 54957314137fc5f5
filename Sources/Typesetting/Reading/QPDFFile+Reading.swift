import CQPDF
import Glibc

extension QPDFFile {
    /// Every object of the file by its number, in its PDF source and with its stream as it is packed.
    var objects: [(name: String, bytes: [UInt8])] {
        let trailer = Object(file: self, handle: qpdf_get_trailer(data))
        let size = min(
            qpdf_oh_get_int_value_as_int(data, trailer["/Size"].handle), QPDFFile.mostObjects)
        return (1..<max(1, size)).map { number in
            let object = Object(file: self, handle: qpdf_get_object_by_id(data, number, 0))
            let isStream = qpdf_oh_is_stream(data, object.handle) != QPDF_FALSE
            let keys =
                isStream
                ? Object(file: self, handle: qpdf_oh_get_dict(data, object.handle)) : object
            let source = String(cString: qpdf_oh_unparse_resolved(data, keys.handle))
            let kind = keys.isDictionary ? keys["/Type"] : keys
            let type =
                qpdf_oh_is_name(data, kind.handle) != QPDF_FALSE
                ? ", \(String(cString: qpdf_oh_get_name(data, kind.handle)).dropFirst())," : ""
            return ("object \(number)\(type)", Array(source.utf8) + (object.packedBytes ?? []))
        }
    }

    private static let mostObjects: Int32 = 1 << 20

    /// A text of the document's information, empty where there is none.
    func info(_ key: String) -> String {
        let trailer = Object(file: self, handle: qpdf_get_trailer(data))
        return trailer["/Info"][key].string
    }
}

extension QPDFFile.Object {
    /// A text string; empty for anything else.
    var string: String {
        guard qpdf_oh_is_string(file.data, handle) != QPDF_FALSE,
            let text = qpdf_oh_get_utf8_value(file.data, handle)
        else { return "" }
        return String(cString: text)
    }

    /// A stream's bytes, unpacked; nil where it is no stream, or damaged.
    var streamBytes: [UInt8]? { stream(qpdf_dl_all) }

    /// The same as they stand in the file.
    var packedBytes: [UInt8]? { stream(qpdf_dl_none) }

    private func stream(_ level: qpdf_stream_decode_level_e) -> [UInt8]? {
        guard qpdf_oh_is_stream(file.data, handle) != QPDF_FALSE else { return nil }
        return taken { bytes, count in
            qpdf_oh_get_stream_data(file.data, handle, level, nil, &bytes, &count)
        }
    }

    /// What draws a page, its streams one after another.
    var pageContent: [UInt8]? {
        taken { qpdf_oh_get_page_content_data(file.data, handle, &$0, &$1) }
    }

    private func taken(
        _ take: (inout UnsafeMutablePointer<UInt8>?, inout Int) -> QPDF_ERROR_CODE
    ) -> [UInt8]? {
        var bytes: UnsafeMutablePointer<UInt8>?
        var count = 0
        let status = take(&bytes, &count)
        defer { free(bytes) }
        // An error that nobody has asked for is printed by libqpdf.
        if qpdf_has_error(file.data) != QPDF_FALSE { _ = qpdf_get_error(file.data) }
        guard QPDFFile.isFine(status), let bytes else { return nil }
        return Array(UnsafeBufferPointer(start: bytes, count: count))
    }
}
