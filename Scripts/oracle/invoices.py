"""The invoices of one customer for May 2026, in the currency of the prices: what is due, less coupons, rounded."""

from bisect import bisect_left
from datetime import timedelta
from fractions import Fraction

from . import caps, coupons, credit
from .periods import END, FIRST, fixed, usage_periods
from .rating import rate


def cents(value):
    """Two decimals, half away from zero."""
    whole = (abs(value) * 100 + Fraction(1, 2)).__floor__()
    return Fraction(whole if value >= 0 else -whole, 100)


def invoices(catalog, customer, plan, events, books, grants):
    """One for each day on which a period of usage ends, and before it one for each time its threshold was reached."""
    add_ons = {row["code"]: row for row in catalog.get("add_ons", [])}
    due = fixed(plan, customer, add_ons)
    periods = usage_periods(plan, customer)
    found, begin = [], FIRST
    for end in sorted({whole[1] for whole, _ in periods} | {END}):
        parts, committed = [[]], []
        for whole, used in periods:
            if whole[1] != end:
                continue
            inside = [event for event in events if midnight(used) <= event["timestamp"] < midnight(whole[1])]
            parts = [[line | {"from": used, "to": whole[1]} for line in lines] for lines in
                     usage(catalog, customer, plan, inside, books)]
            days = Fraction((whole[1] - used).days, (whole[1] - whole[0]).days)
            committed = commitment(plan, days, parts, (used, whole[1]))
        here = [line for day, line in due if begin < day <= end]
        found += [bill([], lines, []) for lines in parts[:-1]] + [bill(here, parts[-1], committed)]
        begin = end
    taken = coupons.of(catalog, customer)
    if taken and len(found) > 1:
        raise ValueError(f"{customer['id']}: which invoice may a coupon lower?")
    prepaid = credit.order(plan, customer, grants, periods)
    for invoice in found:
        coupons.take(taken, plan, invoice["lines"])
        credit.draw(prepaid, invoice["lines"])
        for line in invoice["lines"]:
            before = line.pop("billed_before", Fraction(0))
            left = line["amount"] - sum(part for _, part in line["reductions"])
            line["billed"] = cents(before + left) - cents(before)
        invoice["total"] = sum((line["billed"] for line in invoice["lines"]), Fraction(0))
    return [invoice for invoice in found if invoice["lines"]]


def moved(catalog, customer, old, new, day, events, books):
    """The one invoice of a customer that changes plan on `day`: usage of the days before it by the old plan, from it
    on all as for a customer that begins then."""
    odd = {"threshold", "commitment", "seats", "period_credit"} & (old.keys() | new.keys())
    odd |= {"caps", "coupons", "add_ons"} & customer.keys()
    if odd or Fraction(old["base_fee"]) or {old["interval"], new["interval"]} != {"monthly"}:
        raise ValueError(f"{customer['id']}: a change of plan with {odd or 'such periods'} is not worked out here")
    before = [event for event in events if event["timestamp"] < midnight(day)]
    after = [event for event in events if event["timestamp"] >= midnight(day)]
    lines = [line | {"from": FIRST, "to": day, "reductions": [], "billed": cents(line["amount"])}
             for line in usage(catalog, customer, old, before, books)[0]]
    [invoice] = invoices(catalog, customer | {"since": day}, new, after, books, [])
    fixed_lines = [line for line in invoice["lines"] if line["kind"] != "usage"]
    invoice["lines"] = fixed_lines + lines + invoice["lines"][len(fixed_lines):]
    invoice["total"] = sum((line["billed"] for line in invoice["lines"]), Fraction(0))
    return [invoice]


def bill(due, used, committed):
    lines = due + used + committed
    return {"due": bool(due) or any(line["amount"] for line in lines), "lines": lines}


def midnight(day):
    """The instant a day begins in Shanghai, as events write it."""
    return f"{day - timedelta(days=1)}T16:00:00.000Z"


def usage(catalog, customer, plan, events, books):
    """The lines of a period, in parts where its threshold cuts it, as far as the customer's cap lets them be billed."""
    metrics = {metric["code"]: metric for metric in catalog["metrics"]}

    def lines(some):
        return [line for charge in plan["charges"] for line in rate(charge, metrics[charge["metric"]], some, books)
                if line["events"] or line["amount"]]

    cap = caps.of(customer, plan)
    if "threshold" not in plan:
        return [lines(events) if cap is None else caps.stopped(cap, lines, events)]
    instants = sorted({event["timestamp"] for event in events})

    def until(count):
        return [event for event in events if count and event["timestamp"] <= instants[count - 1]]

    def total(count):
        return sum((line["amount"] for line in lines(until(count))), Fraction(0))

    parts, done = [], 0
    while done < len(instants):
        goal = total(done) + Fraction(plan["threshold"])
        cut = bisect_left(range(len(instants)), goal, lo=done, key=lambda count: total(count + 1)) + 1
        cut = min(cut, len(instants))
        parts.append(between(lines(until(done)), lines(until(cut))))
        done = cut
    return parts or [[]]


def between(before, after):
    """What usage came to since, line by line."""
    def key(line):
        return line["code"], tuple(line["dimensions"].items())

    old = {key(line): line for line in before}
    lines = []
    for line in after:
        was = old.get(key(line))
        if was:
            if "classes" in line:
                raise ValueError(f"{line['code']}: tokens by class under a threshold are not worked out here")
            line = line | {name: line[name] - was[name] for name in ("events", "units", "amount")}
            line["billed_before"] = was["amount"]
        if line["events"] or line["amount"]:
            lines.append(line)
    return lines


def commitment(plan, days, parts, span):
    """What is missing of it, or what usage above it costs more. The used amount is rounded first."""
    if "commitment" not in plan:
        return []
    committed = cents(Fraction(plan["commitment"]["amount"]) * days)
    used = cents(sum((line["amount"] for lines in parts for line in lines), Fraction(0)))
    more = Fraction(plan["commitment"].get("overage_factor", "1")) - 1
    amount = committed - used if used < committed else (used - committed) * more
    return [{"kind": "commitment", "code": plan["code"], "from": span[0], "to": span[1], "units": Fraction(1),
             "amount": amount}] if amount else []
