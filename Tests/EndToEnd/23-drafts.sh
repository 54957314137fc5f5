#!/usr/bin/env bash
# Drafts: what a close would bill, drawn before it; nothing is kept. And a customer's order number everywhere.
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
    ! pdfdetach -list "$pdf" | grep -q xml || fail "$pdf carries an invoice for machines"
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
echo "$(wc -l <billed.txt) drafts are what the close billed; the order number $order is on $invoice and in its XML"
