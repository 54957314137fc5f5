#!/usr/bin/env bash
# Files on their own: verify says what each is by the ledger, what it was made from, and where it differs.
source "$(dirname "$0")/lib.sh"

folder="$work/files"
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
verify=("$bm" verify --ledger "$demo/demo.sqlite" --output "$demo/output")

# A published document under another name is known by its bytes.
pdf=$(cd "$demo/output" && printf '%s\n' 2026-06/*/invoices/INV-*.pdf | head -1)
cp "$demo/output/$pdf" mailed.pdf
expect 0 "^holds  mailed.pdf · .*published as $pdf.* · from invoice " "${verify[@]}" mailed.pdf

# One byte more, or another one, is found, and its place.
cp mailed.pdf "$(basename "$pdf")"
printf x >>"$(basename "$pdf")"
expect 1 "it differs from $pdf in byte [0-9]+, and has [0-9]+ of [0-9]+" "${verify[@]}" "$(basename "$pdf")"
cp mailed.pdf "$(basename "$pdf")"
printf '\001' | dd of="$(basename "$pdf")" bs=1 seek=99 conv=notrunc status=none
expect 1 "it differs from $pdf in byte 100\$" "${verify[@]}" "$(basename "$pdf")"

# The evidence of a line is made again from the ledger's events; with one event less nobody knows it.
invoice=$(basename "$pdf" .pdf)
merchant=$(cut -d / -f 2 <<<"$pdf")
"$bm" evidence "$invoice" --merchant "$merchant" --ledger "$demo/demo.sqlite" --output evidence >/dev/null ||
    fail "no evidence of $merchant/$invoice"
line=$(printf '%s\n' evidence/line-*.ndjson | head -1)
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

# A file that was read, by the name it was read under; several files at once, in JSON, with one verdict.
cp "$project"/examples/fx/ecb-*.csv rates.csv
expect 0 'rates of ECB, taken in as ecb-' "${verify[@]}" rates.csv
expect 1 '^  "ok": false' "${verify[@]}" --json mailed.pdf less.ndjson
[ "$(grep -c '"ok": true' out)" -eq 1 ] || fail "the good file is not ok: $(cat out)"
expect 66 'nowhere.pdf' "${verify[@]}" nowhere.pdf
echo "files on their own: published, evidence, documents and what was read, and what differs in each"
