"""What an invoice says, as plain cells: the same for every peer, made before its clock starts.

A cell is (text, aside): the Chinese and, smaller, the English, or a figure and nothing.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

import segno

CLASSES = {"input": "输入", "output": "输出", "cache_read": "缓存读取", "cache_write": "缓存写入"}
CHANNELS = {"wechat_pay": ("微信支付", "WeChat Pay"), "alipay": ("支付宝", "Alipay")}
HEAD = [("项目", "Item"), ("数量", "Quantity"), ("单价", "Unit price")]
TITLE = ("账单", "Bill")
NOTES = [
    ("请扫描任一付款码付款。到期未付的账单将提醒一次；逾期三十日后暂停 API 密钥，不会删除数据。",
     "Please pay by scanning either code. What is not paid by the due day is reminded once; after thirty "
     "days the API key is paused, never deleted."),
    ("每行按锁定汇率换算，并四舍五入一次。", "Each line is converted at the locked rate and rounded once."),
    ("每行均列出其用量记录的 SHA-256，可据此全部重算。",
     "Each line names the SHA-256 of its usage events, from which all can be worked out again."),
    ("本账单不是发票；如需发票，请向收款方索取。", "This bill is not a fapiao (发票)."),
]


class Row(NamedTuple):
    """One row of the table of lines: a group's name, a line, one step of it, or its evidence."""

    kind: str
    cells: list


class Code(NamedTuple):
    """One QR code: a module is dark in `runs` of (x, y, length), out of `size` a side."""

    name: tuple
    size: int
    runs: list

    def svg(self):
        """The code as an image, one path, a rectangle a run."""
        path = "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in self.runs)
        return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.size} {self.size}">'
                f'<path d="{path}"/></svg>')


class Content(NamedTuple):
    number: str
    total: str
    words: str
    snapshot: str
    facts: list
    parties: list
    codes: list
    head: list
    rows: list
    sums: list


def both(text):
    if not isinstance(text, dict):
        return (text, "")
    return (text.get("zh-Hans", text.get("en", "")), text.get("en", ""))


def moved(text, by):
    """A figure of the document number `by`: as many of its last digit higher, its thousands grouped."""
    number = Decimal(text)
    number += by * Decimal(1).scaleb(number.as_tuple().exponent)
    return f"{number:,f}"


def days(period):
    """The first and the last day of the period where the merchant is."""
    zone = ZoneInfo(period["time_zone"])
    first, after = (datetime.fromisoformat(period[key]).astimezone(zone).date() for key in ("from", "to"))
    return f"{first} – {after - timedelta(days=1)}"


def words(amount):
    """An amount in yuan in the capital numerals of Chinese accounts."""
    digits, places, units = "零壹贰叁肆伍陆柒捌玖", ["", "拾", "佰", "仟"], ["", "万", "亿", "万"]
    yuan, _, cents = f"{Decimal(amount):.2f}".partition(".")
    text, zero = "", False
    for index, digit in enumerate(yuan):
        place = len(yuan) - index - 1
        if digit == "0":
            zero = bool(text)
        else:
            text += ("零" if zero else "") + digits[int(digit)] + places[place % 4]
            zero = False
        if place % 4 == 0 and place and any(c != "0" for c in yuan[max(0, index - 3):index + 1]):
            text += units[place // 4]
    text += "元" if text else ""
    if cents == "00":
        return "人民币" + text + "整"
    zero = "零" if text and (yuan[-1] == "0" or cents[0] == "0") else ""
    tenth = digits[int(cents[0])] + "角" if cents[0] != "0" else ""
    return "人民币" + text + zero + tenth + (digits[int(cents[1])] + "分" if cents[1] != "0" else "整")


def code(order, by):
    matrix = segno.make(f"{order['payload']}&n={by}", error="m", boost_error=False).matrix
    runs = []
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                runs.append((start, y, x - start))
            x += 1
    return Code(CHANNELS.get(order["channel"], (order["channel"], "")), len(matrix), runs)


def price(step):
    per = {"1": "", "1000": " / 1K", "1000000": " / 1M"}.get(step["per"], f" / {step['per']}")
    factor = "" if step["multiplier"] == "1" else f" × {step['multiplier']}"
    return f"{step['unit_price']}{per}{factor}"


def step_name(step):
    name = step.get("class") or step.get("subject", "")
    band = step.get("max_input_tokens")
    return (CLASSES.get(name, name) + (f" · 输入 ≤ {band // 1000}K" if band else ""),
            name.replace("_", " ") + (f" · input ≤ {band // 1000}K" if band else ""))


def rows(invoice, by):
    group = None
    for line in invoice["lines"]:
        name, unit = both(line["name"]), both(line["unit"])
        if name != group:
            group = name
            yield Row("group", [(f"{name[0]} · {unit[0]}", f"{name[1]} · {unit[1]}")])
        what = " · ".join(d["value"] for d in line["dimensions"]) or name[0]
        steps = (line.get("explanation") or {}).get("steps", [])
        how = ("分类计价", "by class") if len(steps) > 1 else ("", "")
        yield Row("line", [(what, ""), (moved(line["units"] or "0", by), ""), how,
                           (moved(line["precise_amount"], by), ""), (moved(line["amount"], by), "")])
        for step in steps:
            yield Row("step", [step_name(step), (moved(step["units"] or "0", by), ""), (price(step), ""),
                               (moved(step["amount"] or "0", by), ""), ("", "")])
        evidence = line.get("evidence")
        if evidence:
            sha = evidence["sha256"]
            yield Row("evidence", [(f"#{line['no']} · {evidence['events']:,} 条用量记录 · sha256 "
                                    f"{sha[:8]}…{sha[-4:]}", f"{evidence['events']:,} events")])


def content(invoice, by=0, still=False):
    """The invoice's content as document number `by`; with `still` only its number is another."""
    figure = 0 if still else by
    currency, period = invoice["currency"], invoice["period"]
    total = f"{currency} {moved(invoice['total'], figure)}"
    facts = [(("账期", "Period"), (days(period), "")),
             (("开具日期", "Issued"), (invoice["issued_at"][:10], "")),
             (("付款期限", "Due by"), (invoice["due_at"], "")), (("套餐", "Plan"), both(invoice["plan"]))]
    if invoice.get("fx"):
        fx = invoice["fx"]
        facts += [(("锁定汇率", "FX locked"), (f"{fx['base']}/{fx['quote']} {fx['value']}", "")),
                  (("汇率日期", "Rate published"), (f"{fx['source']} {fx['rate_date']}", ""))]
    parties = []
    for label, key in ((("收款方", "From"), "seller"), (("付款方", "Bill to"), "buyer")):
        party = invoice[key]
        texts = [text for field in ("name", "address") for text in both(party.get(field) or "") if text]
        parties.append((label, texts + [party.get("registration") or "", party.get("email") or ""]))
    sums = [(("小计", "Subtotal"), moved(invoice["subtotal"], figure))]
    for tax in invoice["tax"]:
        name = both(tax["name"])
        sums.append(((f"{name[0]} {tax['rate']} %", name[1]), moved(tax["amount"], figure)))
    sums.append((("应付合计", "Total due"), total))
    capitals = words(moved(invoice["total"], figure).replace(",", "")) if currency == "CNY" else ""
    sha = invoice.get("snapshot_sha256") or "0" * 64
    return Content(f"{invoice['number']}-{by}", total, capitals, f"{sha[:12]}…{sha[-4:]}", facts, parties,
                   [code(order, figure) for order in invoice["orders"][:2]],
                   HEAD + [(invoice["pricing_currency"], ""), (currency, "")],
                   list(rows(invoice, figure)), sums)
