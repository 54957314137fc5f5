"""mer_006, Data & Storage: corpora as stores held day by day, and the requests of a cached service as queries."""

from decimal import Decimal
from fractions import Fraction

from .clock import DAY_MS, DAYS, share
from .events import Event, plain
from .traces import audio, rows

BEFORE, AFTER = "2025-09-05", "2025-12-05"
GROWS_ON = 16  # the day of the month from which a store has its later size
CUSTOMERS = ["cus_cn_027", "cus_cn_028", "cus_cn_029", "cus_cn_030"]
MEASURED_AT_MS = (23 * 60 + 30) * 60 * 1000


def stores(data):
    """(locale, customer, bytes before, bytes after) of every corpus of at least 1 GB, largest first, dealt in turn."""
    sizes = [{row["locale"]: int(row["size_bytes"]) for row in audio(data, "full", release, "scripted")}
             for release in (BEFORE, AFTER)]
    large = sorted((locale for locale, size in sizes[1].items() if size >= 10**9),
                   key=lambda locale: (-sizes[1][locale], locale))
    return [(locale, CUSTOMERS[n % len(CUSTOMERS)], sizes[0][locale], sizes[1][locale])
            for n, locale in enumerate(large)]


def events(data, month):
    held = stores(data)
    for number, (locale, customer, before, after) in enumerate(held):
        # A corpus that all but stands still is an archive.
        retention = "hot" if 1000 * abs(after - before) >= before else "archive"
        for day in range(1, DAYS + 1):
            size = after if day >= GROWS_ON else before
            yield Event(f"evt_fs_{locale}_{day:02d}", customer, "storage_gb_day", plain(Decimal(size) / 10**9),
                        (day - 1) * DAY_MS + MEASURED_AT_MS + number * 1000,
                        {"store": locale, "retention": retention})
    yield from queries(data, month, held)


def queries(data, month, held):
    """The trace covers less than an hour; it is stretched over the month. Many requests share a millisecond."""
    trace = list(rows(data, "mooncake_conversation"))
    length = int(trace[-1]["timestamp_ms"]) + 1
    for number, row in enumerate(trace):
        locale, customer, _, _ = held[share(f"query:{number}", len(held))]
        full = row["uncached_input_tokens"] == "0"
        cache = "full" if full else "none" if row["hit_blocks"] == "0" else "partial"
        yield Event(f"evt_fq{number:05d}", customer, "query", "1",
                    month.at(Fraction(int(row["timestamp_ms"]), length)), {
                        "store": locale, "cache": cache, "blocks": int(row["hash_blocks"]),
                        "blocks_read": int(row["hash_blocks"]) - int(row["hit_blocks"]),
                        "egress_tokens": int(row["output_tokens"]),
                    })
