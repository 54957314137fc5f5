#!/usr/bin/env bash
# Rates of two publishers come in once, one that jumps is refused, and every lock of the demo's month has a
# certificate that works out again; python's fractions find the same cross rates.
source "$(dirname "$0")/lib.sh"
need python3

folder="$work/fx"
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
at=(--as-of 2026-06-01T16:00:00Z)

"$bm" init >/dev/null
ecb=("$project"/examples/fx/*.csv)
expect 0 'rates added · 0 known' "$bm" fx import "${ecb[0]}" --format ecb "${at[@]}"
expect 0 '^0 rates added' "$bm" fx import "${ecb[0]}" --format ecb "${at[@]}"
printf 'Date, USD, CNY, \n29 May 2026, 9.9999, 7.8793, \n' >daily.csv
expect 65 'is 9.9999 in the file' "$bm" fx import daily.csv --format ecb "${at[@]}"
printf '\357\273\277rate,"date",quote,base,note\r\n7.27,2026-05-28,CNY,USD,\r\n72.7,2026-05-29,CNY,USD,"a, b"\r\n' >own.csv
expect 65 'USD/CNY is 7.27 on 2026-05-28 and 72.7 on 2026-05-29' \
    "$bm" fx import own.csv --format csv --source Desk "${at[@]}"
expect 66 'rate for 2026-05-29 by Desk' "$bm" fx show --base USD --on 2026-05-29 --source Desk
sed -i 's/72.7/7.28/' own.csv
expect 0 '2 rates added' "$bm" fx import own.csv --format csv --source Desk "${at[@]}"
expect 0 'column note \(2\)' "$bm" fx import own.csv --format csv --source Desk "${at[@]}"
expect 64 'needs --source' "$bm" fx import own.csv --format csv
expect 64 'cannot be the name' "$bm" fx import own.csv --format csv --source ecb
python3 -c 'import zipfile; zipfile.ZipFile("hist.zip", "w").write("daily.csv")'
expect 65 'hist.zip is a ZIP' "$bm" fx import hist.zip --format ecb
echo "rates come in once, whole or not at all"

expect 0 'USD/CNY 7.28: CNY 7.28 for USD 1' "$bm" fx show --base USD --source Desk "${at[@]}"
expect 0 'ECB 2026-05-29, wanted for 2026-05-31' "$bm" fx show --base USD --on 2026-05-31 "${at[@]}"
expect 64 'no rate comes from the future' "$bm" fx show --base USD --on 2026-06-02 "${at[@]}"
expect 0 'spread   0.5 %' "$bm" fx lock create --base USD --spread-percent 0.5 "${at[@]}"
expect 0 '^1  preview' "$bm" fx lock list
expect 0 '"schema": "bm.fx-lock/1"' "$bm" fx lock show 1 --json
expect 66 'there is no FX lock “7”' "$bm" fx lock show 7
expect 64 'is no spread' "$bm" fx lock create --base USD --spread-percent 50
echo "a rate is shown and locked with its day, its source and its spread"

"$bm" fx lock list --json --ledger "$demo/demo.sqlite" >locks.json
for id in $(python3 -c 'import json; print(*[l["id"] for l in json.load(open("locks.json"))["locks"]])'); do
    "$bm" fx lock show "$id" --json --ledger "$demo/demo.sqlite" || fail "lock $id"
done >certificates.json
python3 - <<'PY' || fail "a certificate does not work out"
import decimal, json
from fractions import Fraction
text, found, at = open("certificates.json").read(), [], 0
while at < len(text.rstrip()):
    document, end = json.JSONDecoder().raw_decode(text[at:].lstrip())
    at += len(text[at:]) - len(text[at:].lstrip()) + end
    found.append(document)
eight = decimal.Context(prec=8, rounding=decimal.ROUND_HALF_EVEN)
amounts = 0
for lock in found:
    legs = [decimal.Decimal(leg["value"]) for leg in lock["derived_from"]]
    value = decimal.Decimal(lock["value"])
    if len(legs) == 2:
        assert eight.divide(legs[1], legs[0]) == value, lock
    kept = 1 - Fraction(lock["spread"])
    for row in lock["converted"]:
        exact = Fraction(row["amount"]) * kept
        exact = exact * Fraction(lock["value"]) if row["from"] == lock["base"] else exact / Fraction(lock["value"])
        unit = 1 if row["to"] == "JPY" else 100
        half = abs(exact) * unit + Fraction(1, 2)
        rounded = (half.numerator // half.denominator) * (1 if exact >= 0 else -1)
        assert abs(Fraction(row["result"]) * unit - rounded) < 1 or abs(Fraction(row["result"]) - exact) * unit < 1, row
        amounts += 1
    assert lock["converted"] and lock["check"]["ok"], lock
assert found and amounts > len(found)
print(len(found), "locks,", amounts, "amounts, each as fractions give it")
PY
