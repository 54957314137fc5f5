#!/usr/bin/env bash
# Every invoice, sale of credit and credit note that is not void stands as CII and as UBL, passes the schemas and
# the EN 16931 schematron, and says what the ledger says, line by line; what is broken is found.
source "$(dirname "$0")/lib.sh"
need python3 sqlite3 pdfdetach
"$project/.tools/venv/bin/python" -c 'import facturx, saxonche' 2>/dev/null || {
    echo "skipped: factur-x and saxonche are not there"
    exit 77
}
check="$project/Scripts/einvoice-check"

folder="$work/einvoices"
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
cp "$demo/demo.sqlite" ledger.sqlite
render=("$bm" render --ledger ledger.sqlite --format xml --output output)

# Before a void the invoice has its electronic forms, after it none; nothing else goes.
expect 0 '[0-9]+ invoices' "${render[@]}" invoices --as-of 2026-06-02T10:00:00+08:00
void=2026-06/mer_007/invoices/INV-2026-0601-0013
[ -e "output/$void.cii.xml" ] && [ -e "output/$void.ubl.xml" ] || fail "an invoice that is not void yet has none"
find output -name '*.xml' ! -path "*$void*" -exec sha256sum {} + | sort >before
expect 0 '49 invoices.* 3 credit notes' "${render[@]}" --as-of 2026-07-10T10:00:00+08:00
[ ! -e "output/$void.cii.xml" ] && [ ! -e "output/$void.ubl.xml" ] || fail "a void invoice has electronic forms"
# Paid, credited, over its day: an electronic invoice stays as it was issued.
sha256sum --quiet --check before || fail "an electronic invoice changed after it was issued"
expect 0 'all [0-9]+ invariants hold' "$bm" verify --ledger ledger.sqlite --output output

mapfile -t files < <(find output -name '*.xml' | sort)
"$check" "${files[@]}" | tee checked || fail "an electronic invoice does not pass"
for file in "${files[@]}"; do
    cmp -s "$file" "$demo/$file" || fail "$file is another than the demo's"
done

python3 - ledger.sqlite output <<'PY' || fail "an electronic invoice is not what the ledger says"
import json, pathlib, sqlite3, sys
import xml.etree.ElementTree as ET
from fractions import Fraction

def texts(element, path):
    """Texts below an element by the names of their elements, whatever the namespace."""
    return [found.text or "" for found in element.iterfind("/".join("{*}" + name for name in path.split("/")))]
def one(element, path):
    found = texts(element, path)
    assert len(found) == 1, (path, found)
    return found[0]
def ubl(root):
    note = root.tag.endswith("CreditNote")
    lines = [(one(line, "ID"), one(line, "LineExtensionAmount"),
              one(line, "CreditedQuantity" if note else "InvoicedQuantity"),
              one(line, "Price/PriceAmount"), one(line, "Price/BaseQuantity"),
              [(one(a, "ChargeIndicator"), one(a, "Amount")) for a in line.findall("{*}AllowanceCharge")])
             for line in root.findall("{*}CreditNoteLine" if note else "{*}InvoiceLine")]
    return (one(root, "ID"), one(root, "CreditNoteTypeCode" if note else "InvoiceTypeCode"),
            one(root, "LegalMonetaryTotal/LineExtensionAmount"), one(root, "TaxTotal/TaxAmount"),
            one(root, "LegalMonetaryTotal/PayableAmount"), lines)
def cii(root):
    trade = root.find("{*}SupplyChainTradeTransaction")
    sums = trade.find("{*}ApplicableHeaderTradeSettlement/{*}SpecifiedTradeSettlementHeaderMonetarySummation")
    lines = []
    for line in trade.findall("{*}IncludedSupplyChainTradeLineItem"):
        settled = line.find("{*}SpecifiedLineTradeSettlement")
        price = line.find("{*}SpecifiedLineTradeAgreement/{*}NetPriceProductTradePrice")
        lines.append((one(line, "AssociatedDocumentLineDocument/LineID"),
            one(settled, "SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount"),
            one(line, "SpecifiedLineTradeDelivery/BilledQuantity"), one(price, "ChargeAmount"), one(price, "BasisQuantity"),
            [(one(a, "ChargeIndicator/Indicator"), one(a, "ActualAmount"))
             for a in settled.findall("{*}SpecifiedTradeAllowanceCharge")]))
    return (one(root, "ExchangedDocument/ID"), one(root, "ExchangedDocument/TypeCode"), one(sums, "LineTotalAmount"),
            one(sums, "TaxTotalAmount"), one(sums, "DuePayableAmount"), lines)

ledger = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
output = pathlib.Path(sys.argv[2])
money = lambda minor: f"{minor // 100}.{minor % 100:02}"
wanted, sales = {}, 0
for code, kind, number, subtotal, tax, total, snapshot in ledger.execute("""
        SELECT merchant.code, kind, number, subtotalMinorUnits, taxMinorUnits, totalMinorUnits, snapshot FROM invoice
        JOIN merchant ON merchant.id = merchantId WHERE invoice.id NOT IN (SELECT invoiceId FROM invoiceVoid)"""):
    lines = [(str(line["no"]), line["amount"]) for line in json.loads(snapshot)["lines"]]
    sales += kind == "topUp"
    wanted[code, number] = ("380", money(subtotal), money(tax), money(total), lines)
for code, number, total, snapshot in ledger.execute("""
        SELECT merchant.code, creditNote.number, creditNote.totalMinorUnits, creditNote.snapshot FROM creditNote
        JOIN invoice ON invoice.id = invoiceId JOIN merchant ON merchant.id = merchantId"""):
    note = json.loads(snapshot)
    lines = [(str(line["line"]), line["amount"]) for line in note["lines"]]
    wanted[code, number] = ("381", note["net"], note["tax"], money(total), lines)

found, reduced = {}, 0
for path in sorted(output.rglob("*.xml")):
    read = cii if path.name.endswith(".cii.xml") else ubl
    number, kind, net, tax, total, lines = read(ET.parse(path).getroot())
    assert path.name.split(".")[0] == number, path
    assert Fraction(net) + Fraction(tax) == Fraction(total), path
    assert sum(Fraction(line[1]) for line in lines) == Fraction(net), path
    for no, amount, quantity, price, base, adjustments in lines:
        # Exactly: no tolerance, no rounding.
        left = Fraction(quantity) * Fraction(price) / Fraction(base)
        for is_charge, size in adjustments:
            left += Fraction(size) * (1 if is_charge == "true" else -1)
        assert left == Fraction(amount), (path, no, left, amount)
        reduced += bool(adjustments)
    key = (path.parts[-3], number)
    found.setdefault(key, []).append((kind, net, tax, total, [(no, amount) for no, amount, *_ in lines]))
assert set(found) == set(wanted), set(found) ^ set(wanted)
for key, both in found.items():
    assert both == [wanted[key], wanted[key]], (key, both, wanted[key])
notes = sum(kind == "381" for kind, *_ in wanted.values())
assert sales and notes and reduced, (sales, notes, reduced)
print(f"{len(wanted)} documents, {sales} sale of credit and {notes} credit notes among them, "
      f"say in both syntaxes what the ledger says; {reduced} lines with reductions come out exactly")
PY

# A PDF carries the same file, where Factur-X's readers look for it; a void invoice's carries none.
carried=0
while IFS= read -r -d '' pdf; do
    count=$(pdfdetach -list "$pdf" | sed -n 's/^\([0-9]*\) embedded files*$/\1/p')
    if [ ! -e "${pdf%.pdf}.cii.xml" ]; then
        [ "$count" = 0 ] || fail "$pdf carries an electronic invoice and has none beside it"
        continue
    fi
    pdfdetach -savefile factur-x.xml -o carried.xml "$pdf"
    cmp -s carried.xml "${pdf%.pdf}.cii.xml" || fail "$pdf carries another file than stands beside it"
    "$project/.tools/venv/bin/python" - "$pdf" <<'PY' >facturx 2>&1 || fail "$pdf: factur-x finds no invoice: $(cat facturx)"
import sys, facturx
name, xml = facturx.get_xml_from_pdf(open(sys.argv[1], "rb"), check_xsd=True, check_schematron=False)
assert name == "factur-x.xml" and xml == open("carried.xml", "rb").read(), name
PY
    carried=$((carried + 1))
done < <(find "$demo/output" \( -path '*/invoices/*' -o -path '*/credit-notes/*' \) -name '*.pdf' -print0 | sort -z)
[ "$carried" -gt 50 ] || fail "only $carried PDFs carry an electronic invoice"
echo "$carried PDFs carry the file that stands beside them"

# What is broken is found, by the rule that it breaks: an amount in each kind of file, a line's and the tax's, an
# order of elements, a country that there is none of, and a file that is no XML.
first() { find output -path "*$1*" -name "*$2.xml" | sort | sed -n 1p; }
broken() { # broken NAME FILE RULE SED: a copy with that edit is refused by that rule.
    sed "$4" "$2" >"broken-$1.xml"
    cmp -s "$2" "broken-$1.xml" && fail "the edit $1 changed nothing"
    expect 1 "fatal $3: .*" "$check" "broken-$1.xml"
    grep -q ': 1 do not pass' out || fail "the check of $1 counts wrongly: $(cat out)"
}
for kind in invoices credit-notes; do
    broken "due-ubl-$kind" "$(first $kind .ubl)" BR-CO-16 's/\(PayableAmount currencyID="CNY">\)/\19/'
    broken "due-cii-$kind" "$(first $kind .cii)" BR-CO-16 's/\(DuePayableAmount>\)\([0-9]\)/\19\2/'
    broken "line-ubl-$kind" "$(first $kind .ubl)" BR-CO-10 '/Line>/,$s/\(LineExtensionAmount currencyID="CNY">\)/\19/'
    broken "line-cii-$kind" "$(first $kind .cii)" BR-CO-10 '1,/ApplicableHeaderTradeAgreement/s/\(LineTotalAmount>\)\([0-9]\)/\19\2/'
done
broken tax "$(first invoices .ubl)" BR-S-09 's/\(TaxAmount currencyID="CNY">\)/\19/'
broken country "$(first invoices .ubl)" BR-CL-14 's/IdentificationCode>CN/IdentificationCode>UK/'
broken order "$(first invoices .ubl)" XSD '/cbc:IssueDate/d'
broken text "$(first invoices .ubl)" XML 's/<cbc:ID>/<cbc:ID>\&/'
echo "<a/>" >other.xml
expect 1 'fatal root: a is neither CII nor UBL' "$check" other.xml
expect 1 '^0 files' "$check"
echo "12 broken files were refused, each by its rule"
