/// The parts of the metadata packet that XMP itself does not know, each with its description, as PDF/A asks of them
/// (ISO 19005-3, 6.6.2.3.3).
extension PDFFinish {
    static let universalAccessSpace = "http://www.aiim.org/pdfua/ns/id/"
    static let facturXSpace = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"

    /// That the file keeps to PDF/UA-1, and which invoice is attached.
    var ownSchemas: String {
        var claims = ""
        var schemas = ""
        if metadata.claimsPDFUA {
            claims += """

                <rdf:Description rdf:about="" xmlns:pdfuaid="\(Self.universalAccessSpace)">
                <pdfuaid:part>1</pdfuaid:part>
                </rdf:Description>
                """
            schemas += schema(
                "PDF/UA identification schema", Self.universalAccessSpace, prefix: "pdfuaid",
                [("part", "Integer", "internal", "version of PDF/UA that the file keeps to")])
        }
        if let file = metadata.attachments.first(where: { $0.profile != nil }) {
            claims += """

                <rdf:Description rdf:about="" xmlns:fx="\(Self.facturXSpace)">
                <fx:DocumentType>INVOICE</fx:DocumentType>
                <fx:DocumentFileName>\(file.name.xml)</fx:DocumentFileName>
                <fx:Version>1.0</fx:Version>
                <fx:ConformanceLevel>\((file.profile ?? "").xml)</fx:ConformanceLevel>
                </rdf:Description>
                """
            schemas += schema(
                "Factur-X PDFA Extension Schema", Self.facturXSpace, prefix: "fx",
                [
                    (
                        "DocumentFileName", "Text", "external",
                        "name of the embedded XML invoice file"
                    ),
                    ("DocumentType", "Text", "external", "INVOICE"),
                    ("Version", "Text", "external", "version of the XML schema"),
                    (
                        "ConformanceLevel", "Text", "external",
                        "conformance level of the embedded XML"
                    ),
                ])
        }
        if schemas.isEmpty { return "" }
        return claims + """

            <rdf:Description rdf:about="" \
            xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
            xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
            xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
            <pdfaExtension:schemas><rdf:Bag>\(schemas)
            </rdf:Bag></pdfaExtension:schemas>
            </rdf:Description>
            """
    }

    private func schema(
        _ title: String, _ space: String, prefix: String,
        _ properties: [(name: String, type: String, category: String, words: String)]
    ) -> String {
        let listed = properties.map { property in
            """

            <rdf:li rdf:parseType="Resource"><pdfaProperty:name>\(property.name)</pdfaProperty:name>\
            <pdfaProperty:valueType>\(property.type)</pdfaProperty:valueType>\
            <pdfaProperty:category>\(property.category)</pdfaProperty:category>\
            <pdfaProperty:description>\(property.words)</pdfaProperty:description></rdf:li>
            """
        }.joined()
        return """

            <rdf:li rdf:parseType="Resource"><pdfaSchema:schema>\(title)</pdfaSchema:schema>\
            <pdfaSchema:namespaceURI>\(space)</pdfaSchema:namespaceURI>\
            <pdfaSchema:prefix>\(prefix)</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq>\(listed)
            </rdf:Seq></pdfaSchema:property></rdf:li>
            """
    }
}
