"""What one charge costs: aggregate, take off what is included, price. No amount is rounded here."""

import math
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

from .ledger import number

CLASSES = ("uncached_input", "cache_read", "cache_write", "output")
LONG_CONTEXT = 200_000
KEYS = {
    "uncached_input": "input_cost_per_token", "cache_read": "cache_read_input_token_cost",
    "cache_write": "cache_creation_input_token_cost", "output": "output_cost_per_token",
}


def rate(charge, metric, events, book):
    """The charge's groups, each with its events, units and amount; without group_by there is one group, even empty."""
    reported = [event for event in events if event["metric"] == metric.get("event", metric["code"])]
    billed = [event for event in reported if passes(event, metric.get("filter", {}))]
    names = charge.get("group_by", [])
    groups = defaultdict(list)
    if not names:
        groups[()] = billed
    else:
        for event in billed:
            groups[tuple(event["dimensions"][name] for name in names)].append(event)
    priced = [
        {"dimensions": dict(zip(names, key)), "events": len(members)} | price(charge, metric, members, book)
        for key, members in sorted(groups.items())
    ]
    return {"charge": charge["code"], "metric": metric["code"], "model": charge["price"]["model"],
            "events_not_billed": len(reported) - len(billed), "groups": priced}


def passes(event, wanted):
    return all(event["dimensions"].get(name) in values for name, values in wanted.items())


def price(charge, metric, events, book):
    if charge["price"]["model"] == "tokens":
        return token_price(charge["price"], metric, events, book)
    if metric["aggregation"] == "count":
        units = Fraction(len(events))
    else:
        units = sum((number(event, metric.get("field", "quantity")) for event in events), Fraction(0))
    if charge.get("group_by") and "included" in charge:
        raise ValueError(f"{charge['code']}: whose is the included quantity, the charge's or each group's?")
    beyond = max(Fraction(0), units - Fraction(charge.get("included", "0")))
    return {"units": units, "amount": MODELS[charge["price"]["model"]](charge["price"], beyond)}


def standard(rule, units):
    return units * Fraction(rule["unit_price"]) / Fraction(rule["per"])


def graduated(rule, units):
    amount, floor = Fraction(0), Fraction(0)
    for position, tier in enumerate(rule["tiers"]):
        if position > 0 and units <= floor:
            return amount
        top = units if tier["up_to"] is None else min(units, Fraction(tier["up_to"]))
        amount += (top - floor) * Fraction(tier["unit_price"]) / Fraction(rule["per"])
        amount += Fraction(tier.get("flat_fee", "0"))
        floor = top
    if units > floor:
        raise ValueError(f"{units - floor} units above the last tier have no price")
    return amount


def package(rule, units):
    beyond = max(Fraction(0), units - Fraction(rule["free_units"]))
    return math.ceil(beyond / Fraction(rule["package_size"])) * Fraction(rule["package_price"])


MODELS = {"standard": standard, "graduated": graduated, "package": package}


def token_price(rule, metric, events, book):
    totals = dict.fromkeys(CLASSES, Fraction(0))
    amount = Fraction(0)
    for event in events:
        tokens, whole_input = classes(event, metric)
        # The band follows the whole input of the request, cached tokens too, and all its tokens pay that band.
        rates = rates_of(book[event["dimensions"][rule["dimension"]]], whole_input > LONG_CONTEXT)
        for name, count in tokens.items():
            totals[name] += count
            amount += count * rates[name]
    return {"units": sum(totals.values()), "classes": totals, "amount": amount * Fraction(rule["multiplier"])}


def classes(event, metric):
    """Disjoint classes: where the reported input counts cached tokens too, they are taken out of it."""
    fields = metric["tokens"]
    read, write = number(event, fields["cache_read"]), number(event, fields["cache_write"])
    reported = number(event, fields["input"])
    uncached = reported - read - write if metric["input_includes_cache"] else reported
    if uncached < 0:
        raise ValueError(f"{event['id']} has more cached than input tokens")
    counts = dict(zip(CLASSES, (uncached, read, write, number(event, fields["output"]))))
    return counts, uncached + read + write


def rates_of(entry, long_context):
    def published(key):
        value = entry.get(f"{key}_above_200k_tokens") if long_context else None
        value = entry.get(key) if value is None else value
        return None if value is None else Fraction(Decimal(value))

    rates = {name: published(key) for name, key in KEYS.items()}
    for cached in ("cache_read", "cache_write"):
        if rates[cached] is None:
            rates[cached] = rates["uncached_input"]
    return rates
