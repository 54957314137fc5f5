#!/usr/bin/env python3
"""Works out the invoices of May 2026 from what is under examples/ and writes examples/expected.json.

    Scripts/examples-oracle.py [--check]

An answer of its own to the question `bm` answers, in exact fractions and from the files alone: catalogs, usage and
price tables. It shares no code with the program and none with the script that made the usage. With --check it writes
nothing and fails if the file says something else. Needs PyYAML.
"""

import argparse
import json
import sys
from pathlib import Path

from oracle import report
from oracle.invoices import invoices, moved
from oracle.ledger import catalogs, grants, moves, price_books, usage

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


def expected():
    books = price_books(EXAMPLES / "prices")
    given = grants(EXAMPLES / "credit.csv")
    changes = moves(EXAMPLES / "moves.csv")
    customers = []
    for path, catalog in catalogs(EXAMPLES / "catalog"):
        plans = {plan["code"]: plan for plan in catalog["plans"]}
        events = usage(EXAMPLES / "usage" / f"{path.stem}.ndjson.gz")
        for customer in catalog["customers"]:
            plan = plans[customer["plan"]]
            mine = events.pop(customer["id"], [])
            if customer["id"] in changes:
                code, day = changes[customer["id"]]
                billed = moved(catalog, customer, plan, plans[code], day, mine, books)
                plan = plans[code]
            else:
                billed = invoices(catalog, customer, plan, mine, books, given.get(customer["id"], []))
            customers.append(report.customer(catalog["merchant"], customer, plan, mine, billed))
        if events:
            raise ValueError(f"{path.name}: usage of customers that are not in the catalog: {sorted(events)}")
    return report.document(customers)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    options = parser.parse_args()
    document = expected()
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    path = EXAMPLES / "expected.json"
    if options.check:
        same = path.read_text(encoding="utf-8") == text
        sys.exit(0 if same else f"{path.name} is not what the usage and the prices give")
    path.write_text(text, encoding="utf-8")
    report.amounts(EXAMPLES / "README.md", document, EXAMPLES / "fx")


if __name__ == "__main__":
    main()
