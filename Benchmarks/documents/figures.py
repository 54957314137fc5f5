"""Figures and days as an invoice writes them."""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo


def moved(text, by):
    """A figure of the document number `by`: as many of its last digit higher, its thousands grouped."""
    number = Decimal(text)
    number += by * Decimal(1).scaleb(number.as_tuple().exponent)
    return f"{number:,f}"


def days(period):
    """The first and the last day of the period where the merchant is."""
    zone = ZoneInfo(period["time_zone"])
    first, after = (datetime.fromisoformat(period[key]).astimezone(zone).date() for key in ("from", "to"))
    return f"{first} – {after - timedelta(days=1)}"


def words(amount):
    """An amount in yuan in the capital numerals of Chinese accounts."""
    digits, places, units = "零壹贰叁肆伍陆柒捌玖", ["", "拾", "佰", "仟"], ["", "万", "亿", "万"]
    yuan, _, cents = f"{Decimal(amount):.2f}".partition(".")
    text, zero = "", False
    for index, digit in enumerate(yuan):
        place = len(yuan) - index - 1
        if digit == "0":
            zero = bool(text)
        else:
            text += ("零" if zero else "") + digits[int(digit)] + places[place % 4]
            zero = False
        if place % 4 == 0 and place and any(c != "0" for c in yuan[max(0, index - 3):index + 1]):
            text += units[place // 4]
    text += "元" if text else ""
    if cents == "00":
        return "人民币" + text + "整"
    zero = "零" if text and (yuan[-1] == "0" or cents[0] == "0") else ""
    tenth = digits[int(cents[0])] + "角" if cents[0] != "0" else ""
    return "人民币" + text + zero + tenth + (digits[int(cents[1])] + "分" if cents[1] != "0" else "整")
