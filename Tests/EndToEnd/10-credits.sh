#!/usr/bin/env bash
# Credit and codes through the commands: sold, given, held, redeemed, listed, exported; the same ids again
# change nothing, what is not allowed ends with its exit code and changes nothing either.
source "$(dirname "$0")/lib.sh"

folder="$work/credits"
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
at=(--as-of 2026-05-05T09:00:00+08:00)

"$bm" init >/dev/null
sed 's/^    plan: ai_developer$/&\n    auto_top_up: {below: 20, grant: 100, monthly_limit: 100}/' \
    "$project/examples/catalog/mer_001-lantern.yaml" >lantern.yaml
"$bm" catalog apply lantern.yaml --as-of 2026-05-01T00:00:00Z >/dev/null
"$bm" fx import "$project"/examples/fx/*.csv --format ecb "${at[@]}" >/dev/null
entries() { "$bm" export ledger --format json | grep -c '"sequence"'; }

# Sold: an invoice to pay. The same id again is the same grant.
paid=(credits grant cus_cn_001 100 --kind paid --id po-7 "${at[@]}")
expect 0 'po-7 · USD 100.00 · unpaid · INV-2026-0505-0001 · CNY .* to pay$' "$bm" "${paid[@]}"
expect 0 '"new": false' "$bm" "${paid[@]}" --json
expect 65 'po-7 is known with another priority: 50, not 10' "$bm" "${paid[@]}" --priority 10
[ "$(entries)" -eq 1 ] || fail "a repeated grant was booked"
expect 0 'WeChat Pay QR ready' "$bm" checkout create inv_2026_0505_0001 "${at[@]}"
expect 0 'not paid in full' "$bm" explain INV-2026-0505-0001
expect 65 'the grant po-7 is not active' "$bm" credits void po-7 --reason mistake "${at[@]}"
expect 65 'try: void its invoice with bm invoices void INV-2026-0505-0001 --merchant mer_001' \
    "$bm" credits void po-7 --reason mistake "${at[@]}"
expect 65 'try: bm invoices void INV-2026-0505-0001 --merchant mer_001' \
    "$bm" credit-note create INV-2026-0505-0001 --reason mistake "${at[@]}"

# Given, held, released, taken back.
expect 0 'cus_cn_001-credit-2 · USD 25.00 · live' "$bm" credits grant cus_cn_001 25 "${at[@]}"
expect 0 'hold  cus_cn_001-credit-2  -5  job-1' "$bm" credits hold cus_cn_001 5 --id job-1 "${at[@]}"
expect 65 'USD 20.01 cannot be held: USD 20.00 is left' \
    "$bm" credits hold cus_cn_001 20.01 --id job-2 "${at[@]}"
expect 0 '20 of 25  USD' "$bm" credits list cus_cn_001 "${at[@]}"
expect 0 '20 of 25  USD' "$bm" usage summary cus_cn_001 "${at[@]}"
expect 65 'job-1 is known with another customer: cus_cn_001, not cus_cn_002' \
    "$bm" credits hold cus_cn_002 5 --id job-1 "${at[@]}"
expect 65 '0 is no amount of credit' \
    "$bm" credits void cus_cn_001-credit-2 --amount 0 --reason mistake "${at[@]}"
expect 64 'reason is empty' "$bm" credits void cus_cn_001-credit-2 --reason ' ' "${at[@]}"
expect 64 'rate goes with a --unit such as credits' \
    "$bm" credits grant cus_cn_001 5 --unit USD --rate 2 "${at[@]}"
expect 0 'release' "$bm" credits release job-1 "${at[@]}"
expect 65 'the hold job-1 was released' "$bm" credits hold cus_cn_001 5 --id job-1 "${at[@]}"
expect 66 'there is no hold job-9' "$bm" credits release job-9 "${at[@]}"
expect 0 '0 of 25' "$bm" credits void cus_cn_001-credit-2 --reason mistake "${at[@]}"
expect 65 'it was made at' "$bm" credits void cus_cn_001-credit-2 --reason early --as-of 2026-01-02T09:00:00Z
expect 65 'no amount of credit' "$bm" credits grant cus_cn_001 999999999.999999999999 --unit pts \
    --rate 0.333333333333333333 "${at[@]}"
expect 0 'cus_cn_001-credit-2' "$bm" credits list cus_cn_001 "${at[@]}"
expect 65 'known with another beginning' "$bm" "${paid[@]}" --on-account
expect 66 'there is no grant nobody' "$bm" credits void nobody --reason mistake "${at[@]}"
expect 65 '“a b” is no id' "$bm" credits grant cus_cn_001 5 --id 'a b' "${at[@]}"
expect 65 'would begin at' "$bm" credits grant cus_cn_001 5 --expires 2026-05-01T00:00:00Z "${at[@]}"
expect 0 'nothing to do' "$bm" credits expire --as-of 2026-05-06T09:00:00+08:00
expect 0 'no movements' "$bm" credits list cus_cn_003 --movements "${at[@]}"
expect 64 'go with --kind paid only' "$bm" credits grant cus_cn_001 5 --on-account "${at[@]}"

# Ordered by itself, once: what waits for its payment counts.
expect 0 'cus_cn_007 · USD 0.00 left .* order$' "$bm" credits top-up --dry-run "${at[@]}"
expect 0 'INV-2026-0505-0002' "$bm" credits top-up "${at[@]}"
expect 0 'cus_cn_007 · USD 100.00 left .* enough$' "$bm" credits top-up "${at[@]}"
# What is not paid is taken back with its invoice.
void=(invoices void INV-2026-0505-0003 --merchant mer_001 --reason mistake "${at[@]}")
expect 0 INV-2026-0505-0003 "$bm" credits grant cus_cn_002 10 --kind paid --id po-8 "${at[@]}"
expect 0 'WeChat Pay QR ready' "$bm" checkout create INV-2026-0505-0003 "${at[@]}"
expect 0 'INV-2026-0505-0003 · .* · void · credit po-8 ends with it' "$bm" "${void[@]}"
expect 65 'INV-2026-0505-0003 is void' "$bm" "${void[@]}"
expect 0 'voided  0 of 10' "$bm" credits list cus_cn_002 "${at[@]}"
expect 0 'void · .*mistake' "$bm" explain INV-2026-0505-0003
expect 65 'INV-2026-0505-0003 is void' "$bm" checkout create INV-2026-0505-0003 "${at[@]}"
expect 0 'po-8 .* voided · INV-2026-0505-0003 · void · known' \
    "$bm" credits grant cus_cn_002 10 --kind paid --id po-8 "${at[@]}"
expect 0 ',topUp,.*,void,' "$bm" export invoices --format csv "${at[@]}"

echo "credit is sold, given, held, taken back and ordered"

# Codes: a hundred of them, each another; redeemed, searched, switched off, withdrawn, exported.
"$bm" codes create --merchant mer_001 --amount 20 --currency USD --count 100 "${at[@]}" >codes
[ "$(sort -u codes | grep -cE '^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$')" -eq 100 ] || fail "not 100 codes"
first=$(head -1 codes)
expect 0 "grant $first:1" "$bm" codes redeem "$(tr '[:upper:]' '[:lower:]' <<<"$first")" cus_cn_001 \
    --id click-1 "${at[@]}"
expect 0 "grant $first:1 · known" "$bm" codes redeem "${first//-/}" cus_cn_001 --id click-1 "${at[@]}"
expect 0 'known' "$bm" codes redeem "$first" cus_cn_001 --id click-1 "${at[@]}"
expect 65 'it was made at' "$bm" codes redeem "$(sed -n 2p codes)" cus_cn_002 --as-of 2026-05-01T00:00:00Z
expect 65 'it was redeemed 1 of 1 times' "$bm" codes redeem "$first" cus_cn_002 "${at[@]}"
expect 66 'there is no code NONE-SUCH' "$bm" codes redeem none-such cus_cn_001 "${at[@]}"
plan=(codes create --merchant mer_001 --plan lantern_output --code spring-26 --days 30 --description "Spring, 1" "${at[@]}")
expect 0 'SPRING-26' "$bm" "${plan[@]}"
expect 0 'SPRING-26' "$bm" "${plan[@]}"
expect 65 'the code SPRING-26 exists already' "$bm" "${plan[@]}" --uses 2
expect 65 'the code SPRING-26 exists already' "$bm" "${plan[@]}" --code spring26
expect 65 'the plan “none”' "$bm" codes create --merchant mer_001 --plan none "${at[@]}"
expect 0 'disabled' "$bm" codes disable spring-26 "${at[@]}"
expect 65 'cannot redeem SPRING-26: it is disabled' "$bm" codes redeem spring-26 cus_cn_007 "${at[@]}"
expect 0 'open' "$bm" codes enable spring-26 "${at[@]}"
expect 0 'plan lantern_output from 2026-05-05 to 2026-06-04' "$bm" codes redeem spring-26 cus_cn_007 "${at[@]}"
"$bm" codes create --merchant mer_001 --plan lantern_output --code SAME-01 "${at[@]}" >/dev/null
expect 65 'they are on the plan lantern_output already' "$bm" codes redeem same-01 cus_cn_001 "${at[@]}"
"$bm" codes withdraw same-01 "${at[@]}" >/dev/null
expect 0 'withdrawn' "$bm" codes withdraw "$first" "${at[@]}"
expect 65 'was withdrawn' "$bm" codes enable "$first" "${at[@]}"
[ "$("$bm" codes list --search SPRING "${at[@]}" | wc -l)" -eq 1 ] || fail "search"
[ "$("$bm" codes list --state open "${at[@]}" | wc -l)" -eq 99 ] || fail "states"
"$bm" codes export --format csv "${at[@]}" >codes.csv
[ "$(wc -l <codes.csv)" -eq 103 ] || fail "a header and 102 codes"
grep -q '^SPRING-26,mer_001,used_up,lantern_output,.*,"Spring, 1"$' codes.csv || fail "$(grep SPRING codes.csv)"
expect 0 '"history"' "$bm" codes export --format json "${at[@]}"
expect 64 'give --amount with --currency, or --plan' "$bm" codes create --merchant mer_001 "${at[@]}"
echo "codes are made, redeemed, searched, switched and exported"

expect 0 'all [0-9]+ invariants hold' "$bm" verify
echo "every invariant holds"
