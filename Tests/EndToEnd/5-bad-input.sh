#!/usr/bin/env bash
# Bad input gets one clear error with what to do, the right exit code, and nothing half done.
source "$(dirname "$0")/lib.sh"

folder="$work/bad"
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"

at=(--as-of 2026-06-01T09:00:00+08:00)
expect 66 'there is no ledger' "$bm" verify
echo hello >ledger.sqlite
expect 65 'is not a bm ledger' "$bm" verify
[ "$(cat ledger.sqlite)" = hello ] || fail "a file that is no ledger was changed"
rm ledger.sqlite
expect 64 'ledger is empty' "$bm" init --ledger ''
expect 73 'names no file' "$bm" init --ledger :memory:
for command in "init" "verify" "usage report" "explain evt" "margin --period 2026-05 --cost litellm"; do
    # shellcheck disable=SC2086
    expect 64 'as-of: “yesterday” is not a time' "$bm" $command --as-of yesterday
done
[ ! -e ledger.sqlite ] || fail "a command line that is wrong made a ledger"
BM_LEDGER='' expect 0 'ledger ledger.sqlite ready' "$bm" init
# A disk that was full is told in words, and what it left of a ledger is in nobody's way.
expect 73 'cannot be written' bash -c "ulimit -f 8; '$bm' init --ledger small.sqlite"
expect 0 ready "$bm" init --ledger small.sqlite
expect 64 'Unknown option' "$bm" verify --nonsense
expect 66 'there is no file' "$bm" catalog apply none.yaml
mkdir folder
expect 66 'folder cannot be read: it is a folder' "$bm" catalog apply folder
expect 66 'named by an empty text' "$bm" catalog apply ''
printf 'effective: 2026-01-01\nmerchant: {id: [\n' >broken.yaml
expect 65 'broken.yaml:' "$bm" catalog apply broken.yaml
iconv -f UTF-8 -t GBK "$project/examples/catalog/mer_001-lantern.yaml" >gbk.yaml
for command in "apply gbk.yaml" "lint gbk.yaml" "diff gbk.yaml gbk.yaml"; do
    # shellcheck disable=SC2086
    expect 65 'gbk.yaml:[0-9]*: bytes that are not UTF-8' "$bm" catalog $command
done
sed 's/currency: USD$/curency: USD/' "$project/examples/catalog/mer_001-lantern.yaml" >typo.yaml
expect 65 'curency' "$bm" catalog apply typo.yaml
# A byte order mark is no part of a text.
(printf '\357\273\277'; cat "$project/examples/catalog/mer_001-lantern.yaml") >marked.yaml
expect 0 'version 1' "$bm" catalog apply marked.yaml "${at[@]}"
expect 0 'nothing new' "$bm" catalog apply "$project/examples/catalog/mer_001-lantern.yaml" "${at[@]}"

cat >events <<'LINES'
{"id":"good","customer_id":"cus_cn_001","metric":"tokens_output","quantity":"60000","timestamp":"2026-05-20T00:00:00Z","dimensions":{"model":"m"}}
{"id":"good","customer_id":"cus_cn_001","metric":"tokens_output","quantity":"60000","timestamp":"2026-05-20T00:00:00Z","dimensions":{"model":"m"}}
{"id":"good","customer_id":"cus_cn_001","metric":"tokens_output","quantity":"1","timestamp":"2026-05-20T00:00:00Z","dimensions":{"model":"m"}}
{"id":"a","customer_id":"cus_cn_001","metric":"tokens_output","quantity":"-1","timestamp":"2026-05-20T00:00:00Z"}
{"id":"b","customer_id":"cus_cn_001","metric":"tokens_output","quantity":"12abc","timestamp":"2026-05-20T00:00:00Z"}
{"id":"c","customer_id":"nobody","metric":"tokens_output","quantity":"1","timestamp":"2026-05-20T00:00:00Z"}
{"id":"d","customer_id":"cus_cn_001","metric":"nothing","quantity":"1","timestamp":"2026-05-20T00:00:00Z"}
{"id":"e","customer_id":"cus_cn_001","metric":"tokens_output","quantity":"1","timestamp":"2026-01-01T00:00:00Z"}
{"id":"f","customer_id":"cus_cn_001","metric":"tokens_output","quantity":"1","timestamp":"yesterday"}
{"id":"g","customer_id":"cus_cn_001","metric":"tokens_output"
LINES
expect 0 '1 accepted · 1 duplicate · 1 conflict · 0 late · 7 rejected' \
    "$bm" usage-events ingest events "${at[@]}"
[ "$(wc -l <output/rejects/*.ndjson)" -eq 8 ] || fail "the reject list does not have 8 lines"
for word in negativeQuantity notANumber unknownCustomer unknownMetric outsideWindow notATime malformed conflict; do
    grep -q "\"reason\":\"$word\"" output/rejects/*.ndjson || fail "no reject says $word"
done
expect 65 'nothing was taken' "$bm" usage-events ingest events --strict "${at[@]}"

# The command the product is known by, to the letter.
cat >one <<'JSON'
{ "customer_id": "cus_cn_001", "metric": "tokens_output", "quantity": "60000", "dimensions": { "product": "AI API" } }
JSON
expect 0 '^accepted · invoice preview updated$' "$bm" usage-events ingest --as-of 2026-05-21T00:00:00Z <one

expect 66 'there is no USD/CNY rate' "$bm" close --period 2026-05 "${at[@]}"
[ "$("$bm" export ledger --format json | grep -c sequence)" -eq 0 ] || fail "half a close was kept"
expect 65 'is not over' "$bm" close --period 2026-06 "${at[@]}"
expect 66 'there is no invoice' "$bm" checkout create INV-2026-0601-0001

# A model without a price stops the close, and says how much usage waits for it.
"$bm" fx import "$project"/examples/fx/*.csv --format ecb "${at[@]}" >/dev/null
"$bm" pricing import "$project/examples/prices/litellm-1.81.0.json" --format litellm \
    --effective 2026-01-01 "${at[@]}" --quiet >/dev/null
cat >unpriced <<'LINES'
{"id":"u","customer_id":"cus_cn_002","metric":"model_call","quantity":"1","timestamp":"2026-05-20T00:00:00Z","dimensions":{"model":"no-such-model","status":"ok","input_tokens":1200,"output_tokens":34}}
LINES
expect 0 accepted "$bm" usage-events ingest unpriced "${at[@]}"
expect 65 'no price for the model “no-such-model”, of which cus_cn_002 used 1,234 tokens in 1 events' \
    "$bm" close --period 2026-05 "${at[@]}"
[ "$("$bm" export ledger --format json | grep -c sequence)" -eq 0 ] || fail "half a close was kept"

printf '交易时间,公众账号ID\n`2026-06-01 00:00:00\n' >bill.csv
expect 65 'bill.csv' "$bm" payments import bill.csv --channel wechat_pay

# A few kilobytes that would unpack to more than any bill.
if command -v python3 >/dev/null; then
    python3 -c '
import zipfile
with zipfile.ZipFile("bomb.zip", "w", zipfile.ZIP_DEFLATED) as pack:
    with pack.open("bill.csv", "w") as member:
        for _ in range(300): member.write(bytes(1 << 20))'
    expect 65 'bomb.zip.*unpacks to more than 256 MB' "$bm" payments import bomb.zip --channel alipay
fi

# One process writes at a time; another waits, then says who is in the way.
if command -v python3 >/dev/null; then
    python3 -c '
import sqlite3, sys, time
db = sqlite3.connect("ledger.sqlite", isolation_level=None)
db.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(30)' >held &
    holder=$!
    until grep -q held held; do sleep 0.1; done
    expect 0 'usage so far' "$bm" usage summary cus_cn_001 --period 2026-05 "${at[@]}"
    expect 0 'all [0-9]+ invariants hold' "$bm" verify
    expect 75 "another process is writing to ledger.sqlite: $holder \(python3[0-9.]* -c " "$bm" usage-events ingest unpriced "${at[@]}"
    expect 75 'another process is writing' "$bm" site "${at[@]}"
    [ ! -e output/site ] || [ -z "$(find output/site -type f)" ] || fail "half a site was kept"
    kill "$holder"
fi

# A command that finds its own words wrong shows its own usage.
expect 64 'Usage: bm usage-events adjust ' "$bm" usage-events adjust good --quantity x
expect 64 'Usage: bm usage-events ingest ' "$bm" usage-events ingest events --window-days=-5

# Months are billed and settled in order.
expect 65 '2026-05 is its next month' "$bm" close --period 2026-06 --as-of 2026-07-02T00:00:00Z
expect 64 'zh-Hans' "$bm" render --lang french
expect 64 'pdf' "$bm" render --format docx

# An empty list would look like an answer.
for command in "invoices balances" "credits list" "credits expire" "credits top-up --dry-run" \
    "codes list" "credit-note list" "checkout list" "checkout expire" "caps list" "outbox list" \
    "outbox collect" "anomalies list --period 2026-05" "usage breaches --period 2026-05" \
    "usage duplicates --period 2026-05" "settlements show 2026-05" "reconcile report" \
    "settlements close --period 2026-05" "revenue report --period 2026-05" "render" \
    "export invoices" "close --period 2026-05"; do
    # shellcheck disable=SC2086
    expect 66 'no merchant mer_zzz in the catalog' "$bm" $command --merchant mer_zzz "${at[@]}"
done

# With --json an error is a document, too, and its words stay on standard error.
if command -v python3 >/dev/null; then
    # error CODE WORD COMMAND…
    error() {
        local code=$1 word=$2 status=0
        shift 2
        "$@" >document 2>words || status=$?
        [ "$status" -eq "$code" ] || fail "$* ended with $status, not $code"
        [ -s words ] || fail "$* says nothing"
        python3 - "$word" <<'PYTHON' || fail "$* answers $(cat document)"
import json, sys
error = json.load(open("document"))["error"]
assert list(error) == ["code", "message", "reason", "suggestion"], error
assert error["code"] == sys.argv[1] and error["message"], error
PYTHON
    }
    error 66 unknownMerchant "$bm" catalog show nobody --json
    error 66 missingFile "$bm" usage-events ingest none --json
    error 65 strictFailure "$bm" usage-events ingest events --strict --json "${at[@]}"
    error 64 wrongUsage "$bm" usage report --json --nonsense
    error 64 wrongUsage "$bm" codes create --merchant mer_001 --json
    for command in "export usage" "export unmatched" "export ledger --format json" \
        "export usage --format json"; do
        # shellcheck disable=SC2086
        "$bm" $command --json | python3 -c 'import json, sys; json.load(sys.stdin)' ||
            fail "$command --json is not one document"
    done
    for command in "export ledger --format hledger" "export usage --format csv" \
        "export unmatched --format raw" "codes export --format csv" "pricing export --format csv"; do
        # shellcheck disable=SC2086
        error 64 wrongUsage "$bm" $command --json
    done
    [ "$("$bm" --help --json | grep -c '"error": {$')" -eq 0 ] || fail "help is no error"
fi

mkdir locked
: >locked/output
expect 73 'cannot be written' "$bm" usage-events ingest events --output locked/output "${at[@]}"
# Where nobody can be told, the exit code still says it.
status=0
"$bm" verify --ledger nothere.sqlite 2>/dev/full || status=$?
[ "$status" -eq 66 ] || fail "without standard error verify ended with $status"
echo "every mistake is named, with what to do and its exit code"
