#!/usr/bin/env bash
# The same events shuffled, in three files, with every tenth line repeated: identical invoices.
source "$(dirname "$0")/lib.sh"

folder="$work/shuffled"
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
zcat "$project"/examples/usage/*.gz >all
# The file itself is the source of chance: another order, and the same one every time.
awk 'NR % 10 == 0 {print} {print}' all | shuf --random-source=all >shuffled
split -n l/3 shuffled part-

at=(--ledger ledger.sqlite --as-of 2026-06-01T09:00:00+08:00)
"$bm" init --ledger ledger.sqlite
"$bm" catalog apply "$project"/examples/catalog/*.yaml "${at[@]}" >/dev/null
"$bm" pricing import "$project/examples/prices/litellm-1.81.0.json" --format litellm \
    --effective 2026-01-01 "${at[@]}" --quiet >/dev/null
"$bm" pricing import "$project/examples/prices/litellm-1.109.1.json" --format litellm \
    --effective 2026-03-01 "${at[@]}" --quiet >/dev/null
"$bm" pricing import "$project/examples/prices/bridge-2026.csv" --format csv --book bridge \
    --effective 2026-01-01 "${at[@]}" --quiet >/dev/null
"$bm" fx import "$project"/examples/fx/*.csv --format ecb "${at[@]}" >/dev/null
# The demo's credit and its change of plan, by the commands: a balance that was sold, and codes.
may=(--ledger ledger.sqlite --as-of 2026-05-01T00:00:00+08:00)
"$bm" credits grant cus_cn_012 50 --kind paid --id balance-012 --reason "paid before use" --by demo \
    --on-account --expires 2026-06-01T00:00:00+08:00 "${may[@]}" >/dev/null
"$bm" codes create --merchant mer_007 --code BRIDGE-MAY --amount 20 --currency USD \
    --description "welcome to the gateway" "${may[@]}" >/dev/null
"$bm" codes redeem BRIDGE-MAY cus_cn_033 --id demo "${may[@]}" >/dev/null
"$bm" codes create --merchant mer_005 --code STUDIO-MAY --plan oriole_studio --description "Studio" "${may[@]}" >/dev/null
"$bm" codes redeem STUDIO-MAY cus_cn_025 --id demo --ledger ledger.sqlite \
    --as-of 2026-05-16T00:00:00+08:00 >/dev/null
"$bm" usage-events ingest part-* "${at[@]}" --json >tally.json
"$bm" close --period 2026-05 "${at[@]}" >/dev/null

input=$(wc -l <shuffled)
accepted=$(wc -l <all)
grep -q "\"input\": $input," tally.json || fail "the tally does not have $input lines"
grep -q "\"accepted\": $accepted," tally.json || fail "the tally does not accept $accepted"
grep -q "\"duplicate\": $((input - accepted))," tally.json || fail "repeats are not all duplicates"

for ledger in ledger.sqlite "$demo/demo.sqlite"; do
    "$bm" export ledger --format json --ledger "$ledger" |
        python3 -c '
import json, sys
entries = json.load(sys.stdin)["entries"]
for entry in entries:
    if entry["kind"] == "invoice":
        print(entry["book"], entry["source"], entry["postings"])
'
done >postings
half=$(($(wc -l <postings) / 2))
[ "$half" -gt 0 ] || fail "no invoice"
diff <(head -n $half postings) <(tail -n $half postings) || fail "other invoices"
# The snapshot's digest covers every printed figure and every line's evidence.
for number in 1 2 3; do
    for ledger in ledger.sqlite "$demo/demo.sqlite"; do
        "$bm" explain "INV-2026-0601-000$number" --merchant mer_001 --ledger "$ledger" | grep snapshot
    done >snapshots
    [ "$(uniq snapshots | wc -l)" -eq 1 ] || fail "INV-2026-0601-000$number differs"
done
echo "$input lines, $((input - accepted)) of them repeats, in three shuffled files: $half equal invoices"

# What comes after the close is late, and changes nothing that was billed.
cat >late <<'LINES'
{"id":"late","customer_id":"cus_cn_001","metric":"tokens_output","quantity":"1000","timestamp":"2026-05-20T00:00:00Z","dimensions":{"model":"claude-opus-4-6"}}
LINES
expect 0 'accepted · late' "$bm" usage-events ingest late --as-of 2026-06-02T00:00:00Z
"$bm" verify >verified || fail "a late event broke verify: $(cat verified)"
echo "a late event is told apart, and everything billed still verifies"

# The same events as one array and as a table.
for number in 1 2 3; do
    echo "{\"id\":\"t$number\",\"customer_id\":\"cus_cn_001\",\"metric\":\"tokens_output\",\"quantity\":\"$number.5\",\"timestamp\":\"2026-06-0${number}T00:00:00Z\",\"properties\":{\"model\":\"m, 1\"}}"
done >three
(echo "["; sed '$!s/$/,/' three; echo "]") >three.json
(
    echo 'id,customer_id,metric,quantity,timestamp,model'
    for number in 1 2 3; do
        echo "t$number,cus_cn_001,tokens_output,$number.5,2026-06-0${number}T00:00:00Z,\"m, 1\""
    done
) >three.csv
now=(--as-of 2026-06-05T00:00:00Z)
expect 0 '^3 accepted' "$bm" usage-events ingest three "${now[@]}"
expect 0 '0 accepted · 3 duplicate' "$bm" usage-events ingest three.json --format json "${now[@]}"
expect 0 '0 accepted · 3 duplicate' "$bm" usage-events ingest three.csv --format csv "${now[@]}"
status=0
tail -3 three.csv >nameless.csv
"$bm" usage-events ingest nameless.csv --format csv "${now[@]}" 2>error || status=$?
[ "$status" -eq 65 ] && grep -q 'nameless.csv:1: no column customer_id' error || fail "a table without names"
echo "lines, an array and a table are the same three events"

# Corrections, lines that wait, and where everything went.
expect 0 '^1 adjusted' "$bm" usage-events adjust t1 --quantity 2.5 --reason "half a token too few" "${now[@]}"
expect 0 '1 cancelled' "$bm" usage-events cancel --from - "${now[@]}" <<<'{"event":"t2","reason":"a test"}'
expect 0 '0 cancelled · 1 made before' "$bm" usage-events cancel t2 "${now[@]}"
"$bm" usage-events cancel late "${now[@]}" 2>refused && fail "an event of a closed month was cancelled"
grep -q 'try: .*late usage.*credit note' refused || fail "it is not said what to do instead"
echo '{"id":"w1","customer_id":"nobody","metric":"tokens_output","quantity":"7","timestamp":"2026-06-01T00:00:00Z"}' |
    "$bm" usage-events ingest - "${now[@]}" >taken && fail "a run that takes nothing ends with 0"
grep -q 'unknownCustomer: 1' taken || fail "unmatched"
"$bm" usage-events waiting >waiting
grep -q '^1 unmatched' waiting || fail "waiting"
expect 0 '^[{]"id":"w1"' "$bm" export unmatched --format raw
"$bm" usage-events replay "${now[@]}" >replayed
grep -q '1 waiting' replayed || fail "replay"
"$bm" usage report >report || fail "the report does not add up"
grep -q '^unmatched  *1  *7$' report || fail "the report: $(cat report)"
"$bm" export usage >usage.ndjson
lines=$(awk '$1 == "input" {gsub(",", "", $2); print $2}' report)
[ "$(wc -l <usage.ndjson)" = "$lines" ] || fail "the export does not have the $lines lines of the report"
grep -q '"idempotency_key":"late".*"outcome":"late","invoice":null' usage.ndjson || fail "late usage"
"$bm" usage duplicates --period 2026-05 >suspects && fail "the traces hold calls of one instant"
"$bm" usage duplicates --period 2026-06 >/dev/null || fail "no event of June looks like another"
echo "$lines lines of input, each in one class"
