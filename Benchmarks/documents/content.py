"""What an invoice says, as plain cells: the same for every peer, made before its clock starts.

A cell is (text, aside): the Chinese and, smaller, the English, or a figure and nothing.
"""

from typing import NamedTuple

from codes import code
from figures import days, moved, words

CLASSES = {"input": "输入", "output": "输出", "cache_read": "缓存读取", "cache_write": "缓存写入"}
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
