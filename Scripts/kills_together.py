"""Several processes on one ledger: who waits, who is told who holds it, and that the ledger is as after one run."""

import hashlib
import os
import shutil
import signal
import sqlite3
import subprocess
import time

import kills_world as world
from kills_world import BM, CLOSING, LEDGER, Broken

CLOSE = [BM, "close", "--period", "2026-05", "--as-of", CLOSING]
MERCHANTS = [f"mer_00{number}" for number in range(1, 8)]


def run(folder, *lines):
    """Starts all at once; gives code, words and errors of each."""
    processes = [subprocess.Popen(line, cwd=folder, env=world.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                 for line in lines]
    return [(process.communicate(), process.returncode) for process in processes]


def together(root):
    failed = 0
    for check in (two_closes, one_by_one, merchants_side_by_side, closed_again, who_holds_it, waits_for_its_turn):
        folder = root / "runs" / "together"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(root / "used", folder)
        try:
            print(f"together: {check(root, folder)}", flush=True)
        except Broken as broken:
            failed += 1
            print(f"FAIL: together, {check.__name__}: {broken}", flush=True)
    return failed


def expect(holds, words):
    if not holds:
        raise Broken(words)


def done_or_busy(result):
    (said, error), code = result
    expect(code in (0, 75), f"ended with {code}: {error}")
    expect(code == 0 or "another process is writing" in error, f"75 without saying who writes: {error}")
    return code


def two_closes(root, folder):
    codes = []
    for _ in range(5):
        shutil.rmtree(folder)
        shutil.copytree(root / "used", folder)
        both = [done_or_busy(result) for result in run(folder, CLOSE, CLOSE)]
        expect(0 in both, f"both ended with {both}")
        codes += both
        # One that was told to try again does.
        if 75 in both:
            run(folder, CLOSE)
        expect(world.dump(folder) == world.dump(billed(root)), "two closes at once leave another ledger than one")
    return f"5 times two closes at once: {codes.count(0)} ended with 0, {codes.count(75)} with 75 after it waited; the ledger is as after one"


def billed(root):
    """The ledger after one close."""
    folder = root / "runs" / "one-close"
    if not folder.exists():
        shutil.copytree(root / "used", folder)
        subprocess.run(CLOSE, cwd=folder, env=world.environment(), check=True, capture_output=True)
    return folder


def one_by_one(root, folder):
    """All at once, merchants are rated ahead in other threads; by themselves they are not."""
    for merchant in MERCHANTS:
        ((said, error), code), = run(folder, CLOSE + ["--merchant", merchant])
        expect(code == 0, f"{merchant} ended with {code}: {error}")
    expect(world.dump(folder) == world.dump(billed(root)), "7 merchants closed at once leave another ledger than one after the other")
    return "7 merchants closed one after the other leave the ledger of one close"


def said(folder, *arguments):
    return sorted(world.bm(folder, *arguments).splitlines())


def merchants_side_by_side(root, folder):
    results = run(folder, *[CLOSE + ["--merchant", merchant] for merchant in MERCHANTS])
    codes = [done_or_busy(result) for result in results]
    for merchant, code in zip(MERCHANTS, codes):
        if code == 75:
            run(folder, CLOSE + ["--merchant", merchant])
    # Rows are numbered as merchants came; what they say is the same. Places in the common chain are not compared.
    for table in ("invoices", "invoice-lines", "settlements", "settlement-rows", "trial-balance", "credits"):
        one = said(billed(root), "export", table, "--format", "csv", "--as-of", CLOSING)
        expect(len(one) > 1 and said(folder, "export", table, "--format", "csv", "--as-of", CLOSING) == one, f"{table} differ from those of one close")
    world.bm(folder, "verify", at=CLOSING)
    return f"7 merchants closed side by side: {codes.count(0)} ended with 0, {codes.count(75)} with 75; bills and balances are those of one close"


def closed_again(root, folder):
    run(folder, CLOSE)
    digest = lambda: hashlib.sha256((folder / LEDGER).read_bytes()).hexdigest()
    before = digest()
    ((said, error), code), = run(folder, CLOSE)
    expect(code == 0 and said.count("closed before") == 7, f"a second close ended with {code}: {said}{error}")
    expect(digest() == before, "a second close changed the ledger file")
    return "a second close changes no byte of the ledger file"


def holder(folder):
    """A run that is stopped inside its transaction: bm itself, so that its own words are looked for."""
    ingest = [BM, "usage-events", "ingest", "--strict", f"{world.PROJECT}/examples/usage/mer_007-bridge.ndjson.gz", "--as-of",
              "2026-06-01T09:00:01+08:00"]
    process = subprocess.Popen(ingest, cwd=folder, env=world.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    asking = sqlite3.connect(folder / LEDGER, timeout=0, isolation_level=None)
    while process.poll() is None:
        os.kill(process.pid, signal.SIGSTOP)
        try:
            asking.execute("BEGIN IMMEDIATE")
            asking.execute("ROLLBACK")
        except sqlite3.OperationalError:
            asking.close()
            return process
        os.kill(process.pid, signal.SIGCONT)
        time.sleep(0.002)
    raise Broken("the run that was to hold the ledger ended before it was stopped")


def who_holds_it(root, folder):
    process = holder(folder)
    try:
        ((said, error), code), = run(folder, CLOSE)
    finally:
        os.kill(process.pid, signal.SIGCONT)
        process.wait()
    expect(code == 75, f"it ended with {code} while another process writes: {said}{error}")
    expect(f"another process is writing to {LEDGER}: {process.pid} ({os.path.basename(BM)} usage-events ingest" in error, f"it does not say who: {error}")
    expect("waited 5 seconds" in error and "try again" in error, f"it does not say what to do: {error}")
    return "a close beside a run that holds the ledger ends with 75: " + error.splitlines()[0].replace(str(process.pid), "4711")[:110] + "…"


def waits_for_its_turn(root, folder):
    holds = sqlite3.connect(folder / LEDGER, isolation_level=None)
    holds.execute("BEGIN IMMEDIATE")
    waiting = subprocess.Popen(CLOSE, cwd=folder, env=world.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    time.sleep(1)
    expect(waiting.poll() is None, "it did not wait")
    holds.execute("ROLLBACK")
    said, error = waiting.communicate()
    holds.close()
    expect(waiting.returncode == 0 and said.count("invoices") == 7, f"it waited and then ended with {waiting.returncode}: {error}")
    return "a close waits while another process writes, and then closes"
