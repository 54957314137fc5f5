"""What one charge costs: aggregate, take off what is included, price. No amount is rounded here."""

import math
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

from .ledger import band_of, number

CLASSES = ("input", "cache_read", "cache_write", "output")


def rate(charge, metric, events, books):
    """The charge's groups, each with its events, units and amount; without group_by there is one group, even empty."""
    billed = [event for event in events if event["metric"] == metric.get("event", metric["code"])
              and passes(event, metric.get("filter", {}))]
    names = charge.get("group_by", [])
    groups = defaultdict(list)
    if not names:
        groups[()] = billed
    else:
        for event in billed:
            groups[tuple(event["dimensions"][name] for name in names)].append(event)
    return [
        {"kind": "usage", "code": charge["code"], "metric": metric["code"], "dimensions": dict(zip(names, key)),
         "events": len(members)} | price(charge, metric, members, dict(zip(names, key)), books)
        for key, members in sorted(groups.items())
    ]


def passes(event, wanted):
    return all(event["dimensions"].get(name) in values for name, values in wanted.items())


def price(charge, metric, events, values, books):
    """Multiplier on every price, flat fees aside; then the discount. Nothing here has a minimum or a maximum."""
    rule, factor = charge["price"], Fraction(charge.get("multiplier", "1"))
    unknown = {"convert", "minimum", "maximum"} & charge.keys()
    if unknown:
        raise ValueError(f"{charge['code']}: {unknown} is not worked out here")
    if rule["model"] == "tokens":
        found = token_price(rule, metric, events, values, books, factor)
    elif rule["model"] == "dynamic":
        found = {"units": sum((number(event, "quantity") for event in events), Fraction(0)),
                 "amount": factor * sum((number(event, "quantity") * Fraction(Decimal(event["unit_price"]))
                                         for event in events), Fraction(0))}
    else:
        if metric["aggregation"] not in ("count", "sum"):
            raise ValueError(f"{metric['code']}: {metric['aggregation']} is not worked out here")
        units = sum((Fraction(1) if metric["aggregation"] == "count" else number(event, metric.get("field", "quantity"))
                     for event in events), Fraction(0))
        if charge.get("group_by") and "included" in charge:
            raise ValueError(f"{charge['code']}: whose is the included quantity, the charge's or each group's?")
        beyond = max(Fraction(0), units - Fraction(charge.get("included", "0")))
        found = {"units": units, "amount": MODELS[rule["model"]](rule, beyond, factor, values)}
    found["amount"] *= 1 - Fraction(charge.get("discount_percent", "0")) / 100
    return found


def unit_price(rule, tier, factor):
    return Fraction(tier["unit_price"]) / Fraction(rule.get("per", "1")) * factor


def standard(rule, units, factor, _):
    return units * unit_price(rule, rule, factor)


def matrix(rule, units, factor, values):
    for cell in rule["prices"]:
        if all(values[name] == value for name, value in cell["when"].items()):
            return units * unit_price(rule, cell, factor)
    return units * Fraction(rule["default"]) / Fraction(rule.get("per", "1")) * factor


def graduated(rule, units, factor, _):
    amount, floor = Fraction(0), Fraction(0)
    for position, tier in enumerate(rule["tiers"]):
        if position > 0 and units <= floor:
            return amount
        top = units if tier["up_to"] is None else min(units, Fraction(tier["up_to"]))
        amount += (top - floor) * unit_price(rule, tier, factor) + Fraction(tier.get("flat_fee", "0"))
        floor = top
    if units > floor:
        raise ValueError(f"{units - floor} units above the last tier have no price")
    return amount


def volume(rule, units, factor, _):
    """All units pay the first tier whose bound they do not exceed."""
    tier = next(tier for tier in rule["tiers"] if tier["up_to"] is None or units <= Fraction(tier["up_to"]))
    return units * unit_price(rule, tier, factor) + Fraction(tier.get("flat_fee", "0"))


def package(rule, units, factor, _):
    beyond = max(Fraction(0), units - Fraction(rule["free_units"]))
    return math.ceil(beyond / Fraction(rule["package_size"])) * Fraction(rule["package_price"]) * factor


MODELS = {"standard": standard, "graduated": graduated, "volume": volume, "package": package, "matrix": matrix}


def token_price(rule, metric, events, values, books, factor):
    if "price_book" in rule:
        bands = books[rule["price_book"]][values[rule["dimension"]]] if events else []
    else:
        bands = [band_of(row, rule.get("per", "1"), row.get("max_input_tokens")) for row in rule["bands"]]
    totals = dict.fromkeys(CLASSES, Fraction(0))
    amount = Fraction(0)
    for event in events:
        tokens, whole_input = classes(event, metric)
        # The band follows the whole input of the request, cached tokens too, and all its tokens pay that band.
        prices = next(prices for bound, prices in bands if bound is None or whole_input <= bound)
        for name, count in tokens.items():
            totals[name] += count
            amount += count * (price_of(name, prices) if count else 0)
    return {"units": sum(totals.values()), "classes": totals, "amount": amount * factor}


def price_of(name, prices):
    """Cached tokens without a price of their own are input."""
    return prices[name] if name in prices or name == "output" else prices["input"]


def classes(event, metric):
    """Disjoint classes: where the reported input counts cached tokens too, they are taken out of it."""
    fields = metric["tokens"]

    def count(name):
        return number(event, fields[name]) if name in fields else Fraction(0)

    read, write, reported = count("cache_read"), count("cache_write"), count("input")
    uncached = reported - read - write if metric["input_includes_cache"] else reported
    if uncached < 0:
        raise ValueError(f"{event['id']} has more cached than input tokens")
    return dict(zip(CLASSES, (uncached, read, write, count("output")))), uncached + read + write
