#!/usr/bin/env bash
# Every PDF is sound, has its fonts inside, and says in text what the ledger says; what it prints adds up, and is the
# same in every form.
source "$(dirname "$0")/lib.sh"
need qpdf pdffonts pdfinfo pdftotext python3 "$project/.tools/venv/bin/pdfua"

here="$project/Tests/EndToEnd"
cd "$demo/output"
python3 "$here/form.py" own . || fail "a PDF is not sound"
python3 "$here/facts.py" . || fail "a PDF does not say what the ledger says"
mapfile -d '' -t bills < <(find . \( -path '*/invoices/*.pdf' -o -path '*-no*/*.pdf' \) -print0 | sort -z)
python3 "$here/sums.py" "${bills[@]}" || fail "a document does not add up"
python3 "$here/statements.py" . || fail "a statement does not add up"
mapfile -d '' -t pdfs < <(find . -name '*.pdf' -print0 | sort -z)
python3 "$here/statements.py" --svg "${pdfs[@]}" || fail "a picture has other figures than its PDF"

# A code that is good no more is taken away by the next run, and nothing else is.
cards=$(find 2026-06 -path '*/cards/*' -name '*.png' | wc -l)
[ "$cards" -gt 0 ] || fail "no card was drawn"
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
