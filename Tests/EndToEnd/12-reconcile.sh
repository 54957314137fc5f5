#!/usr/bin/env bash
# The demo's sides differ where its June is told to, and nowhere else; each kind of trouble that is planted in further bills is refused with its
# reason, or listed with both figures until somebody decides.
source "$(dirname "$0")/lib.sh"
need python3

folder="$work/reconcile"
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
cp "$demo/demo.sqlite" ledger.sqlite
export BM_LEDGER="$folder/ledger.sqlite"
at=(--as-of 2026-07-01T10:00:00+08:00)
june=(reconcile --period 2026-06 "${at[@]}")

# What examples/june.csv plants: a second payment, a late one, one that is too small, and a fee that was decided.
expect 1 '^3 open: 3 of 8-30 days · 1 resolved$' "$bm" "${june[@]}"
"$bm" "${june[@]}" --json >demo.json && fail "open differences end with 0"
python3 - <<'PY' || fail "the demo's differences are not those of june.csv"
import json
rows = [(d["reason"], d["state"], d["merchant_id"], d["age_days"]) for d in json.load(open("demo.json"))["differences"]]
# Paid on 1, 18, 21 and 22 June, seen on 1 July.
assert rows == [("duplicate_payment", "open", "mer_002", 30), ("paid_after_expiry", "open", "mer_004", 13),
                ("underpaid", "open", "mer_005", 10), ("fee_differs", "resolved", "mer_006", 9)], rows
PY
open='import json, sys; print(*[d["id"] for d in json.load(open(sys.argv[1]))["differences"] if d["state"] == "open"])'
for id in $(python3 -c "$open" demo.json); do
    expect 0 'is resolved' "$bm" reconcile resolve "$id" --note "as planted" "${at[@]}"
done
expect 0 '^nothing is open · 4 resolved$' "$bm" "${june[@]}"
expect 0 '"open": 0' "$bm" "${june[@]}" --json
[ "$("$bm" "${june[@]}" --format csv | wc -l)" -eq 5 ] || fail "another difference in the demo"
for bill in "$demo"/output/2026-06/channel-bills/wechat_pay/*; do
    expect 0 'imported before' "$bm" payments import "$bill" --channel wechat_pay "${at[@]}"
done
echo "the demo's sides differ where they are told to, and a second import changes nothing"

# Bills in the channels' own bytes, from rows that each case plants.
cat >bills.py <<'PY'
import sqlite3

ledger = sqlite3.connect("ledger.sqlite")
TRADE = ("交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,"
         "应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,"
         "手续费,费率,订单金额,申请退款金额,费率备注")
FUND = "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号"

def yuan(fen):
    return f"{'-' if fen < 0 else ''}{abs(fen) // 100}.{abs(fen) % 100:02}"

def write(name, lines):
    with open(name, "wb") as file:
        file.write(b"\xef\xbb\xbf" + ("\r\n".join(lines) + "\r\n").encode())

def trade(name, rows, account="1900000101"):
    """rows: time, transaction, order, fen, refund or None"""
    lines, paid, back = [TRADE], 0, 0
    for time, transaction, order, fen, refund in rows:
        state, gross, asked = ("REFUND", 0, fen) if refund else ("SUCCESS", fen, 0)
        paid, back = paid + gross, back + asked
        kind = [refund, "RF" + refund, yuan(asked), "0.00", "ORIGINAL", "SUCCESS"] if refund else ["0", "0", "0.00", "0.00", "", ""]
        cells = [time, "wx", account, "0", "", transaction, order, "o", "NATIVE", state, "OTHERS", "CNY", yuan(gross), "0.00",
                 *kind, "AI", "x", "0.00000", "0.60%", yuan(gross), yuan(asked), ""]
        lines.append(",".join("`" + cell for cell in cells))
    lines.append("总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额")
    lines.append(f"`{len(rows)},`{yuan(paid)},`{yuan(back)},`0.00,`0.00000,`{yuan(paid)},`{yuan(back)}")
    write(name, lines)

def fund(name, rows, balance, account="1900000101"):
    """rows: time, source, flow, kind, signed fen"""
    lines, inflow, outflow = [FUND], [], []
    for time, source, flow, kind, fen in rows:
        balance += fen
        (inflow if fen > 0 else outflow).append(abs(fen))
        cells = [time, source, flow, "交易", kind, "收入" if fen > 0 else "支出", yuan(abs(fen)), yuan(balance), account + "API", "", ""]
        lines.append(",".join("`" + cell for cell in cells))
    lines.append("资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额")
    lines.append(f"`{len(rows)},`{len(inflow)},`{yuan(sum(inflow))},`{len(outflow)},`{yuan(sum(outflow))}")
    write(name, lines)

def closing(account):
    return ledger.execute("SELECT balanceFen FROM fundBillRow JOIN channelBill ON channelBill.id = billId WHERE account = ? "
                          "ORDER BY occurredAt DESC, fundBillRow.id DESC LIMIT 1", [account]).fetchone()[0]
PY

# What a bill must not be.
python3 - <<'PY'
from bills import *
one = ("2026-06-26 10:00:00", "4200009", "INV1", 100, None)
trade("twice.csv", [one, one])
trade("foreign.csv", [one], account="1999999999")
trade("sums.csv", [one])
text = open("sums.csv", "rb").read()
open("sums.csv", "wb").write(text.replace("`1,`1.00".encode(), "`1,`1.01".encode()))
known = ledger.execute("SELECT flowNo, balanceFen, amountFen FROM fundBillRow JOIN channelBill ON channelBill.id = billId "
                       "WHERE account = '1900000101' ORDER BY occurredAt LIMIT 1").fetchone()
fund("contradicts.csv", [("2026-06-01 10:00:00", "4200009", known[0], "交易", known[2] + 1)], known[1] - known[2])
PY
zip=$(first "$demo/output/2026-06/channel-bills/alipay" -name '*0156_20260601.zip')
head -c 200 "$zip" >cut.zip
wechat=(payments import --channel wechat_pay "${at[@]}")
expect 65 'transaction 4200009 stands in the lines 2 and 3' "$bm" "${wechat[@]}" twice.csv
expect 65 'is a bill of the account 1999999999' "$bm" "${wechat[@]}" foreign.csv
expect 65 'the rows give 1, the summary says 1.01' "$bm" "${wechat[@]}" sums.csv
expect 65 'movement .* is 交易' "$bm" "${wechat[@]}" contradicts.csv
expect 65 'is an Alipay business bill' "$bm" "${wechat[@]}" "$zip"
expect 65 'is a WeChat Pay' "$bm" payments import --channel alipay "${at[@]}" twice.csv
expect 65 'a damaged ZIP' "$bm" payments import --channel alipay "${at[@]}" cut.zip
expect 0 '^nothing is open · 4 resolved$' "$bm" "${june[@]}"
echo "bad bills are refused with their reason, and leave nothing behind"

# One of each kind. INV-2026-0601-0007 of mer_001 is unpaid; 0001 to 0006 are paid.
expect 0 'void' "$bm" invoices void INV-2026-0601-0005 --merchant mer_007 --reason "never owed" "${at[@]}"
python3 - <<'PY'
from bills import *
def order(number, channel, merchant):
    return ledger.execute("SELECT outTradeNo, o.amountFen FROM paymentOrder o JOIN invoice i ON i.id = o.invoiceId JOIN merchant m "
                          "ON m.id = i.merchantId WHERE i.number = ? AND o.channel = ? AND m.code = ? ORDER BY attempt",
                          [number, channel, merchant]).fetchone()
rows = lambda merchant: ledger.execute(
    "SELECT p.transactionId, o.outTradeNo, p.amountFen FROM payment p JOIN paymentOrder o ON o.id = p.orderId JOIN invoice i "
    "ON i.id = o.invoiceId JOIN merchant m ON m.id = i.merchantId WHERE m.code = ? AND p.channel = 'wechat_pay' "
    "ORDER BY p.paidAt LIMIT 1", [merchant]).fetchone()
paid = rows("mer_001")
unpaid, due = order("INV-2026-0601-0007", "wechat_pay", "mer_001")
second, again = order("INV-2026-0601-0002", "wechat_pay", "mer_001")
theirs, other = order("INV-2026-0601-0012", "wechat_pay", "mer_007")
void, never = order("INV-2026-0601-0005", "wechat_pay", "mer_007")
t = "2026-06-27 10:00:0%d"
trade("planted.csv", [
    (t % 0, "4299001", "INV209901010001M1W1", 8800, None),       # no such order
    (t % 1, "4299002", theirs, other, None),                     # an order of mer_007
    (t % 2, paid[0], paid[1], paid[2] - 100, None),              # known with another amount
    (t % 3, "4299003", unpaid, due - 1, None),                   # a fen less, after its two hours
    (t % 4, "4299004", second, again, None),                     # paid by Alipay before
    (t % 5, "4299005", "INV209901010001M1W1", 500, "5099001"),   # a refund of nothing that is known
    (t % 6, paid[0], paid[1], 100, "5099002"),                   # a refund that nobody asked for
    (t % 7, paid[0], paid[1], paid[2], "5099003"),               # more than was paid
])
trade("void.csv", [(t % 0, "4299006", void, never, None)], account="1900000107")
balance = closing("1900000101")
fund("planted-fund.csv", [
    (t % 0, "4299001", "F1", "交易", 8800), (t % 3, "4299003", "F2", "交易", due - 2),
    (t % 4, "4299008", "F3", "交易", 700), (t % 5, "", "F4", "分账", -300),
    (t % 6, "5099002", "F5", "退款", -100), (t % 7, "5099009", "F6", "退款关闭", 900),
    (t % 8, "", "F7", "提现", -1000),
], balance)
balance += 8800 + due - 2 + 700 - 300 - 100 + 900 - 1000
# Over night 6.00 came, and no row says why.
fund("next-fund.csv", [("2026-06-28 10:00:00", "", "F8", "提现", -2000)], balance + 600)
PY
expect 0 '5 unmatched' "$bm" "${wechat[@]}" planted.csv
expect 0 '1 payment ' "$bm" "${wechat[@]}" void.csv
expect 0 '7 movements · 1 withdrawal CNY 10.00 .* 4 unmatched' "$bm" "${wechat[@]}" planted-fund.csv
expect 0 '1 movement · 1 withdrawal CNY 20.00 .* 0 unmatched' "$bm" "${wechat[@]}" next-fund.csv
"$bm" "${june[@]}" --format json >found.json && fail "open differences end with 0"
python3 - <<'PY' || fail "the differences are not what was planted"
import collections, json
document = json.load(open("found.json"))
assert document["schema"] == "bm.reconciliation/1"
differences = [d for d in document["differences"] if d["state"] == "open"]
found = collections.Counter(d["reason"] for d in differences)
expected = {
    "unknown_order": 1, "order_of_another": 1, "amount_differs": 2, "underpaid": 1, "duplicate_payment": 1,
    "paid_after_expiry": 3, "refund_unknown": 1, "refund_not_ordered": 1, "refunded_more_than_paid": 1, "paid_void": 1,
    "missing_on_fund_bill": 1, "missing_in_ledger": 1, "unknown_movement": 1, "refund_came_back": 1,
    "withdrawal_not_stated": 1, "fund_bill_not_imported": 1,
    "fee_differs": 1,  # the row with another amount says no fee, too
}
assert found == expected, (found - collections.Counter(expected), collections.Counter(expected) - found)
for d in differences:
    assert d["left_amount"] or d["right_amount"], d
    assert d["suggestion"] and d["ageing"] in ("2-7", "8-30", "over 30"), d
by = {d["reason"]: d for d in differences}
assert [by["unknown_order"][k] for k in ("left_side", "left_amount", "right_amount", "age_days")] == ["trade_bill", "88.00", None, 4]
assert by["withdrawal_not_stated"]["amount"] == "6.00" and by["withdrawal_not_stated"]["debit"] == "channel_clearing:wechat_pay"
assert document["open"] == sum(expected.values())
PY
expect 1 '^20 open: 19 of 2-7 days, 1 of 8-30 days · 4 resolved$' "$bm" "${june[@]}"
expect 0 'nothing is open' "$bm" "${june[@]}" --channel alipay
expect 1 'paid for an invoice that is void' "$bm" "${june[@]}" --merchant mer_007
expect 1 'june.csv · 20 open' "$bm" "${june[@]}" --format csv --output june.csv
[ "$(wc -l <june.csv)" -eq 25 ] || fail "a row a difference: $(cat june.csv)"
"$bm" verify --output "$demo/output" >verified || fail "the books do not hold: $(cat verified)"
"$bm" export unmatched --format csv "${at[@]}" >unmatched.csv
[ "$(grep -c ',unknown_order,\|,refund_unknown,\|,refunded_more_than_paid,\|,order_of_another,' unmatched.csv)" -eq 4 ] ||
    fail "unmatched: $(cat unmatched.csv)"
echo "20 differences of 17 kinds are found, none else, and the books hold"

expect 66 'there is no difference d-none' "$bm" reconcile resolve d-none --note x "${at[@]}"
for id in $(python3 -c "$open" found.json); do
    expect 0 'is resolved' "$bm" reconcile resolve "$id" --note "settled with the channel" "${at[@]}"
done
expect 0 'has that note' "$bm" reconcile resolve "$id" --note "settled with the channel" "${at[@]}"
expect 0 '^nothing is open · 24 resolved$' "$bm" "${june[@]}"
echo "what a person decided is open no more"

transaction=$(python3 -c 'from bills import *; print(ledger.execute("SELECT transactionId FROM payment WHERE channel = '"'wechat_pay'"' ORDER BY id DESC LIMIT 1").fetchone()[0])')
dispute=(payments chargeback "$transaction" --channel wechat_pay --reference DSP1 --at 2026-06-28T10:00:00+08:00 --reason "not mine" "${at[@]}")
expect 65 'at most CNY' "$bm" "${dispute[@]}" --amount 999999.00
expect 0 'DSP1 · CNY 1.00 taken back' "$bm" "${dispute[@]}" --amount 1.00
expect 0 'known as a chargeback, nothing new' "$bm" "${dispute[@]}" --amount 1.00
expect 65 'CNY 1.00, as it is booked' "$bm" "${dispute[@]}" --amount 2.00
"$bm" verify --output "$demo/output" >verified || fail "the books after a chargeback: $(cat verified)"
echo "a chargeback is booked once"
