"""What credit pays of usage, line by line: what ends first goes first, then what is given, then what was sold."""

from fractions import Fraction


def order(plan, customer, grants, periods):
    """The customer's grants as [id, what is left], in the order they are drawn.

    Those of the file live from the first of the month on; one that ends, ends with it or later, and is alone its
    customer's. What the plan gives is of its period."""
    if len(grants) > 1 and any(grant["expires"] for grant in grants):
        raise ValueError(f"{customer['id']}: credit with different ends is not worked out here")
    if any(grant["expires"] and grant["expires"] < "2026-06-01" for grant in grants):
        raise ValueError(f"{customer['id']}: credit that ends inside the month is not worked out here")
    own = []
    if "period_credit" in plan:
        if len(periods) != 1 or periods[0][0][0] != periods[0][1]:
            raise ValueError(f"{customer['id']}: credit for parts of a month is not worked out here")
        own = [[f"{customer['id']}:{plan['code']}:{periods[0][1].isoformat()}", Fraction(plan["period_credit"])]]
    ranked = sorted(grants, key=lambda grant: grant["kind"] == "paid")
    return own + [[grant["id"], Fraction(grant["amount"])] for grant in ranked]


def draw(left, lines):
    """Adds what each grant pays to the reductions of a line."""
    for line in lines:
        if line["kind"] != "usage":
            continue
        rest = line["amount"] - sum(part for _, part in line["reductions"])
        for grant in left:
            part = min(rest, grant[1])
            if part > 0:
                line["reductions"].append((grant[0], part))
                grant[1] -= part
                rest -= part
