"""Where a cap of the customer stops billing: what comes after is on its line, and costs nothing."""

from fractions import Fraction


def of(customer, plan):
    """The amount at which billing stops; None where it goes on whatever is used."""
    found = [Fraction(cap["amount"]) for cap in customer.get("caps", []) if cap["reaction"] == "stop_billing"]
    if not found:
        return None
    if len(found) > 1 or "threshold" in plan or "metrics" in str(customer["caps"]):
        raise ValueError(f"{customer['id']}: such caps are not worked out here")
    return found[0]


def stopped(cap, lines, events):
    """The lines of all events, each at what it came to by the event that reached the cap.

    Event after event is billed as far as there is room, line after line where one event is on several."""
    billed = {}
    ordered = sorted(events, key=lambda event: event["timestamp"])
    for count, event in enumerate(ordered, start=1):
        if count < len(ordered) and ordered[count]["timestamp"] == event["timestamp"]:
            continue
        now = lines(ordered[:count])
        room = cap - sum(billed.values(), Fraction(0))
        for line in now:
            rise = line["amount"] - billed.get(key(line), Fraction(0))
            billed[key(line)] = billed.get(key(line), Fraction(0)) + min(rise, room)
            room -= min(rise, room)
        if room == 0:
            break
    return [line | {"amount": billed.get(key(line), Fraction(0))} for line in lines(events)]


def key(line):
    return line["code"], tuple(line["dimensions"].items())
