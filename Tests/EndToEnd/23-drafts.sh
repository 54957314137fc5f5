#!/usr/bin/env bash
# Drafts: what a close would bill, drawn before it; nothing is kept. A customer's order number, and the number of the
# fapiao that was issued.
source "$(dirname "$0")/lib.sh"
need pdftotext pdfdetach qpdf

folder="$work/drafts"
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
cp "$demo/demo.sqlite" ledger.sqlite
export BM_LEDGER=ledger.sqlite
when=2026-07-11T09:00:00+08:00

# Only a month that is over and next has drafts, and without its rate there is none either.
expect 65 'is its next month' "$bm" close --period 2026-07 --draft --as-of 2026-08-01T09:00:00+08:00
expect 66 'there is no USD/CNY rate' "$bm" close --period 2026-06 --draft --as-of 2026-07-31T09:00:00+08:00
[ ! -e output ] || fail "a draft that could not be made left files"

before=$(sqlite3 ledger.sqlite .dump | sha256sum)
"$bm" close --period 2026-06 --merchant mer_002 --draft --as-of "$when" --json >drafts.json
[ "$(sqlite3 ledger.sqlite .dump | sha256sum)" = "$before" ] || fail "drafts changed the ledger"
for pdf in output/drafts/2026-06/mer_002/*.pdf; do
    pdftotext -layout "$pdf" draft.txt
    grep -qE '● (Draft|草稿)' draft.txt || fail "$pdf does not say that it is a draft"
    ! grep -q 'INV-' draft.txt || fail "$pdf has a number"
    pdfdetach -list "$pdf" >files.txt
    ! grep -q xml files.txt || fail "$pdf carries an invoice for machines"
    qpdf --check "$pdf" >/dev/null || fail "$pdf is not sound"
done

# The close then bills just that.
"$bm" close --period 2026-06 --merchant mer_002 --as-of "$when" >closed.txt
python3 - <<'PY' >wanted.txt
import json
for draft in json.load(open("drafts.json"))["drafts"]:
    print(draft["customer_id"], draft["total"])
PY
sqlite3 -separator ' ' ledger.sqlite "SELECT json_extract(snapshot, '\$.customer_id'), json_extract(snapshot, '\$.total')
    FROM invoice WHERE number LIKE 'INV-2026-0711-%' ORDER BY id" >billed.txt
[ -s billed.txt ] || fail "nothing was billed"
diff wanted.txt billed.txt >&2 || fail "the close billed something else than the drafts said"
expect 0 '^0 drafts, nothing is billed$' "$bm" close --period 2026-06 --merchant mer_002 --draft --as-of "$when"
[ ! -e output/drafts/2026-06/mer_002 ] || fail "drafts of a month that is closed stay"

# The order number that a customer gave is on its invoice, and in both forms for machines.
order=PO-2026-114
invoice=$(sqlite3 ledger.sqlite "SELECT number FROM invoice JOIN merchant ON merchant.id = merchantId
    WHERE merchant.code = 'mer_001' AND json_extract(snapshot, '\$.buyer.purchase_order') = '$order' LIMIT 1")
stem="$demo/output/2026-06/mer_001/invoices/$invoice"
pdftotext -layout "$stem.pdf" invoice.txt
grep -q "$order" invoice.txt || fail "$invoice does not show $order"
grep -q "<ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>$order<" <(tr -d '\n' <"$stem.cii.xml" | sed 's/> *</></g') ||
    fail "$stem.cii.xml does not have $order"
grep -q "<cac:OrderReference><cbc:ID>$order<" <(tr -d '\n' <"$stem.ubl.xml" | sed 's/> *</></g') ||
    fail "$stem.ubl.xml does not have $order"

# The number of its fapiao, once that is issued: only one that can be, and from then on it is on the invoice.
fapiao=("$bm" invoices fapiao "$invoice" --merchant mer_001 --as-of 2026-06-20T09:00:00+08:00)
expect 65 'it has not twenty digits' "${fapiao[@]}" 2631200000001234567 --issued 2026-06-05
expect 65 'it begins with 25, and was issued on 2026-06-05' "${fapiao[@]}" 25312000000012345678 --issued 2026-06-05
expect 65 '2026-06-21 is yet to come' "${fapiao[@]}" 26312000000012345678 --issued 2026-06-21
expect 65 'before the invoice was issued' "${fapiao[@]}" 26312000000012345678 --issued 2026-05-31
expect 64 'comes with the day on it' "${fapiao[@]}" 26312000000012345678
expect 0 'no fapiao is recorded' "${fapiao[@]}"
expect 0 'fapiao 26312000000012345678 · 2026-06-05' "${fapiao[@]}" 26312000000012345678 --issued 2026-06-05
expect 0 'fapiao 26312000000012345678 · 2026-06-05' "${fapiao[@]}" 26312000000012345678 --issued 2026-06-05
expect 65 'it is recorded as issued on 2026-06-05' "${fapiao[@]}" 26312000000012345678 --issued 2026-06-06
for day in 19 21; do
    "$bm" render invoices --merchant mer_001 --period 2026-05 --format pdf,json --quiet --output "on$day" \
        --as-of "2026-06-${day}T12:00:00+08:00" >/dev/null
    pdftotext -layout "on$day/2026-06/mer_001/invoices/$invoice.pdf" "on$day.txt"
done
! grep -q 26312000000012345678 on19.txt || fail "the invoice shows a fapiao before it was recorded"
grep -q 26312000000012345678 on21.txt || fail "the invoice does not show its fapiao"
grep -q '"26312000000012345678"' "on21/2026-06/mer_001/invoices/$invoice.json" || fail "its JSON does not have it"
# Merchants that cannot be closed do not keep another from it, and each says why.
sed 's/2026-07-10/2026-07-30/' "$project"/examples/fx/*.csv >later.csv
"$bm" fx import later.csv --format ecb --as-of 2026-07-31T09:00:00+08:00 >/dev/null
expect 65 'mer_001: 2026-06 is its next month' "$bm" close --period 2026-07 --as-of 2026-08-01T09:00:00+08:00
grep -q '^mer_002 · ' out || fail "mer_002 was not closed: $(cat out)"
[ "$(grep -c 'is its next month' out)" -eq 6 ] || fail "not each of six merchants said why: $(cat out)"
"$bm" verify --only sealed --only schema_matches --quiet >/dev/null || fail "the ledger does not hold"
echo "$(wc -l <billed.txt) drafts are what the close billed; the order number $order is on $invoice and in its XML"
