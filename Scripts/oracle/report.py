"""The shape of examples/expected.json, and the table of amounts in examples/README.md."""

import csv
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

BEGIN, END = "<!-- amounts: begin -->", "<!-- amounts: end -->"
RATE_DATE = "2026-05-29"


def exact(value):
    """A finite decimal as text: no exponent, no zeros at the end. A fraction without an end is a mistake here."""
    value = Fraction(value)
    places = 0
    while value.denominator != 1:
        if places == 40:
            raise ValueError(f"{value} has no finite decimal form")
        value, places = value * 10, places + 1
    sign, digits = "-" * (value < 0), str(abs(value.numerator)).rjust(places + 1, "0")
    return sign + (digits if places == 0 else f"{digits[:-places]}.{digits[-places:]}")


def customer(merchant, row, plan, events, invoices):
    return {
        "merchant": merchant["id"], "customer": row["id"], "plan": plan["code"], "currency": plan["currency"],
        "events": len(events),
        "invoices": [{"due": invoice["due"], "total": exact(invoice["total"]),
                      "lines": [texts(line) for line in invoice["lines"]]} for invoice in invoices],
    }


def texts(line):
    """One line, its exact amount before coupons and what is billed of it to the cent."""
    text = {"kind": line["kind"], "code": line["code"], "from": line["from"].isoformat(),
            "to": line["to"] and line["to"].isoformat()}
    if line["kind"] == "usage":
        text |= {"dimensions": line["dimensions"], "events": line["events"]}
    text["units"] = exact(line["units"])
    if "classes" in line:
        text["classes"] = {name: exact(count) for name, count in line["classes"].items() if count}
    text["amount"] = exact(line["amount"])
    if line["reductions"]:
        text["reductions"] = [{"code": code, "amount": exact(part)} for code, part in line["reductions"]]
    return text | {"billed": exact(line["billed"])}


def document(customers):
    return {
        "schema": "bm.examples.expected/2", "period": "2026-05", "time_zone": "Asia/Shanghai",
        "price_tables": ["litellm-1.81.0", "litellm-1.109.1", "bridge-2026"],
        "events": sum(row["events"] for row in customers), "customers": customers,
    }


def amounts(readme, result, rates):
    cny = cny_for_one_dollar(rates)
    names = ["merchant", "customer", "plan", "events", "invoices", "lines", "fixed fees, USD", "usage, USD, exact",
             "due, USD", "about CNY"]
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * 3 + "---:|" * 7]
    for row in result["customers"]:
        invoices = [invoice for invoice in row["invoices"] if invoice["due"]]
        due_lines = [line for invoice in invoices for line in invoice["lines"]]
        usage = sum(Fraction(line["amount"]) for line in due_lines if line["kind"] == "usage")
        fixed = sum(Fraction(line["amount"]) for line in due_lines) - usage
        due = sum(Fraction(invoice["total"]) for invoice in invoices)
        about = (Decimal(exact(due)) * cny).quantize(Decimal(1), rounding=ROUND_HALF_UP)
        cells = [row["merchant"], row["customer"], f"`{row['plan']}`", f"{row['events']:,}", str(len(invoices)),
                 str(len(due_lines)), exact(fixed), exact(usage), exact(due), f"{about:,}"]
        lines.append("| " + " | ".join(cells) + " |")
    text = readme.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN)
    tail = rest.split(END)[1]
    readme.write_text(head + BEGIN + "\n\n" + "\n".join(lines) + "\n\n" + END + tail, encoding="utf-8")


def cny_for_one_dollar(folder):
    """A cross rate, made from the two published euro rates of one day; for orientation only."""
    with next(folder.glob("ecb-*.csv")).open(newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["Date"] == RATE_DATE)
    return Decimal(row["CNY"]) / Decimal(row["USD"])
