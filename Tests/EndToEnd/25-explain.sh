#!/usr/bin/env bash
# Whatever number is printed on a document or in a channel's bill, explain finds the invoice behind it.
source "$(dirname "$0")/lib.sh"
need python3

folder="$work/explain"
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
explain=("$bm" explain --ledger "$demo/demo.sqlite")

expect 0 '^CN-2026-0604-0001 · credit note · of mer_003/INV-2026-0601-0002$' "${explain[@]}" CN-2026-0604-0001
grep -q '^INV-2026-0601-0002 · mer_003' out || fail "not its invoice: $(cat out)"
grep -q '^credit note CN-2026-0604-0001' out || fail "not the note itself: $(cat out)"
expect 66 'nothing in the ledger is called CN-2026-0604-0001' "${explain[@]}" CN-2026-0604-0001 --merchant mer_001

python3 - "$demo/output" <<'PY' >numbers || fail "no receipts"
import json, pathlib, sys
for path in sorted(pathlib.Path(sys.argv[1]).glob("*/*/receipts/*.json")):
    receipt = json.loads(path.read_text())
    invoice = receipt["invoice"]
    print(receipt["out_trade_no"], receipt["transaction_id"], invoice["merchant_id"], invoice["number"])
PY
[ "$(wc -l <numbers)" -gt 20 ] || fail "only $(wc -l <numbers) receipts"
while read -r order transaction merchant invoice; do
    expect 0 "^$order · order by (wechat_pay|alipay) · of $merchant/$invoice\$" "${explain[@]}" "$order"
    grep -q "^paid .* $transaction " out || fail "$order: its payment is not there: $(cat out)"
    expect 0 "^$transaction · payment of $order by .* · of $merchant/$invoice\$" "${explain[@]}" "$transaction"
done <numbers
expect 66 'orders, payments and events are named by their ids' "${explain[@]}" INV209912310001M1W1
echo "a credit note and $(wc -l <numbers) orders and payments lead to their invoices"
