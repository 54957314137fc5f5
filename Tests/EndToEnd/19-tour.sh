#!/usr/bin/env bash
# The three commands the product is known by, to the letter, on figures that add up.
source "$(dirname "$0")/lib.sh"

folder="$work/tour"
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
say() { "$bm" "$@" --as-of "$now"; }

cat >shop.yaml <<'YAML'
effective: 2025-01-01
merchant:
  id: mer_001
  name: {en: Example Lantern AI (Demo) Ltd, zh-Hans: 示例灯笼智能（演示）有限公司}
  product: {en: AI API, zh-Hans: AI 接口}
  registration: 91990000MA00000A9E
  address: {en: "1 Lantern Alley", zh-Hans: 灯笼弄1号}
  email: billing@lantern.example.com
  time_zone: Asia/Shanghai
  language: en
  tax: {name: {en: VAT, zh-Hans: 增值税}, percent: "0"}
  payment_terms_days: 14
  channels:
    wechat_pay: {mchid: "1900000101", appid: wx0000000000000101}
    alipay: {pid: "2088000000000101"}
  settlement:
    currency: USD
    bank: {name: Example Harbour Bank (Demo), account_last4: "1234"}
    platform_fee_percent: "2"
    subscription: "0"
    wire_fee: "15.00"
    minimum_payout: "50.00"
metrics:
  - {code: tokens_output, name: {en: Output tokens, zh-Hans: 输出 token}, unit: {en: tokens, zh-Hans: token}, aggregation: sum}
plans:
  - code: output
    name: {en: Output price, zh-Hans: 输出计价}
    currency: CNY
    interval: monthly
    billed: in_arrears
    base_fee: "12395.20"
    charges:
      - code: output
        name: {en: Output tokens, zh-Hans: 输出 token}
        metric: tokens_output
        price: {model: standard, unit_price: "0.08", per: "1000"}
customers:
  - id: cus_cn_001
    name: {en: Example Osmanthus Tea House (Demo) Ltd, zh-Hans: 示例桂花茶舍（演示）有限公司}
    registration: 91990100MA00100106
    address: {en: "8 Osmanthus Steps", zh-Hans: 桂花阶8号}
    email: accounts@osmanthus.example.com
    language: en
    plan: output
    since: 2025-05-01
YAML
# As the ECB prints them: 7.29 and 1 for a euro are 7.29 for a dollar.
printf 'Date, USD, CNY, \n2025-06-30, 1.0, 7.29, \n' >rates.csv

now=2025-05-20T12:00:00+08:00
"$bm" init >/dev/null
say catalog apply shop.yaml >/dev/null
say usage-events ingest >told <<'JSON'
{ "customer_id": "cus_cn_001", "metric": "tokens_output", "quantity": "60000", "dimensions": { "product": "AI API" } }
JSON
[ "$(head -1 told)" = 'accepted · invoice preview updated' ] || fail "ingest says: $(cat told)"

# 12,395.20 and 60,000 × 0.08 / 1K = 4.80: 12,400.00.
now=2025-06-11T09:00:00+08:00
say close --period 2025-05 >closed || fail "close: $(cat closed)"
say checkout create inv_2025_0611_0001 >told
[ "$(head -1 told)" = 'CNY 12,400.00 · WeChat Pay QR ready' ] || fail "checkout says: $(cat told)"
cat >paid.json <<'JSON'
{"appid":"wx0000000000000101","mchid":"1900000101","out_trade_no":"INV202506110001M1W1",
 "transaction_id":"4200002711202506117300112233","trade_type":"NATIVE","trade_state":"SUCCESS",
 "success_time":"2025-06-11T09:30:00+08:00","payer":{"openid":"o1"},
 "amount":{"total":1240000,"payer_total":1240000,"currency":"CNY","payer_currency":"CNY"}}
JSON
now=2025-06-11T09:31:00+08:00
say payments notify paid.json --channel wechat_pay >/dev/null

# 2 % of 12,400.00 are 248.00; 12,152.00 ÷ 7.29 = 1,666.9410…, less 15.00 for the wire.
now=2025-07-01T09:00:00+08:00
say fx import rates.csv --format ecb >/dev/null
say settlements preview --currency USD >told
cat >expected <<'TEXT'
FX 7.29 locked · fees deducted
payout USD 1,651.94 to ****1234
  mer_001 2025-06: opening 0.00 + collected 12,400.00 − platform fee 248.00 − subscription 0.00 = CNY 12,152.00
  CNY 12,152.00 ÷ 7.29 = USD 1,666.94 − wire fee 15.00 = USD 1,651.94 · ECB 2025-06-30
TEXT
diff expected told || fail "the preview"
say close --period 2025-06 >/dev/null
expect 0 'scheduled +2025-07-02 +USD/CNY 7.29 +12,152.00 +USD 1,651.94' say settlements show 2025-06
expect 0 'all [0-9]+ invariants hold' say verify
echo "the three commands say what they are known for, and their figures add up"
