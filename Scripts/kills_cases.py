"""The commands that are killed, each with the folder it begins from and what its words promise."""

import dataclasses
import re
from collections.abc import Callable

from kills_world import CLOSING, IMPORTING, LEDGER, PROJECT, PUBLISHING, SETTLING, Broken, alipay, usage, wechat


@dataclasses.dataclass
class Case:
    name: str
    start: str  # the folder it begins from
    arguments: list
    at: str
    # Looks up in the ledger what a line that was printed says is done; raises Broken where it is not.
    promised: Callable = lambda db, line: None
    ledger: str = LEDGER
    # Of the kills asked for, one in so many.
    share: int = 1


def count(db, sql, *values):
    return db.execute(sql, values).fetchone()[0]


def ingested(db, line):
    # · planted.ndjson: 6 lines
    if found := re.match(r"· (\S+): (\d+) lines", line):
        name, lines = found[1], int(found[2])
        kept = count(db, "SELECT coalesce(sum(inputCount), 0) FROM usageBatch WHERE sourceName = ?", name)
        if kept < lines:
            raise Broken(f"{name} was said to be in with {lines} lines, the ledger has {kept}")
    # 30930 accepted · 1 duplicate · …
    elif found := re.match(r"(\d+) accepted", line):
        kept = count(db, "SELECT count(*) FROM usageEvent")
        if kept < int(found[1]):
            raise Broken(f"{found[1]} events were said to be in, the ledger has {kept}")


def taken(db, line):
    """With --strict all files are one transaction: a step is not a promise, the last line is."""
    if not line.startswith("· "):
        ingested(db, line)


def closed(db, line):
    # mer_001 · 7 invoices · CNY 19,589.84 · …
    if found := re.match(r"(mer_\d+) · (\d+) invoices", line):
        kept = count(db, "SELECT count(*) FROM invoice JOIN merchant ON merchant.id = merchantId "
                     "WHERE code = ? AND kind = 'period' AND month = '2026-05'", found[1])
        months = count(db, "SELECT count(*) FROM periodClose JOIN merchant ON merchant.id = merchantId WHERE code = ?", found[1])
        if kept != int(found[2]) or months != 1:
            raise Broken(f"{line}: the ledger has {kept} invoices and {months} closed months")
    else:
        raise Broken(f"a close says: {line}")


def imported(db, line):
    # 1900000101-20260601-trade.csv · 2 payments · CNY 3,027.15 · 0 known · 0 unmatched
    name = line.split(" · ")[0]
    if line.startswith("  "):
        return
    if count(db, "SELECT count(*) FROM channelBill WHERE sourceName = ?", name) != 1:
        raise Broken(f"{name} was said to be imported, the ledger does not have it")


def settled(db, line):
    # SET-2026-06-mer_001-USD … or mer_001 · …: the payout that is printed stands in the ledger
    for number in re.findall(r"SET-[\w-]+", line):
        if count(db, "SELECT count(*) FROM settlementBatch WHERE number = ?", number) != 1:
            raise Broken(f"{number} was said to be settled, the ledger does not have it")
    if (found := re.match(r"(mer_\d+) · ", line)) and "nothing to settle" not in line:
        if count(db, "SELECT count(*) FROM settlementBatch JOIN merchant ON merchant.id = merchantId WHERE code = ? "
                 "AND month = '2026-06'", found[1]) == 0:
            raise Broken(f"{line}: the ledger has no batch of June")


def adjusted(db, line):
    if count(db, "SELECT count(*) FROM settlementAdjustment WHERE reference = 'adj-1'") != 1:
        raise Broken(f"{line}: the ledger does not have it")


def sent(db, line):
    if count(db, "SELECT count(*) FROM payoutEvent WHERE kind = 'sent'") != 1:
        raise Broken(f"{line}: the ledger does not have it")


def cases(inputs):
    events = [*usage(inputs), f"{inputs}/planted.ndjson"]
    # Two transactions for one file: a batch is 20,000 lines.
    long = [f"{PROJECT}/examples/usage/mer_001-lantern.ndjson.gz"]
    invoice = ["INV-2026-0601-0002", "--merchant", "mer_001"]
    return [
        Case("ingest", "priced", ["usage-events", "ingest", *events], CLOSING, ingested),
        Case("ingest-long", "priced", ["usage-events", "ingest", *long], CLOSING, ingested, share=4),
        Case("ingest-strict", "priced", ["usage-events", "ingest", "--strict", *events[:-1]], CLOSING, taken, share=4),
        Case("close", "used", ["close", "--period", "2026-05"], CLOSING, closed),
        Case("import-wechat", "billed", ["payments", "import", *wechat(inputs), "--channel", "wechat_pay"], IMPORTING, imported),
        Case("import-alipay", "billed", ["payments", "import", *alipay(inputs), "--channel", "alipay"], IMPORTING, imported),
        Case("settlements-close", "paid", ["settlements", "close", "--period", "2026-06"], SETTLING, settled),
        Case("settlements-close-day", "paid", ["settlements", "close", "--day", "2026-06-17"], "2026-06-18T09:00:00+08:00", settled),
        Case("settlements-adjust", "settled",
             ["settlements", "adjust", "mer_001", "120.00", "--month", "2026-07", "--reason", "fee of May", "--id", "adj-1"],
             PUBLISHING, adjusted),
        Case("settlements-payout", "settled",
             ["settlements", "payout", "SET-2026-06-mer_001-USD", "sent", "--bank-reference", "FT1", "--at", "2026-07-02T10:00:00+08:00"],
             "2026-07-02T10:00:00+08:00", sent),
        Case("render", "published", ["render"], PUBLISHING, share=4),
        Case("site", "published", ["site"], PUBLISHING, share=4),
        Case("evidence", "settled", ["evidence", *invoice, "--output", "evidence"], PUBLISHING, share=4),
        Case("dispute", "settled", ["dispute", *invoice, "--output", "dispute"], PUBLISHING, share=4),
        Case("dispute-zip", "settled", ["dispute", *invoice, "--output", "dispute", "--zip"], PUBLISHING, share=4),
        Case("export", "settled", ["export", "postings", "--format", "csv", "--output", "postings.csv"], PUBLISHING, share=4),
        Case("demo", "nothing", ["demo"], None, ledger="demo.sqlite", share=50),
    ]
