"""Compares balances: ours from the JSON export, beancount's from its own loader, hledger's from its report.

Takes the path of the three exports without their endings; prints how many accounts were compared in both.
"""

import collections
import csv
import decimal
import json
import re
import sys

from beancount import loader

path = sys.argv[1]
digits = {"JPY": 0}


def word(text):
    """`merchant_payable` as account names of plain-text accounting have it: `Merchant-Payable`."""
    return "-".join(part[:1].upper() + part[1:] for part in re.findall("[A-Za-z0-9]+", text))


ours = collections.Counter()
for entry in json.load(open(path + ".json"))["entries"]:
    for posting in entry["postings"]:
        name = ":".join(map(word, [entry["book"], *posting["account"].split(":")]))
        units = decimal.Decimal(posting["minor_units"]).scaleb(-digits.get(posting["currency"], 2))
        ours[name, posting["currency"]] += units

beancount = collections.Counter()
entries, errors, _ = loader.load_file(path + ".beancount")
if errors:
    sys.exit(f"beancount: {errors[:3]}")
for entry in entries:
    for posting in getattr(entry, "postings", None) or []:
        name = posting.account.split(":", 1)[1]
        beancount[name, posting.units.currency] += posting.units.number

hledger = collections.Counter()
for row in csv.DictReader(open(path + ".csv")):
    if row["commodity"]:
        hledger[row["account"].split(":", 1)[1], row["commodity"]] += decimal.Decimal(row["balance"])

for tool, theirs in (("beancount", beancount), ("hledger", hledger)):
    for key in sorted(set(ours) | set(theirs)):
        if ours[key] != theirs[key]:
            sys.exit(f"{tool}: {key[0]} {key[1]}: ours {ours[key]}, theirs {theirs[key]}")
    missing = {key for key in ours if ours[key] and key not in theirs}
    if missing:
        sys.exit(f"{tool} has no {sorted(missing)}")
print(len(ours))
