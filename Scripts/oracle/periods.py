"""Which days of a subscription are billed with May 2026, and when what is due at fixed days is due."""

from datetime import date, timedelta
from fractions import Fraction

FIRST, END = date(2026, 5, 1), date(2026, 6, 1)
DAY = timedelta(days=1)
BILLED_ONCE = ("lifetime", "once")


def month_after(day, count=1):
    """The same day of a later month. No subscription here begins on a day that some month lacks."""
    months = day.year * 12 + day.month - 1 + count
    return date(months // 12, months % 12 + 1, day.day)


def period(interval, anchor, day):
    """The period of that interval which holds a day, with the calendar or with the subscription's first day."""
    if interval == "daily":
        return day, day + DAY
    if interval == "weekly":
        begin = day - timedelta(days=(day - anchor).days % 7) if anchor else day - timedelta(days=day.weekday())
        return begin, begin + timedelta(days=7)
    length = {"monthly": 1, "quarterly": 3, "yearly": 12}[interval]
    begin = anchor or date(day.year, (day.month - 1) // length * length + 1, 1)
    while month_after(begin, length) <= day:
        begin = month_after(begin, length)
    return begin, month_after(begin, length)


def anchor_of(plan, customer):
    return customer["since"] if plan.get("anchor") == "subscription" else None


def usage_periods(plan, customer):
    """(whole period, first day used) of each that ends in the month; usage of a lifetime is billed by the month."""
    interval = "monthly" if plan["interval"] == "lifetime" else plan["interval"]
    since, found = customer["since"], []
    day = max(since, period(interval, anchor_of(plan, customer), max(FIRST, since))[0])
    while day < END:
        whole = period(interval, anchor_of(plan, customer), day)
        if FIRST < whole[1] <= END:
            found.append((whole, day))
        day = whole[1]
    return found


def fixed(plan, customer, add_ons):
    """What is due in advance: the rest of the first period where the subscription begins in the month, then every
    period that begins after the month's first day, that of June too. (day it is due, line)"""
    odd = {"billed", "trial"} & plan.keys() | {"until"} & customer.keys()
    if odd:
        raise ValueError(f"{plan['code']}: {odd} is not worked out here")
    fees = [("base_fee", plan["code"], Fraction(plan["base_fee"]), 1, plan["interval"])]
    repeated = "monthly" if plan["interval"] == "lifetime" else plan["interval"]
    if "seats" in plan:
        more = max(0, customer.get("seats", 0) - plan["seats"].get("included", 0))
        fees.append(("seat", plan["code"], Fraction(plan["seats"]["fee"]), more, repeated))
    for taken in customer.get("add_ons", []):
        add_on = add_ons[taken["code"]]
        fees.append(("add_on", taken["code"], Fraction(add_on["fee"]), taken.get("quantity", 1),
                     "once" if add_on.get("recurs") == "once" else repeated))
    lines = []
    for kind, code, fee, quantity, interval in fees:
        if fee == 0 or quantity == 0:
            continue

        def line(begin, end, due, part, fee=fee, kind=kind, code=code, quantity=quantity):
            lines.append((due, {"kind": kind, "code": code, "from": begin, "to": end, "units": Fraction(quantity),
                                "amount": fee * quantity * part}))

        since, anchor = customer["since"], anchor_of(plan, customer)
        if since >= FIRST:
            if interval in BILLED_ONCE:
                line(since, None, since + DAY, 1)
                continue
            whole = period(interval, anchor, since)
            line(since, whole[1], since + DAY, Fraction((whole[1] - since).days, (whole[1] - whole[0]).days))
        if interval in BILLED_ONCE:
            continue
        day = max(FIRST, since) + DAY
        while day <= END:
            whole = period(interval, anchor, day)
            if whole[0] == day:
                line(*whole, day, 1)
            day += DAY
    return sorted(lines, key=lambda due: due[1]["from"])
