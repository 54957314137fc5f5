#!/usr/bin/env python3
"""Makes examples/ from the public data folder: usage events, price tables, FX rates, bank holidays, control totals.

    Scripts/examples.py --data DIR

The traces in DIR are not in this repository; what this script makes of them is. It reads no clock and draws no
random numbers: the same DIR gives the same files. The rules it follows are written out in examples/README.md.
"""

import argparse
from pathlib import Path

from examples import bamboo, bridge, granary, inkstone, kite, lantern, oriole, tables, totals
from examples.clock import Month
from examples.events import write

MERCHANTS = {
    "mer_001-lantern": lantern.events,
    "mer_002-bamboo": bamboo.events,
    "mer_003-inkstone": inkstone.events,
    "mer_004-kite": kite.events,
    "mer_005-oriole": oriole.events,
    "mer_006-granary": granary.events,
    "mer_007-bridge": bridge.events,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the public data folder")
    parser.add_argument("--output", type=Path, default=Path(__file__).resolve().parent.parent / "examples")
    options = parser.parse_args()
    data, output = options.data, options.output

    tables.cut_prices(data, output / "prices")
    tables.cut_rates(data, output / "fx")
    holidays = tables.cut_holidays(data, output / "calendar")

    month = Month(holidays)
    made = {}
    for name, events_of in MERCHANTS.items():
        made[name] = write(output / "usage" / f"{name}.ndjson.gz", events_of(data, month))
    totals.write(output / "README.md", made)
    print(f"{sum(len(m.events) for m in made.values())} events")


if __name__ == "__main__":
    main()
