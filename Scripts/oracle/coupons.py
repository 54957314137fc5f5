"""What coupons take off the lines of an invoice, exactly: a share of each, or an amount laid over them."""

from fractions import Fraction

SCOPES = ("metrics", "plans", "lines")


def of(catalog, customer):
    """The customer's, the narrowest scope first, then in the order it has them."""
    known = {coupon["code"]: coupon for coupon in catalog.get("coupons", [])}
    return sorted((known[code] for code in customer.get("coupons", [])), key=rank)


def rank(coupon):
    return next((place for place, scope in enumerate(SCOPES) if coupon.get(scope)), len(SCOPES))


def covers(coupon, plan, line):
    kind = "usage" if line["kind"] == "commitment" else line["kind"]
    plan_of_line = None if kind == "add_on" else plan["code"]
    values = (line.get("metric"), plan_of_line, kind)
    place = rank(coupon)
    return place == len(SCOPES) or values[place] in coupon[SCOPES[place]]


def take(taken, plan, lines):
    """Adds `reductions` to each line: the coupon's code and what it takes off."""
    for line in lines:
        line["reductions"] = []
    for coupon in taken:
        mine = [line for line in lines if covers(coupon, plan, line)]
        left = [max(Fraction(0), line["amount"] - sum(part for _, part in line["reductions"])) for line in mine]
        for line, part in zip(mine, parts(coupon, left)):
            if part:
                line["reductions"].append((coupon["code"], part))


def parts(coupon, left):
    if "percent" in coupon:
        return [value * Fraction(coupon["percent"]) / 100 for value in left]
    amount = Fraction(coupon["amount"])
    if amount >= sum(left):
        return left
    return allocated(amount, left)


def allocated(amount, weights):
    """Whole cents by size, what is left over by the largest remainder, the earlier line first."""
    whole = sum(weights)
    shares = [amount * 100 * weight / whole for weight in weights]
    given = [share.__floor__() for share in shares]
    order = sorted(range(len(shares)), key=lambda place: (given[place] - shares[place], place))
    for place in order[: int(amount * 100 - sum(given))]:
        given[place] += 1
    if any(Fraction(cent, 100) > weight for cent, weight in zip(given, weights)):
        raise ValueError("a coupon takes more than a line: not worked out here")
    return [Fraction(cent, 100) for cent in given]
