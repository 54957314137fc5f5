"""Reads the catalogs, the usage and the price tables. Decimals stay exact: nothing here is a binary float."""

import csv
import gzip
import json
from collections import defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction

import yaml

# Imported in the order of their release, a later table over an earlier one. A model that a later table no longer
# has keeps its earlier price: claude-sonnet-4-20250514 and claude-opus-4-1-20250805 are only in the first.
TABLES = ["litellm-1.81.0.json", "litellm-1.109.1.json"]
NOT_MODELS = {"sample_spec", "fallback_generalizations"}
LONG_CONTEXT = 200_000
PUBLISHED = {
    "input": "input_cost_per_token", "cache_read": "cache_read_input_token_cost",
    "cache_write": "cache_creation_input_token_cost", "output": "output_cost_per_token",
}
OWN = ["bridge"]


def catalogs(folder):
    return [(path, yaml.safe_load(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.yaml"))]


def price_books(folder):
    """Book -> model -> bands, each the largest request that pays it and its prices of one token."""
    return {"litellm": published(folder)} | {name: own(folder / f"{name}-2026.csv") for name in OWN}


def grants(path):
    """Customer -> what it was sold and given; what a code gives is named after it."""
    found = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            row["id"] = row["id"] or f"{row['code']}:1"
            found[row["customer_id"]].append(row)
    return found


def moves(path):
    """Customer -> the plan it goes to and the first day of it."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["customer_id"]: (row["plan"], date.fromisoformat(row["from"])) for row in csv.DictReader(file)}


def published(folder):
    """A later entry replaces the whole earlier one, long-context prices included."""
    entries = {}
    for name in TABLES:
        table = json.loads((folder / name).read_text(encoding="utf-8"), parse_float=Decimal)
        entries.update({model: entry for model, entry in table.items() if model not in NOT_MODELS})

    def band(entry, ending):
        values = {name: entry.get(key + ending) for name, key in PUBLISHED.items()}
        return {name: Fraction(Decimal(value)) for name, value in values.items() if value is not None}

    return {model: [(LONG_CONTEXT, band(entry, "")), (None, band(entry, "") | band(entry, "_above_200k_tokens"))]
            for model, entry in entries.items()}


def own(path):
    book = defaultdict(list)
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            book[row["model"]].append(band_of(row, row["per"], row["max_input_tokens"]))
    return dict(book)


def band_of(row, per, bound):
    prices = {name: Fraction(row[name]) / Fraction(per) for name in PUBLISHED if row.get(name)}
    return (int(bound) if bound else None, prices)


def usage(path):
    """Customer -> events, all of them inside May 2026 in Shanghai."""
    events = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            event = json.loads(line, parse_float=Decimal)
            if not "2026-04-30T16:00:00.000Z" <= event["timestamp"] < "2026-05-31T16:00:00.000Z":
                raise ValueError(f"{event['id']} lies outside the month")
            event["dimensions"] = event.get("dimensions") or event.pop("meta")
            events[event.get("customer_id") or event["customer"]].append(event)
    return events


def number(event, field):
    """A number of an event, or of its dimensions; what it does not report adds nothing."""
    value = event["quantity"] if field == "quantity" else event["dimensions"].get(field, 0)
    return Fraction(Decimal(value))
