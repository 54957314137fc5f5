#!/usr/bin/env bash
# Files on their own: verify says what each is by the ledger, what it was made from, and where it differs.
source "$(dirname "$0")/lib.sh"

folder="$work/files"
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
verify=("$bm" verify --ledger "$demo/demo.sqlite" --output "$demo/output")

# A published document under another name is known by its bytes.
pdfs=("$demo/output"/2026-06/*/invoices/INV-*.pdf)
pdf=${pdfs[0]#"$demo/output/"}
cp "$demo/output/$pdf" mailed.pdf
expect 0 "^holds  mailed.pdf · .*published as $pdf.* · from invoice " "${verify[@]}" mailed.pdf

# One byte more, or another one, is found, and where.
cp mailed.pdf "$(basename "$pdf")"
printf x >>"$(basename "$pdf")"
expect 1 "it differs from $pdf in byte [0-9]+, and has [0-9]+ of [0-9]+" "${verify[@]}" "$(basename "$pdf")"
cp mailed.pdf "$(basename "$pdf")"
printf '\001\001\001\001' | dd of="$(basename "$pdf")" bs=1 seek=99 conv=notrunc status=none
expect 1 "page 1.s content is damaged: it cannot be unpacked\$" "${verify[@]}" "$(basename "$pdf")"

# The evidence of a line is made again from the ledger's events; with one event less nobody knows it.
invoice=$(basename "$pdf" .pdf)
merchant=$(cut -d / -f 2 <<<"$pdf")
"$bm" evidence "$invoice" --merchant "$merchant" --ledger "$demo/demo.sqlite" --output evidence >/dev/null ||
    fail "no evidence of $merchant/$invoice"
lines=(evidence/line-*.ndjson)
line=${lines[0]}
number=$((10#$(grep -oE '[0-9]+' <<<"$(basename "$line")")))
events=$(wc -l <"$line")
expect 0 "evidence, $events events · from line $merchant/$invoice#$number\$" "${verify[@]}" "$line"
sed '1d' "$line" >less.ndjson
expect 1 'BROKEN  less.ndjson · unknown' "${verify[@]}" less.ndjson

# The kept form of an invoice: one figure changed is named with both values.
expect 0 "bm.invoice/1 · from $merchant/$invoice" "${verify[@]}" evidence/snapshot.json
sed -E 's/"total":"([0-9.]+)"/"total":"1\1"/' evidence/snapshot.json >dearer.json
cmp -s evidence/snapshot.json dearer.json && fail "the snapshot has no total to change"
expect 1 'total is "1[0-9.]+", the ledger has "[0-9.]+"' "${verify[@]}" dearer.json

# Changed by one figure and renamed, a file is still known by what stands in it, merchant and all, and the place that
# differs is named: held against the output folder, and without one against what the ledger draws again.
cp "$demo/demo.sqlite" ledger.sqlite
"$bm" bundle --period 2026-06 --merchant mer_002 --ledger ledger.sqlite --output bundled >/dev/null ||
    fail "no bundle"
own=2026-06/mer_001
python3 - "$demo/output" "$own" <<'PY' || fail "the files cannot be changed"
import pathlib, re, sys, zipfile
root, own = pathlib.Path(sys.argv[1]), sys.argv[2]
def change(name, path, pattern, new):
    text = (root / path).read_text()
    found = re.sub(pattern, new, text, count=1)
    assert found != text, (path, pattern)
    pathlib.Path(name).write_text(found)
number = "INV-2026-0601-0002"
invoice = f"{own}/invoices/{number}"
change("a.svg", f"{invoice}-1.svg", r">CNY 9,680.24<", ">CNY 9,680.25<")
change("b.svg", f"{invoice}-1.svg", r'(<path id="[^"]*" d="m)', r"\g<1>1")
change("a.xml", f"{invoice}.ubl.xml", r"(<cbc:PayableAmount[^>]*>)9680.24", r"\g<1>9680.25")
change("b.xml", f"{invoice}.cii.xml", r"<ram:DuePayableAmount>9680.24", "<ram:DuePayableAmount>9680.25")
change("a.json", f"{invoice}.json", r'"due": "9680.24"', '"due": "9680.25"')
change("b.json", f"{invoice}.json", r'"total": "9680.24"', '"total" "9680.24"')
change("a.csv", f"{own}/statement-2026-06-USD.csv", r",CNY,630.20,", ",CNY,630.21,")
# A byte of a PDF: what cannot be unpacked is said to be damaged.
pdf = bytearray((root / f"{invoice}.pdf").read_bytes())
pdf[pdf.index(b"stream", len(pdf) // 2) + 300] ^= 1
pathlib.Path("a.pdf").write_bytes(pdf)
whole = "bundled/bundles/2026-06/mer_002-2026-06.zip"
def zipped(name, edit):
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(name, "w") as new:
        files = {info.filename: old.read(info) for info in old.infolist()}
        edit(files)
        for path, data in files.items(): new.writestr(path, data)
folder = "mer_002-2026-06"
table = f"{folder}/statement-2026-06-USD.csv"
with zipfile.ZipFile(whole) as archive:
    table = next(n for n in archive.namelist() if re.search(r"/statement-[^/]*.csv$", n))
    figure = re.search(rb",CNY,([0-9]+[.][0-9])([0-9]),", archive.read(table))
zipped("a.zip", lambda files: files.update({table: files[table].replace(figure[0], figure[0][:-2] + b"x,", 1)}))
zipped("b.zip", lambda files: files.pop(table))
zipped("c.zip", lambda files: files.update({f"{folder}/invoices/INV-9.pdf": b"x"}))
PY
changed() { # changed FILE WHAT DIFFERENCE [FOLDER]: known and told with the folder, and told alike without one.
    local file=$1 what=$2 difference=$3 output=${4:-$demo/output} ledger=${5:-$demo/demo.sqlite}
    for place in "$output" nowhere; do
        expect 1 "^BROKEN  $file · $what" "$bm" verify --ledger "$ledger" --output "$place" "$file"
        grep -qE -- "$difference" out || fail "$file with $place: not “$difference”: $(cat out)"
    done
}
changed a.svg "invoice, like $own/invoices/INV-2026-0601-0002-1.svg · from invoice mer_001/" \
    'line [0-9]+ of its text is “CNY 9,680.25”, the ledger has “CNY 9,680.24”'
changed b.svg "invoice, like $own/invoices/INV-2026-0601-0002-1.svg" 'its drawing in line [0-9]+ is not as it was'
changed a.xml "electronic invoice, like $own/invoices/INV-2026-0601-0002.ubl.xml · from invoice mer_001/" \
    'Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount is “9680.25”, the ledger has “9680.24”'
changed b.xml "electronic invoice, like $own/invoices/INV-2026-0601-0002.cii.xml" \
    'ram:DuePayableAmount is “9680.25”, the ledger has “9680.24”'
changed a.json "invoice, like $own/invoices/INV-2026-0601-0002.json" 'due is "9680.25", the ledger has "9680.24"'
changed b.json "invoice, like $own/invoices/INV-2026-0601-0002.json · from invoice mer_001/" \
    'line [0-9]+ is “ *"total" "9680.24",”, the ledger has “ *"total": "9680.24",”'
changed a.csv "statement, like $own/statement-2026-06-USD.csv · from settlement SET-2026-06-mer_001-USD" \
    'line 3, column amount is “630.21”, the ledger has “630.20”'
changed a.pdf "invoice, like $own/invoices/INV-2026-0601-0002.pdf · from invoice mer_001/" \
    "(page [0-9]+.s|object [0-9]+|its XMP).* is (not as|damaged)|page [0-9]+, line [0-9]+ is “"
bundle="bundle, like bundles/2026-06/mer_002-2026-06.zip · from bundle mer_002-2026-06"
changed a.zip "$bundle" 'statement-.*csv: line [0-9]+, column .* is ' bundled ledger.sqlite
changed b.zip "$bundle" 'it has no mer_002-2026-06/statement-.*csv' bundled ledger.sqlite
changed c.zip "$bundle" 'it has mer_002-2026-06/invoices/INV-9.pdf, which was not published' bundled ledger.sqlite
# Whoever changes a figure on a page can write a PDF that is whole again.
if command -v qpdf >/dev/null; then
    qpdf --qdf --object-streams=disable "$demo/output/$own/invoices/INV-2026-0601-0002.pdf" plain.pdf
    LC_ALL=C sed 's/(CNY 9,680\.24)Tj/(CNY 9,680.42)Tj/' plain.pdf | fix-qdf >b.pdf
    changed b.pdf "invoice, like $own/invoices/INV-2026-0601-0002.pdf · from invoice mer_001/" \
        'page 1, line [0-9]+ is “CNY 9,680.42”, the ledger has “CNY 9,680.24”'
fi

# A file that nobody published is named where it stands among published ones, and fails nothing.
cp a.pdf bundled/bundles/2026-06/mer_002-2026-06/invoices/INV-2026-0601-9999.pdf
mkdir -p bundled/drafts/2026-06
cp a.pdf bundled/drafts/2026-06/draft.pdf
expect 0 '^warning: nobody published bundled/bundles/2026-06/mer_002-2026-06/invoices/INV-2026-0601-9999.pdf$' \
    "$bm" verify --only documents_match --ledger ledger.sqlite --output bundled
[ "$(grep -c '^warning' out)" -eq 1 ] || fail "more is said to be nobody's: $(cat out)"

# A file that was read, by the name it was read under; several files at once, in JSON, with one verdict.
cp "$project"/examples/fx/ecb-*.csv rates.csv
expect 0 'rates of ECB, taken in as ecb-' "${verify[@]}" rates.csv
expect 1 '^  "ok": false' "${verify[@]}" --json mailed.pdf less.ndjson
[ "$(grep -c '"ok": true' out)" -eq 1 ] || fail "the good file is not ok: $(cat out)"
expect 66 'nowhere.pdf' "${verify[@]}" nowhere.pdf
echo "files on their own: published, evidence, documents and what was read, and what differs in each"
