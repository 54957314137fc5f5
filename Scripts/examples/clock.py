"""Lays traces, which have no date of their own, onto May 2026 in Asia/Shanghai."""

import hashlib
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction

FIRST_DAY = date(2026, 5, 1)
DAYS = 31
DAY_MS = 24 * 3600 * 1000
OPENS_MS = 9 * 3600 * 1000  # work runs from 09:00 to 21:00
WORK_MS = 12 * 3600 * 1000
WORKDAY, DAY_OFF = 5, 2  # a day off sees two fifths of the traffic of a workday
ZONE = timezone(timedelta(hours=8))
MONTH_START = datetime(2026, 5, 1, tzinfo=ZONE)


def share(key, parts):
    """One of `parts` equal shares, from 0, fixed by the text of the key alone."""
    return int(hashlib.sha256(key.encode()).hexdigest()[:12], 16) % parts


class Month:
    """Instants are whole milliseconds since the month began in Shanghai."""

    def __init__(self, holidays):
        china = next(zone for zone in holidays["zones"] if zone["calendar"] == "CN")
        self.weights = [self._weight(FIRST_DAY + timedelta(days=n), china) for n in range(DAYS)]

    @staticmethod
    def _weight(day, china):
        text = day.isoformat()
        works = text in china["working_weekends"] or (day.weekday() < 5 and text not in china["weekday_closures"])
        return WORKDAY if works else DAY_OFF

    def at(self, position):
        """The instant at a position from 0 (included) to 1 (not) of the month's working time."""
        units = int(position * sum(self.weights) * WORK_MS)
        for day, weight in enumerate(self.weights):
            if units < weight * WORK_MS:
                return day * DAY_MS + OPENS_MS + units // weight
            units -= weight * WORK_MS
        raise ValueError(f"position {position} lies outside the month")

    def start(self, key, duration_ms=0):
        """A start in working time, fixed by the key. Work that would run past the month starts whole days earlier,
        so that it stays in one piece."""
        start = self.at(Fraction(share(key, 2**48), 2**48))
        while start + duration_ms >= DAYS * DAY_MS:
            start -= DAY_MS
        if start < 0:
            raise ValueError(f"{key} is longer than the month")
        return start


def timestamp(instant):
    """RFC 3339 in UTC with milliseconds."""
    if not 0 <= instant < DAYS * DAY_MS:
        raise ValueError(f"instant {instant} lies outside the month")
    moment = (MONTH_START + timedelta(milliseconds=instant)).astimezone(timezone.utc)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
