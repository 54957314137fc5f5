#!/usr/bin/env bash
# The life of a payment order through the commands: made, shown, paid for again, closed, failed, expired;
# and a code that is over is drawn nowhere: not in PDF, SVG, JSON, the site, or a terminal.
source "$(dirname "$0")/lib.sh"

folder="$work/checkout"
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
day=2026-05-05T
at() { echo "--as-of=${day}$1+08:00"; }

"$bm" init >/dev/null
"$bm" catalog apply "$project/examples/catalog/mer_001-lantern.yaml" --as-of 2026-05-01T00:00:00Z >/dev/null
"$bm" fx import "$project"/examples/fx/*.csv --format ecb "$(at 08:00:00)" >/dev/null
"$bm" credits grant cus_cn_001 100 --kind paid --id po-7 "$(at 08:00:00)" >/dev/null
invoice=INV-2026-0505-0001
first=INV202605050001M1W1

# Nothing yet: the number to tell the channel, and how to get a code.
expect 0 "next order: WeChat Pay $first, Alipay INV202605050001M1Z1" "$bm" checkout show $invoice "$(at 09:00:00)"
expect 0 'a new code: bm checkout create' "$bm" checkout show $invoice "$(at 09:00:00)"
expect 66 'there is no order INV209901010001M1W1' "$bm" checkout show INV209901010001M1W1 "$(at 09:00:00)"

# The channel's own code, as it gave it; refused where it cannot be one.
code='weixin://wxpay/bizpayurl?pr=NwY5Mz9'
expect 65 'is no code of WeChat Pay' "$bm" checkout create $invoice --payload https://qr.alipay.com/bavh "$(at 09:00:00)"
expect 64 'is the code of one channel' "$bm" checkout create $invoice --channel both --payload "$code" "$(at 09:00:00)"
expect 65 'cannot end at 2026-05-05T01:00:30Z' \
    "$bm" checkout create $invoice --expires ${day}09:00:30+08:00 "$(at 09:00:00)"
expect 0 "$first · channel code · until 2026-05-05T02:00:00Z" \
    "$bm" checkout create $invoice --payload "$code" --expires ${day}10:00:00+08:00 "$(at 09:00:00)"
expect 65 "order $first over CNY .* can be paid until" "$bm" checkout create $invoice "$(at 09:10:00)"
expect 0 'weixin://wxpay/bizpayurl\?pr=NwY5Mz9 · channel code' "$bm" checkout show $first "$(at 09:59:59)"
expect 0 "expired at 2026-05-05T02:00:00Z" "$bm" checkout show $first "$(at 10:00:00)"
"$bm" checkout show $invoice --json "$(at 10:00:00)" >shown.json
grep -q 'weixin' shown.json && fail "an expired code is in JSON: $(cat shown.json)"
grep -q '"payload": null' shown.json || fail "$(cat shown.json)"
expect 65 "is the code of order $first" "$bm" checkout create $invoice --payload "$code" "$(at 10:00:00)"
echo "a channel's code is kept as given and shown until it ends"

# Expired by the clock, noted once.
expect 0 'INV202605050001M1W1 .* expired' "$bm" checkout list --state expired "$(at 10:00:00)"
expect 0 '^1 expired$' "$bm" checkout expire "$(at 10:05:00)"
expect 0 '^0 expired$' "$bm" checkout expire "$(at 10:06:00)"
expect 65 "order $first is expired" "$bm" checkout close $first "$(at 10:06:00)"

# A new attempt has a new number; reissue closes what is open; closed and failed end an order once.
expect 0 'M1W2 · sandbox' "$bm" checkout create $invoice "$(at 10:10:00)"
expect 0 'M1W3 · sandbox' "$bm" checkout create $invoice --reissue "$(at 10:20:00)"
expect 0 'INV202605050001M1W2 .* closed' "$bm" checkout list --state closed "$(at 10:20:00)"
expect 64 'reason is empty' "$bm" checkout fail INV202605050001M1W3 --reason ' ' "$(at 10:21:00)"
expect 0 'failed' "$bm" checkout fail INV202605050001M1W3 --reason 'PAYERROR' "$(at 10:22:00)"
expect 0 'failed at 2026-05-05T02:22:00Z: PAYERROR' "$bm" checkout show $invoice "$(at 10:23:00)"
expect 65 'is failed' "$bm" checkout close INV202605050001M1W3 "$(at 10:24:00)"
expect 0 'M1Z1 · sandbox' "$bm" checkout create $invoice --channel alipay "$(at 10:25:00)"
expect 0 'closed' "$bm" checkout close INV202605050001M1Z1 "$(at 10:26:00)"
expect 0 'no orders' "$bm" checkout list --state paid "$(at 10:26:00)"
expect 0 '"schema": "bm.orders/1"' "$bm" checkout list --json "$(at 10:26:00)"
echo "orders are made anew, closed, failed and expired"

# Money for an order that had ended is booked and said to be late; then nothing is left to pay.
fen=$("$bm" checkout list --json "$(at 10:26:00)" | python3 -c 'import json,sys
print(json.load(sys.stdin)["orders"][0]["amount_fen"])')
cat >paid.json <<JSON
{"appid":"wx2421b1c4370ec43b","mchid":"$(grep -o 'mchid: "[0-9]*"' "$project/examples/catalog/mer_001-lantern.yaml" | grep -o '[0-9]*')",
 "out_trade_no":"$first","transaction_id":"4200002711202605057300112233","trade_type":"NATIVE",
 "trade_state":"SUCCESS","success_time":"${day}11:00:00+08:00","payer":{"openid":"o1"},
 "amount":{"total":$fen,"payer_total":$fen,"currency":"CNY","payer_currency":"CNY"}}
JSON
expect 0 "paid CNY .* for $invoice" "$bm" payments notify paid.json --channel wechat_pay "$(at 11:00:01)"
expect 0 "$first .* paid, late" "$bm" checkout list --state paid "$(at 11:01:00)"
expect 65 "$invoice is paid: nothing is to be paid" "$bm" checkout create $invoice "$(at 11:01:00)"
expect 0 'payments_match_bills' "$bm" verify "$(at 11:02:00)"
echo "a late payment is booked"

# On an invoice of a month: CNY 100.00 without tax, drawn with the code, after its end, with a pay link.
need python3 zbarimg pdftoppm pdftotext
mkdir -p month
cd month
catalog() {
    cat <<YAML
effective: $1
merchant:
  id: mer_1
  name: {en: Example One (Test) Ltd, zh-Hans: 示例一（测试）有限公司}
  product: {en: AI API, zh-Hans: AI 接口}
  registration: 91350100M000100Y43
  address: {en: 1 Test Street, zh-Hans: 测试路1号}
  email: billing@one.example.com
  time_zone: Asia/Shanghai
  language: zh-Hans
  tax: {name: {en: VAT, zh-Hans: 增值税}, percent: "0"}
  payment_terms_days: 14
  channels:
    wechat_pay: {mchid: "1900000109", appid: wx01}
    alipay: {pid: "2088101111111111"}$2
  settlement:
    currency: USD
    bank: {name: Example Bank, account_last4: "1234"}
    platform_fee_percent: "2.5"
    subscription: "0"
    wire_fee: "0"
    minimum_payout: "0"
plans:
  - code: flat
    name: {en: Flat, zh-Hans: 包月}
    currency: CNY
    interval: monthly
    base_fee: "100.00"
customers:
  - id: cus_1
    name: {en: Customer, zh-Hans: 客户}
    address: {en: 2 Test Street, zh-Hans: 测试路2号}
    email: cus@example.com
    language: both
    plan: flat
    since: 2026-01-01
YAML
}
catalog 2026-01-01 "" >mer_1.yaml
"$bm" init >/dev/null
"$bm" catalog apply mer_1.yaml --as-of 2026-04-01T00:00:00Z >/dev/null
"$bm" fx import "$project"/examples/fx/*.csv --format ecb --as-of 2026-06-01T08:00:00+08:00 >/dev/null
"$bm" close --period 2026-05 --as-of 2026-06-01T09:00:00+08:00 --quiet >/dev/null
invoice=INV-2026-0601-0001
# draw TIME DRAWN: renders at that time of the first of June, and compares the codes that can be read
# from the picture, the PDF's and the SVG's pages with DRAWN, and the files' and the site's text.
draw() {
    local time="--as-of=2026-06-01T$1+08:00" stem=drawn/2026-06/mer_1/invoices/$invoice
    rm -rf drawn
    "$bm" render invoices --output drawn "$time" --quiet >/dev/null
    "$bm" site --output drawn "$time" --quiet >/dev/null
    pdftoppm -r 110 -f 1 -l 1 -png -singlefile $stem.pdf page
    read -r found <<<"$(zbarimg -q --raw -Sdisable -Sqrcode.enable page.png 2>/dev/null | sort | tr '\n' ' ' || true)"
    [ "${found:-}" = "$2" ] || fail "$1: read “${found:-}” from the PDF, not “$2”"
    pdftotext -layout $stem.pdf page.txt
}
page=drawn/site/merchants/mer_1/invoices/$invoice.html
draw 09:30:00 ''
grep -q 'No payment code' page.txt || fail "the invoice does not say that there is no code"
"$bm" checkout create $invoice --payload 'weixin://wxpay/bizpayurl?pr=AbC123' --as-of 2026-06-01T10:00:00+08:00 >/dev/null
draw 11:59:59 'weixin://wxpay/bizpayurl?pr=AbC123'
grep -q 'aria-label="QR code: WeChat Pay"' $page || fail "the site has no code"
draw 12:00:00 ''
grep -q 'Code expired 2026-06-01 12:00' page.txt || fail "the invoice does not say that its code expired"
grep -q 'expired at' $page || fail "the site does not say that the code expired"
if grep -q 'QR code' $page; then fail "the site has an expired code"; fi
if grep -rq 'AbC123' drawn; then fail "an expired code is in $(grep -rl AbC123 drawn)"; fi
"$bm" checkout create $invoice --channel both --as-of 2026-06-01T12:00:00+08:00 >/dev/null
draw 12:30:00 'sandbox://alipay/INV202606010001M1Z1?fen=10000 sandbox://wechat_pay/INV202606010001M1W2?fen=10000'
grep -q 'Sandbox code: it cannot be paid' page.txt || fail "a sandbox code is not marked in English"
grep -q '沙箱测试码，不能付款' page.txt || fail "a sandbox code is not marked in Chinese"
grep -q '沙箱测试码，不能付款' $page || fail "the site does not mark a sandbox code in Chinese"
catalog 2026-06-02 '
  checkout: {pay_link: "https://pay.example.com/i/{invoice}"}' >linked.yaml
"$bm" catalog apply linked.yaml --as-of 2026-06-01T13:00:00+08:00 >/dev/null
time2=--as-of=2026-06-02T10:00:00+08:00
rm -rf drawn
"$bm" render invoices --output drawn "$time2" --quiet >/dev/null
pdftoppm -r 110 -f 1 -l 1 -png -singlefile drawn/2026-06/mer_1/invoices/$invoice.pdf page
[ "$(zbarimg -q --raw -Sdisable -Sqrcode.enable page.png 2>/dev/null)" = "https://pay.example.com/i/$invoice" ] || fail "the pay link is not drawn"
grep -q '"pay_link": "https://pay.example.com/i/INV-2026-0601-0001"' drawn/2026-06/mer_1/invoices/$invoice.json || fail "no pay link in JSON"
expect 0 "pay link: https://pay.example.com/i/$invoice" "$bm" checkout show $invoice "$time2"
expect 0 'M1W3 · pay link' "$bm" checkout create $invoice "$time2"
expect 0 'documents_match' "$bm" verify --output drawn "$time2"
echo "documents and the site draw what can be paid, and say what cannot"

# A credit note is made once: under its id whenever it is sent, and without one at the same time.
note=(credit-note create $invoice --merchant mer_1 --reason outage --line 1=0.10)
expect 0 "CN-2026-0602-0001 · $invoice · CNY 0.1" "$bm" "${note[@]}" --id outage-9 --as-of 2026-06-02T10:10:00+08:00
cp out first.txt
expect 0 "CN-2026-0602-0001" "$bm" "${note[@]}" --id outage-9 --as-of 2026-06-02T10:11:00+08:00
cmp -s out first.txt || fail "the same note is printed otherwise: $(diff out first.txt)"
expect 65 "outage-9 is known as CN-2026-0602-0001: $invoice, line 1=0.1, refund to none, reason “outage”; not $invoice, line 1=0.1, refund to channel" \
    "$bm" "${note[@]}" --id outage-9 --refund-to channel --as-of 2026-06-02T10:11:00+08:00
expect 65 'is no id' "$bm" "${note[@]}" --id 'a b' --as-of 2026-06-02T10:11:00+08:00
expect 0 "CN-2026-0602-0002" "$bm" "${note[@]}" --as-of 2026-06-02T10:12:00+08:00
expect 65 'CN-2026-0602-0002 lowers .* by the same lines' "$bm" "${note[@]}" --as-of 2026-06-02T10:12:00+08:00
expect 65 'try: give it an --id' "$bm" "${note[@]}" --as-of 2026-06-02T10:12:00+08:00
echo "a credit note is made once"

# Nothing is made or shown for an invoice that is not owed any more, though its order's two hours go on.
"$bm" credit-note create $invoice --reason outage --as-of 2026-06-02T10:30:00+08:00 >/dev/null
later=--as-of=2026-06-02T11:00:00+08:00
expect 65 "$invoice is credited: nothing is to be paid" "$bm" checkout create $invoice --reissue "$later"
"$bm" checkout show $invoice --json "$later" >shown.json
if grep -q 'pay.example.com' shown.json; then fail "a link is shown where nothing is due: $(cat shown.json)"; fi
echo "a credited invoice has no order"
