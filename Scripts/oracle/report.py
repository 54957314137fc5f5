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


def customer(merchant, row, plan, events, charges):
    usage = sum((group["amount"] for charge in charges for group in charge["groups"]), Fraction(0))
    return {
        "merchant": merchant["id"], "customer": row["id"], "plan": plan["code"], "currency": plan["currency"],
        "events": len(events), "base_fee": exact(Fraction(plan["base_fee"])), "usage_amount": exact(usage),
        "charges": [charge | {"groups": [texts(group) for group in charge["groups"]]} for charge in charges],
    }


def texts(group):
    group = group | {"units": exact(group["units"])}
    if "classes" in group:
        group["classes"] = {name: exact(count) for name, count in group["classes"].items()}
    return group | {"amount": exact(group.pop("amount"))}


def document(customers):
    return {
        "schema": "bm.examples.expected/1", "period": "2026-05", "time_zone": "Asia/Shanghai",
        "price_tables": ["litellm-1.81.0", "litellm-1.109.1"],
        "events": sum(row["events"] for row in customers), "customers": customers,
    }


def amounts(readme, result, rates):
    cny = cny_for_one_dollar(rates)
    lines = ["| merchant | customer | plan | events | base fee USD | usage USD, exact | lines | about CNY |",
             "|---|---|---|---:|---:|---:|---:|---:|"]
    for row in result["customers"]:
        total = (Decimal(row["base_fee"]) + Decimal(row["usage_amount"])) * cny
        count = sum(len(charge["groups"]) for charge in row["charges"]) + (row["base_fee"] != "0")
        lines.append(f"| {row['merchant']} | {row['customer']} | `{row['plan']}` | {row['events']:,} | "
                     f"{row['base_fee']} | {row['usage_amount']} | {count} | "
                     f"{total.quantize(Decimal(1), rounding=ROUND_HALF_UP):,} |")
    text = readme.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN)
    tail = rest.split(END)[1]
    readme.write_text(head + BEGIN + "\n\n" + "\n".join(lines) + "\n\n" + END + tail, encoding="utf-8")


def cny_for_one_dollar(folder):
    """A cross rate, made from the two published euro rates of one day; for orientation only."""
    with next(folder.glob("ecb-*.csv")).open(newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["Date"] == RATE_DATE)
    return Decimal(row["CNY"]) / Decimal(row["USD"])
