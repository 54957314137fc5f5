#!/usr/bin/env bash
# A closed month under other prices, on other plans, at cost, and again: nothing of it is written.
source "$(dirname "$0")/lib.sh"

folder="$work/what-if"
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
at=(--as-of 2026-06-01T09:00:00+08:00)

cat >shop.yaml <<'YAML'
effective: 2026-01-01
merchant:
  id: mer_1
  name: {en: Example (Test) Ltd, zh-Hans: 示例（测试）有限公司}
  product: {en: AI API, zh-Hans: AI 接口}
  registration: 91350100M000100Y43
  address: {en: 1 Test Street, zh-Hans: 测试路1号}
  email: billing@example.com
  time_zone: Asia/Shanghai
  language: zh-Hans
  tax: {name: {en: VAT, zh-Hans: 增值税}, percent: "6"}
  payment_terms_days: 14
  channels:
    wechat_pay: {mchid: "1900000109", appid: wx01}
    alipay: {pid: "2088101111111111"}
  settlement:
    currency: USD
    bank: {name: Example Bank, account_last4: "1234"}
    platform_fee_percent: "2.5"
    subscription: "0"
    wire_fee: "0"
    minimum_payout: "0"
metrics:
  - {code: words, name: {en: Words, zh-Hans: 词}, unit: {en: words, zh-Hans: 词}, aggregation: sum}
  - code: tokens
    name: {en: Tokens, zh-Hans: 词元}
    unit: {en: tokens, zh-Hans: 词元}
    event: call
    aggregation: tokens
    tokens: {input: in, output: out}
    input_includes_cache: true
plans:
  - code: payg
    name: {en: Pay as you go, zh-Hans: 按量付费}
    currency: CNY
    interval: monthly
    base_fee: "0"
    charges:
      - code: words_fee
        name: {en: Words, zh-Hans: 词}
        metric: words
        price: {model: standard, unit_price: "0.05"}
  - code: flat
    name: {en: Flat, zh-Hans: 包月}
    currency: CNY
    interval: monthly
    base_fee: "20"
    charges:
      - code: flat_words
        name: {en: Words, zh-Hans: 词}
        metric: words
        price: {model: standard, unit_price: "0.01"}
  - code: models
    name: {en: Models, zh-Hans: 模型}
    currency: USD
    interval: monthly
    base_fee: "0"
    charges:
      - code: tokens_fee
        name: {en: Tokens, zh-Hans: 词元}
        metric: tokens
        group_by: [model]
        multiplier: "0.5"
        price: {model: tokens, price_book: own, dimension: model}
customers:
  - id: cus_1
    name: {en: One (Test) Ltd, zh-Hans: 一（测试）有限公司}
    address: {en: 2 Test Street, zh-Hans: 测试路2号}
    email: one@example.com
    language: both
    plan: payg
    since: 2026-01-01
    caps: [{amount: "40", reaction: pause}]
  - id: cus_2
    name: {en: Two (Test) Ltd, zh-Hans: 二（测试）有限公司}
    address: {en: 3 Test Street, zh-Hans: 测试路3号}
    email: two@example.com
    language: en
    plan: models
    since: 2026-01-01
YAML
words() { # words ID TIME QUANTITY
    printf '{"id":"%s","customer_id":"cus_1","metric":"words","quantity":"%s","timestamp":"%s"}\n' "$1" "$3" "$2"
}
printf '{"m": {"input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05}}' >own.json
cat >rates.csv <<'CSV'
Date,USD,CNY
2026-05-29,1.0000,7.0000
CSV

expect 0 ready "$bm" init
expect 0 'version 1' "$bm" catalog apply shop.yaml "${at[@]}"
expect 0 '1 priced' "$bm" pricing import own.json --format litellm --book own --effective 2026-01-01 "${at[@]}"
expect 0 . "$bm" fx import rates.csv --format ecb "${at[@]}"
{
    words a 2026-05-02T08:00:00Z 600
    words b 2026-05-03T08:00:00Z 300
    words c 2026-05-04T08:00:00Z 100
    printf '{"id":"t","customer_id":"cus_2","metric":"call","quantity":"1","timestamp":"2026-05-05T08:00:00Z","dimensions":{"model":"m","in":1000,"out":100}}\n'
} >events
expect 0 '4 accepted|accepted 4|accepted' "$bm" usage-events ingest events "${at[@]}"
cp ledger.sqlite before.sqlite

# 1,000 words at 0.05 are 50.00; at 0.06 60.00; on flat 1,000 × 0.01 + 20 = 30.00.
sed 's/unit_price: "0.05"/unit_price: "0.06"/' shop.yaml >new.yaml
expect 0 'cus_1 +CNY +50.00 +60.00 +\+10.00' "$bm" simulate --catalog new.yaml --period 2026-05 "${at[@]}"
expect 0 'cus_1 +CNY +50.00 +30.00 +-20.00' \
    "$bm" simulate --plan flat --customer cus_1 --period 2026-05 "${at[@]}"
expect 0 'words: above 500 words flat costs less' \
    "$bm" simulate --plan flat --break-even payg --period 2026-05 "${at[@]}"
expect 0 'cus_1 +CNY 12.50 +CNY 50.00 +CNY 200.00' "$bm" simulate --scenarios --period 2026-05 "${at[@]}"
expect 0 'cus_1 +CNY 100.00' "$bm" simulate --scale 2 --period 2026-05 "${at[@]}"
expect 64 'say what is to be otherwise' "$bm" simulate --period 2026-05 "${at[@]}"
expect 66 'has no plan none' "$bm" simulate --plan none --period 2026-05 "${at[@]}"

# 600 × 0.05 = 30, with b 45: b reaches 40, and 5.00 came after it.
expect 0 'reached at 2026-05-03T08:00:00Z by b, at CNY 45.00' "$bm" caps list --period 2026-05 "${at[@]}"
expect 0 'words after it: 1 events, 100 units, CNY 5.00' "$bm" caps list --reached --period 2026-05 "${at[@]}"
expect 0 'cap of CNY 40.00, .*: CNY 0.00 left' "$bm" usage summary cus_1 --period 2026-05 "${at[@]}"
expect 0 'credit of the period: USD 5.00, USD 0.00 left' \
    "$bm" usage summary cus_cn_034 --period 2026-05 --ledger "$demo/demo.sqlite"
expect 0 'no customer has a cap' "$bm" caps list --reaction throttle --period 2026-05 "${at[@]}"
sed 's/reaction: pause/reaction: stop_billing/; s/^effective: .*/effective: 2026-05-01/' shop.yaml >stop.yaml
cp before.sqlite stop.sqlite
stop=(--ledger stop.sqlite "${at[@]}")
expect 0 'version 2' "$bm" catalog apply stop.yaml "${stop[@]}"
expect 0 'billing stopped at it: CNY 10.00 of CNY 50.00 are not billed' "$bm" caps list --period 2026-05 "${stop[@]}"
expect 0 . "$bm" close --period 2026-05 "${stop[@]}"
expect 0 'not billed, after the cap of 40.00 was reached at 2026-05-03T08:00:00Z: +0 − 10' \
    "$bm" explain INV-2026-0601-0001#1 "${stop[@]}"
expect 0 'all .* invariants hold' "$bm" verify "${stop[@]}"
expect 0 'reached at 2026-05-02T08:00:00Z by a, at CNY 30.00' \
    "$bm" simulate --cap 30 --customer cus_1 --period 2026-05 "${at[@]}"

# 1,000 × 3 / 1M + 100 × 15 / 1M = 0.0045, sold at half of it.
expect 1 'cus_2 +USD 0.00225 +USD 0.0045 +-0.00225 +-100.00' \
    "$bm" margin --cost own --period 2026-05 "${at[@]}"
grep -qE 'cus_1 .*cost unknown of words' out || fail "the cost of words is not unknown: $(cat out)"
expect 0 'nothing unusual' "$bm" anomalies list --period 2026-05 "${at[@]}"

# A closed month again: as it was, then with an event that came late, then cheaper.
expect 65 'is not closed' "$bm" replay --period 2026-05 "${at[@]}"
dump() { python3 -c 'import sqlite3, sys; print("\n".join(sqlite3.connect(sys.argv[1]).iterdump()))' "$1"; }
dump ledger.sqlite >now.sql
dump before.sqlite >then.sql
[ -s now.sql ] && cmp now.sql then.sql || fail "a question changed the ledger"
expect 0 '2 invoices' "$bm" close --period 2026-05 "${at[@]}"
expect 0 'every line as it was billed' "$bm" replay --period 2026-05 "${at[@]}"
words late 2026-05-06T08:00:00Z 200 >events
expect 0 accepted "$bm" usage-events ingest events --as-of 2026-06-02T09:00:00+08:00
# 200 × 0.05, which the next invoice bills: no line of May changes.
expect 1 'late, billed with the next invoice: cus_1 .* 1 events, CNY 10.00' \
    "$bm" replay --period 2026-05 "${at[@]}"
sed 's/unit_price: "0.05"/unit_price: "0.04"/' shop.yaml >new.yaml
# 1,000 × 0.04 = 40.00 for 50.00: 10.00 and 6 % of it.
expect 1 'CNY -10.60 · a credit note would follow' \
    "$bm" replay --catalog new.yaml --period 2026-05 "${at[@]}"
expect 1 '"correction": "credit_note"' \
    "$bm" replay --catalog new.yaml --period 2026-05 --json "${at[@]}"
expect 64 'cannot be issued yet' "$bm" replay --period 2026-05 --post "${at[@]}"
