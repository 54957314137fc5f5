#!/usr/bin/env bash
# A synthetic month from its seed to its invoices: intake counts what the generator says, and verify holds.
source "$(dirname "$0")/lib.sh"
folder="$work/generate"
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
export BM_LEDGER="$folder/ledger.sqlite"
small=(--merchants 2 --customers 12 --events 6000 --seed 4)

"$bm" generate "${small[@]}" --summary expected.json >events.ndjson
"$bm" generate "${small[@]}" | cmp - events.ndjson || fail "the same seed gives other bytes"
[ "$("$bm" generate --events 0 | wc -c)" -eq 0 ] || fail "no events are some"
"$bm" generate "${small[@]}" --setup month
expect 64 'no more than there are customers' "$bm" generate --merchants 3 --customers 2
expect 64 'setup writes none' "$bm" generate --setup month --summary expected.json

"$bm" init --quiet >/dev/null
"$bm" catalog apply month/catalog/*.yaml --as-of 2026-04-01T00:00:00Z --quiet >/dev/null
"$bm" pricing import month/prices.csv --book synthetic --format csv --effective 2025-01-01 \
    --as-of 2026-04-01T00:00:00Z --quiet >/dev/null
"$bm" fx import month/rates.csv --format ecb --as-of 2026-06-01T00:00:00Z --quiet >/dev/null
"$bm" usage-events ingest events.ndjson --as-of 2026-06-01T00:00:00Z --json --quiet >tally.json
python3 - <<'PY'
import json
expected, tally = json.load(open("expected.json")), json.load(open("tally.json"))
for name in ["input", "accepted", "duplicate", "rejected", "reasons"]:
    assert tally[name] == expected[name], f"{name}: {tally[name]} taken, {expected[name]} written"
PY
expect 0 'syn_mer_001 · [1-9][0-9]* invoices' "$bm" close --period 2026-05 --as-of 2026-06-01T01:00:00Z
expect 0 'all [0-9]+ invariants hold' "$bm" verify
echo "$(wc -l <events.ndjson) synthetic lines end as their generator says, and are billed"
