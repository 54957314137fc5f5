#!/usr/bin/env bash
# What no font has is printed as its code point and never as a box; everything else is made, and each command that
# draws says so and ends with 1.
source "$(dirname "$0")/lib.sh"
need pdftotext

folder="$work/unprintable"
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
at=(--as-of 2026-06-02T09:00:00+08:00)

# A face, a Han letter beyond GBK and a Hebrew word in the name of one of two customers who are billed.
sed 's/en: Example Plum Rain Weather Studio (Demo) Ltd/en: "Rain 😀 𠮷 שלום"/' \
    "$project/examples/catalog/mer_001-lantern.yaml" >lantern.yaml
"$bm" init >/dev/null
"$bm" catalog apply lantern.yaml --as-of 2026-01-01T00:00:00Z >/dev/null
"$bm" fx import "$project"/examples/fx/*.csv --format ecb "${at[@]}" >/dev/null
for month in 1 2 3 4; do "$bm" close --period "2026-0$month" --as-of 2026-05-06T09:00:00+08:00 >/dev/null; done

warns() { # warns WHERE COMMAND…: what was made is named with each of the six characters, and the command ends with 1.
    local where=$1 point
    shift
    expect 1 "warning: U\\+1F600 in .*no font has it, and its code point is printed in .*$where" "$@"
    for point in U+20BB7 U+05E9 U+05DC U+05D5 U+05DD; do
        grep -qF "warning: $point in " out || fail "$* does not warn of $point: $(cat out)"
    done
    [ "$(grep -c 'warning: U+1F600 in buyer.name' out)" -eq 1 ] || fail "$* warns twice of one thing: $(cat out)"
}
warns drafts/2026-05/mer_001/cus_cn_007 "$bm" close --period 2026-05 --draft "${at[@]}"
[ "$(find output/drafts -name '*.pdf' | wc -l)" -gt 1 ] || fail "the other drafts are not made"
"$bm" close --period 2026-05 "${at[@]}" >/dev/null
warns invoices/INV-2026-0602 "$bm" render --period 2026-05 --format pdf "${at[@]}"
printed=0
for pdf in output/2026-06/mer_001/invoices/*.pdf; do
    pdftotext -layout "$pdf" text
    if grep -qF 'Rain [U+1F600]' text; then
        printed=$((printed + 1))
        invoice=$(basename "$pdf" .pdf)
        grep -qF '[U+20BB7]' text || fail "$pdf has not both characters"
    else
        ! grep -qF 'U+' text || fail "$pdf prints a code point for nothing"
    fi
done
[ "$printed" -ge 1 ] || fail "no invoice prints the name"
[ "$(find output/2026-06/mer_001/invoices -name '*.pdf' | wc -l)" -gt "$printed" ] || fail "no other invoice was made"
warns bundles/2026-05 "$bm" bundle --period 2026-05 "${at[@]}"
warns "invoice/$invoice.pdf" "$bm" dispute "$invoice" --output dispute "${at[@]}"
[ -s "dispute/invoice/$invoice.pdf" ] || fail "the pack was not made"
"$bm" verify --output output "${at[@]}" >/dev/null || fail "verify fails"
echo "$printed invoices print code points, the rest is made, and four commands said so"
