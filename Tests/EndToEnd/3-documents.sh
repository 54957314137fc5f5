#!/usr/bin/env bash
# Every PDF is sound, has its fonts inside, and says in text what the ledger says; both QR codes read
# from a 110 dpi picture as the ledger has them.
source "$(dirname "$0")/lib.sh"
need qpdf pdffonts pdftotext pdftoppm zbarimg python3 sqlite3 "$project/.tools/venv/bin/pdfua"
"$project/.tools/venv/bin/python" -c 'import zxingcpp, numpy' 2>/dev/null || {
    echo "skipped: zxing-cpp is not there"
    exit 77
}

cd "$demo/output"
count=0
while IFS= read -r -d '' pdf; do
    qpdf --check "$pdf" >/dev/null || fail "qpdf --check $pdf"
    # Columns of pdffonts end in: emb sub uni object id.
    pdffonts "$pdf" | tail -n +3 | awk '{ if ($(NF-4) != "yes" || $(NF-2) != "yes") exit 1 }' ||
        fail "$pdf has a font that is not embedded or has no ToUnicode"
    text=$(pdftotext -layout "$pdf" -)
    python3 - "${pdf%.pdf}.json" "$text" <<'PY' || fail "$pdf does not say what the ledger says"
import json, sys
document, text = json.load(open(sys.argv[1])), sys.argv[2]
def grouped(amount):
    whole, _, rest = amount.lstrip("-").partition(".")
    return f"{int(whole):,}" + ("." + rest if rest else "")
wanted = []
if document["schema"] == "bm.invoice/1":
    wanted += [document["number"], "CNY " + grouped(document["total"])]
    from decimal import Decimal
    for line in document["lines"]:
        taken = [Decimal(reduction["amount"]) for reduction in line.get("reductions", [])]
        wanted += [grouped(str(amount)) for amount in [Decimal(line["amount"]) + sum(taken), *taken]]
        # The annex: what the days used comes to what is billed, and the sums are printed.
        evidence = line.get("evidence")
        if evidence and line["kind"] == "usage" and evidence["days"]:
            days = sum(Decimal(day["units"]) for day in evidence["days"])
            if days != Decimal(line["units"]): print("days of line", line["no"], days); sys.exit(1)
            if len(document["lines"]) < 5: wanted += [grouped(f"{days.normalize():f}")]
        if evidence and len(document["lines"]) <= 12:
            wanted += [evidence[key]["id"] for key in ("first", "last")]
    language = document["language"]
    if language != "en": wanted += [document["seller"]["name"]["zh-Hans"], "人民币"]
    if language != "zh-Hans": wanted += [document["seller"]["name"]["en"]]
elif document["schema"] == "bm.credit-note/1":
    wanted += [document["number"], document["invoice"], "CNY " + grouped(document["total"])]
    wanted += [grouped(line[key]) for line in document["lines"] for key in ("amount", "value")]
    wanted += [grouped(document[key]) for key in ("net", "tax")]
elif document["schema"] == "bm.void-notice/1":
    wanted += [document["invoice"]["number"], document["reason"], document["voided_at"][:8]]
    wanted += [grouped(line["amount"]) for line in document["invoice"]["lines"]]
elif document["schema"] == "bm.revenue-report/1":
    wanted += [document["number"], "CNY " + grouped(document["total"])]
    for balance in document["balances"]:
        wanted += [grouped(amount) for amount in (balance["opening"], *balance["movements"].values(), balance["closing"])]
elif document["schema"] == "bm.reconciliation/1":
    wanted += ["REC-" + document["period"]]
    for item in document["differences"]:
        wanted += [item["transaction_id"] or item["id"]]
        wanted += [grouped(item[side]) for side in ("left_amount", "right_amount") if item[side]]
elif document["schema"] == "bm.receipt/1":
    wanted += ["CNY " + grouped(document["amount"]), document["transaction_id"], document["out_trade_no"]]
    wanted += [document["invoice"]["number"], "CNY " + grouped(document["invoice"]["total"])]
elif document["schema"] == "bm.reminder/1":
    wanted += ["CNY " + grouped(document["due"])]
    for item in document["open"]: wanted += [item["number"], item["due_at"], grouped(item["due"])]
else:
    wanted += [document["number"], grouped(document["net_cny"])]
    wanted += [grouped(row["amount_cny"]) for row in document["rows"]]
    if document["state"] == "scheduled": wanted += [document["currency"] + " " + grouped(document["payout"])]
missing = [w for w in wanted if w not in text]
if missing: print("missing:", missing); sys.exit(1)
PY
    count=$((count + 1))
done < <(find . -name '*.pdf' -print0 | sort -z)
echo "$count PDFs are sound and say what the ledger says"

# What a machine can check of PDF/UA-1, which the files claim: no finding on any.
mapfile -d '' -t pdfs < <(find . -name '*.pdf' -print0 | sort -z)
"$project/.tools/venv/bin/pdfua" check --format json "${pdfs[@]}" >"$work/pdfua.json" || true
python3 - "$work/pdfua.json" "${#pdfs[@]}" <<'PY' || fail "pdfua finds something"
import json, sys
# One JSON document a file, one after the other.
text, files = open(sys.argv[1]).read(), []
while text.strip():
    report, end = json.JSONDecoder().raw_decode(text.lstrip())
    files.append(report)
    text = text.lstrip()[end:]
assert len(files) == int(sys.argv[2]), (len(files), sys.argv[2])
found = [(report["file"], finding) for report in files for finding in report["findings"]]
print(found[:3]) if found else None
sys.exit(1 if found else 0)
PY
echo "${#pdfs[@]} PDFs: pdfua finds nothing"

codes=0
while IFS= read -r -d '' pdf; do
    # As coarse as a screen shows a whole page, by another reader.
    pdftoppm -r 72 -gray -f 1 -l 1 -singlefile "$pdf" "$work/coarse"
    read -ra coarse <<<"$("$project/.tools/venv/bin/python" - "$work/coarse.pgm" <<'PY'
import sys, numpy, zxingcpp
kind, size, most, pixels = open(sys.argv[1], "rb").read().split(b"\n", 3)
width, height = map(int, size.split())
image = numpy.frombuffer(pixels, numpy.uint8, width * height).reshape(height, width)
print(*sorted(code.text for code in zxingcpp.read_barcodes(image) if "QR" in str(code.format)))
PY
)"
    pdftoppm -r 110 -f 1 -l 1 -png -singlefile "$pdf" "$work/page"
    read -ra found <<<"$(zbarimg -q --raw -Sdisable -Sqrcode.enable "$work/page.png" | sort | tr '\n' ' ')"
    # The file beside the PDF has the orders as the ledger had them when it was drawn.
    read -ra wanted <<<"$(python3 -c 'import json,sys
print(*sorted(order["payload"] for order in json.load(open(sys.argv[1]))["orders"] if order["payload"]))' "${pdf%.pdf}.json")"
    [ "${found[*]}" = "${wanted[*]}" ] || fail "$pdf: read ${found[*]}, the ledger has ${wanted[*]}"
    [ "${coarse[*]}" = "${wanted[*]}" ] || fail "$pdf at 72 dpi: read ${coarse[*]}, the ledger has ${wanted[*]}"
    codes=$((codes + ${#found[@]}))
done < <(find 2026-06 -path '*invoices*' -name '*.pdf' -print0 | sort -z)
[ "$codes" -gt 0 ] || fail "no code was read"
echo "$codes QR codes read from 110 dpi by zbar and from 72 dpi by zxing as the ledger has them"

# A card's picture holds the code of the first order of its invoice, and has the same card as SVG beside it.
cards=0
while IFS= read -r -d '' png; do
    IFS=/ read -r _ merchant _ name <<<"$png"
    found=$(zbarimg -q --raw -Sdisable -Sqrcode.enable "$png" 2>"$work/zbar")
    wanted=$(sqlite3 -readonly "$demo/demo.sqlite" "SELECT payload FROM paymentOrder
        JOIN invoice ON invoice.id = invoiceId JOIN merchant ON merchant.id = merchantId
        WHERE code = '$merchant' AND number = '${name%-*}' AND channel = '$(basename "${name##*-}" .png)'
        ORDER BY paymentOrder.id LIMIT 1")
    [ "$found" = "$wanted" ] || fail "$png: read $found, the ledger has $wanted"
    [ -s "${png%.png}.svg" ] || fail "$png has no SVG beside it"
    cards=$((cards + 1))
done < <(find 2026-06 -path '*/cards/*' -name '*.png' -print0 | sort -z)
[ "$cards" -gt 0 ] || fail "no card was drawn"
echo "$cards checkout cards read as the ledger has their codes"

# A code that is good no more is taken away by the next run, and nothing else is.
rm -rf "$work/cards"
mkdir -p "$work/cards"
cp -r "$demo/output" "$demo/demo.sqlite" "$work/cards"
cd "$work/cards"
expect 0 '^0 checkout cards' "$bm" render cards --ledger demo.sqlite --as-of 2026-07-01T10:00:00+08:00
[ -z "$(find output -path '*/cards/*' -type f)" ] || fail "a card stands whose code is over"
[ "$(find output -type f | wc -l)" -eq $(($(find "$demo/output" -type f | wc -l) - 2 * cards)) ] ||
    fail "other files than cards went"
expect 0 'all [0-9]+ invariants hold' "$bm" verify --ledger demo.sqlite

# A statement's table says the same as its document, row by row, and is whole.
cd "$demo/output"
python3 - <<'PY'
import collections, csv, glob, json, sys
from decimal import Decimal
count = 0
for path in sorted(glob.glob("2026-0?/*/statement-*.csv")):
    document = json.load(open(path[:-4] + ".json"))
    rows = list(csv.DictReader(open(path, newline="")))
    end = rows.pop()
    assert end["no"] == "END" and int(end["kind"]) == len(rows), path
    assert [int(row["no"]) for row in rows] == list(range(1, len(rows) + 1)), path
    sums = collections.defaultdict(Decimal)
    for row in rows: sums[row["currency"]] += Decimal(row["amount"])
    assert sums.pop("CNY") == Decimal(end["amount"]) == Decimal(document["closing_cny"]), path
    if document["state"] == "scheduled": assert sums.pop(document["currency"]) == Decimal(document["payout"]), path
    assert not sums, path
    moved = [(row["kind"], row["reference"], row["amount"], row["balance_cny"]) for row in rows[1:1 + len(document["rows"])]]
    assert moved == [(row["kind"], row["reference"], row["amount_cny"], row["balance_cny"]) for row in document["rows"]], path
    count += 1
assert count, "no statement"
print(f"{count} statements as tables come to what their documents say")
PY
