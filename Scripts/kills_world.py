"""The ledgers that kills begin from, and what stands in a folder after a run."""

import glob
import gzip
import hashlib
import os
import pathlib
import shutil
import sqlite3
import subprocess

PROJECT = os.environ["BM_HOME"]
BM = os.environ["BM_PROGRAM"]
LEDGER = "ledger.sqlite"
CLOSING = "2026-06-01T09:00:00+08:00"
IMPORTING = "2026-06-30T12:00:00+08:00"
SETTLING = "2026-07-01T09:00:00+08:00"
PUBLISHING = "2026-07-01T10:00:00+08:00"

# What intake may be told beside good lines: repeats, a conflict, and lines that cannot be taken.
PLANTED = """\
{"id":"p1","customer_id":"cus_cn_001","metric":"tokens_output","quantity":"60000","timestamp":"2026-05-20T00:00:00Z","dimensions":{"model":"claude-opus-4-6"}}
{"id":"p1","customer_id":"cus_cn_001","metric":"tokens_output","quantity":"60000","timestamp":"2026-05-20T00:00:00Z","dimensions":{"model":"claude-opus-4-6"}}
{"id":"p1","customer_id":"cus_cn_001","metric":"tokens_output","quantity":"1","timestamp":"2026-05-20T00:00:00Z","dimensions":{"model":"claude-opus-4-6"}}
{"id":"p2","customer_id":"nobody","metric":"tokens_output","quantity":"1","timestamp":"2026-05-20T00:00:00Z"}
{"id":"p3","customer_id":"cus_cn_001","metric":"tokens_output","quantity":"12abc","timestamp":"2026-05-20T00:00:00Z"}
{"id":"p4","customer_id":"cus_cn_001"
"""


def bm(folder, *arguments, at=None):
    """Runs bm where nobody disturbs it, and gives what it printed."""
    command = [BM, *arguments] + (["--as-of", at] if at else [])
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"FAIL: {' '.join(command)} ended with {done.returncode}: {done.stderr}")
    return done.stdout


def environment():
    return os.environ | {"BM_LEDGER": LEDGER, "TZ": "UTC", "LC_ALL": "C"}


def build(root):
    """Makes the folders `root`/NAME that cases begin from: the demo's month by its commands, with two merchants
    that are paid by days, so that settlements close has days to close."""
    inputs = root / "inputs"
    inputs.mkdir(parents=True)
    for path in glob.glob(f"{PROJECT}/examples/catalog/*.yaml"):
        text = open(path).read()
        if "mer_002" in path or "mer_007" in path:
            text = text.replace("    wire_fee:", "    payout: t_plus_1\n    wire_fee:")
        (inputs / os.path.basename(path)).write_text(text)
    (inputs / "planted.ndjson").write_text(PLANTED)

    # One event in fifteen: kills go by transactions and files, not by how much is in them.
    for path in sorted(glob.glob(f"{PROJECT}/examples/usage/*.gz")):
        with gzip.open(path) as file:
            (inputs / os.path.basename(path).removesuffix(".gz")).write_bytes(b"".join(list(file)[::15]))

    # The demo's bills, from a demo that is there or from one of our own.
    demo = pathlib.Path(os.environ.get("BM_KILLS_DEMO", root / "demo"))
    if not demo.exists():
        demo.mkdir()
        bm(demo, "demo", "--quiet")
    for bill in glob.glob(f"{demo}/output/2026-06/channel-bills/*/*"):
        shutil.copy(bill, inputs)

    ledger = root / "priced"
    ledger.mkdir()
    bm(ledger, "init")
    bm(ledger, "catalog", "apply", *sorted(glob.glob(f"{inputs}/*.yaml")), at=CLOSING)
    prices = f"{PROJECT}/examples/prices/"
    for name, layout, day in (("litellm-1.81.0.json", "litellm", "2026-01-01"), ("litellm-1.109.1.json", "litellm", "2026-03-01")):
        bm(ledger, "pricing", "import", prices + name, "--format", layout, "--effective", day, "--quiet", at=CLOSING)
    bm(ledger, "pricing", "import", prices + "bridge-2026.csv", "--format", "csv", "--book", "bridge", "--effective", "2026-01-01",
       "--quiet", at=CLOSING)
    bm(ledger, "fx", "import", *glob.glob(f"{PROJECT}/examples/fx/*.csv"), "--format", "ecb", at=CLOSING)
    may = "2026-05-01T00:00:00+08:00"
    bm(ledger, "credits", "grant", "cus_cn_012", "50", "--kind", "paid", "--id", "balance-012", "--reason", "paid before use",
       "--by", "demo", "--on-account", at=may)
    bm(ledger, "codes", "create", "--merchant", "mer_007", "--code", "BRIDGE-MAY", "--amount", "20", "--currency", "USD",
       "--description", "welcome to the gateway", at=may)
    bm(ledger, "codes", "redeem", "BRIDGE-MAY", "cus_cn_033", "--id", "demo", at=may)

    ledger = after(root, "priced", "used")
    bm(ledger, "usage-events", "ingest", *usage(inputs), "--quiet", at=CLOSING)

    ledger = after(root, "used", "billed")
    bm(ledger, "close", "--period", "2026-05", at=CLOSING)
    # The orders that the bills are about, at the times the demo made them, where there is something to pay.
    # They ask for less than the demo's: payments that are too much, late or of nothing are booked and kept as well.
    due = set(sqlite3.connect(ledger / LEDGER).execute(
        "SELECT number, code FROM invoice JOIN merchant ON merchant.id = merchantId WHERE totalMinorUnits > 0"))
    orders = sqlite3.connect(demo / "demo.sqlite").execute(
        "SELECT number, code, channel, createdAt FROM paymentOrder JOIN invoice ON invoice.id = invoiceId "
        "JOIN merchant ON merchant.id = merchantId ORDER BY paymentOrder.id").fetchall()
    for number, merchant, channel, at in orders:
        if (number, merchant) in due:
            bm(ledger, "checkout", "create", number, "--merchant", merchant, "--channel", channel, "--reissue", at=at)

    ledger = after(root, "billed", "paid")
    for channel, bills in (("wechat_pay", wechat(inputs)), ("alipay", alipay(inputs))):
        bm(ledger, "payments", "import", *bills, "--channel", channel, at=IMPORTING)

    ledger = after(root, "paid", "settled")
    bm(ledger, "settlements", "close", "--period", "2026-06", at=SETTLING)

    # Documents and pages as they stood two weeks before, to be replaced.
    ledger = after(root, "settled", "published")
    bm(ledger, "render", "invoices", "--quiet", at="2026-06-15T00:00:00+08:00")
    bm(ledger, "site", "--quiet", at="2026-06-15T00:00:00+08:00")
    return inputs


def after(root, before, name):
    shutil.copytree(root / before, root / name)
    return root / name


def usage(inputs):
    return sorted(path for path in glob.glob(f"{inputs}/*.ndjson") if "planted" not in path)


def wechat(inputs):
    # A fund bill says of which account it is only where a trade bill of its day does.
    bills = sorted(glob.glob(f"{inputs}/*.csv"))
    return [path for path in bills if os.path.exists(path.replace("-fund.csv", "-trade.csv"))]


def alipay(inputs):
    return sorted(glob.glob(f"{inputs}/*.zip"))


def dump(folder, ledger=LEDGER):
    """SHA-256 of all that the ledger says, as SQLite writes it out; nothing where there is no ledger yet."""
    if not os.path.exists(folder / ledger) or os.path.getsize(folder / ledger) == 0:
        return None
    command = ["sqlite3", ledger, "PRAGMA application_id", "PRAGMA user_version", ".dump"]
    done = subprocess.run(command, cwd=folder, capture_output=True)
    if done.returncode != 0:
        raise Broken(f"sqlite3 cannot read the ledger: {done.stderr.decode()}")
    return hashlib.sha256(done.stdout).hexdigest()


class Broken(Exception):
    """What a kill has left is not as it must be."""


def size(folder):
    """The bytes of all files in a folder."""
    return sum(path.stat().st_size for path in pathlib.Path(folder).rglob("*") if path.is_file())


def files(folder, leaving_out=()):
    """SHA-256 by path of every file in a folder; of the ledger only that it is there, since pages may lie otherwise."""
    found = {}
    for path in sorted(pathlib.Path(folder).rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_file() and name not in leaving_out:
            found[name] = "" if ".sqlite" in name else hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def on_disk(folder):
    """All bytes that a folder holds, those of the ledger and its log too; but not the log's index, nor an empty log."""
    found = {}
    for path in sorted(pathlib.Path(folder).rglob("*")):
        if path.is_file() and not path.name.endswith("-shm") and path.stat().st_size > 0:
            found[str(path.relative_to(folder))] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found

