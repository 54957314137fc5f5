"""Reads the catalogs, the usage and the price tables. Decimals stay exact: nothing here is a binary float."""

import gzip
import json
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

import yaml

# Imported in the order of their release, a later table over an earlier one. A model that a later table no longer
# has keeps its earlier price: claude-sonnet-4-20250514 and claude-opus-4-1-20250805 are only in the first.
TABLES = ["litellm-1.81.0.json", "litellm-1.109.1.json"]
NOT_MODELS = {"sample_spec", "fallback_generalizations"}


def catalogs(folder):
    return [(path, yaml.safe_load(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.yaml"))]


def price_book(folder):
    """Model -> price entry. A later entry replaces the whole earlier one, long-context prices included."""
    book = {}
    for name in TABLES:
        table = json.loads((folder / name).read_text(encoding="utf-8"), parse_float=Decimal)
        book.update({model: entry for model, entry in table.items() if model not in NOT_MODELS})
    return book


def usage(path):
    """Customer -> events, all of them inside May 2026 in Shanghai."""
    events = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            event = json.loads(line, parse_float=Decimal)
            if not "2026-04-30T16:00:00.000Z" <= event["timestamp"] < "2026-05-31T16:00:00.000Z":
                raise ValueError(f"{event['id']} lies outside the month")
            events[event["customer_id"]].append(event)
    return events


def number(event, field):
    """A field of an event, or of its dimensions."""
    value = event["quantity"] if field == "quantity" else event["dimensions"][field]
    return Fraction(Decimal(value))
