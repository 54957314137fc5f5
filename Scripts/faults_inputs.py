"""Inputs that are cut somewhere, and clocks that are wrong."""

import pathlib
import random
import shutil
import sqlite3
import subprocess

import kills_world as world
from kills_runs import SECONDS
from kills_world import CLOSING, IMPORTING, LEDGER, Broken, alipay, usage, wechat


def run(folder, arguments, at):
    done = subprocess.run([world.BM, *map(str, arguments), "--as-of", at], cwd=folder, env=world.environment(), capture_output=True,
                          text=True, timeout=SECONDS)
    if done.returncode < 0 or done.returncode > 78:
        raise Broken(f"{arguments} ended with {done.returncode}: {done.stderr[-600:]}")
    return done.returncode, done.stderr


def facts(folder, sql):
    db = sqlite3.connect(folder / LEDGER)
    try:
        return sorted(db.execute(sql).fetchall())
    finally:
        db.close()


EVENTS = """SELECT idempotencyKey, occurredAt, quantity, properties FROM usageEvent JOIN usageEventDetail USING (sequence)"""
PAYMENTS = """SELECT channel, transactionId, amountFen, paidAt FROM payment"""


def reader(name, root, start, files, arguments, at, sql, count, seed):
    """Cuts one of the files at a random place; takes it in, then the whole one, and looks for the same facts."""
    chance, failed, refused = random.Random(f"{seed} {name}"), 0, 0
    folder, cut = root / "runs" / f"cut-{name}", root / "runs" / "cut"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(root / start, folder)
    run(folder, arguments(files), at)
    whole = facts(folder, sql)
    for number in range(count):
        shutil.rmtree(folder)
        shutil.copytree(root / start, folder)
        before = world.dump(folder)
        shutil.rmtree(cut, ignore_errors=True)
        cut.mkdir(parents=True)
        file = pathlib.Path(chance.choice(files))
        data = file.read_bytes()
        size = chance.randrange(len(data))
        (cut / file.name).write_bytes(data[:size])
        try:
            code, words = run(folder, arguments([cut / file.name if path == str(file) else path for path in files]), at)
            if code not in (0, 1):
                refused += 1
                if "  try: " not in words: raise Broken(f"{code} without what to do: {words[-400:]}")
            part = facts(folder, sql)
            if missing := [fact for fact in part if fact not in whole]:
                raise Broken(f"a cut file gave what the whole one does not: {missing[:3]}")
            # Bills of one command are taken in one by one; a file that is refused leaves nothing of itself.
            if code not in (0, 1) and len(files) == 1 and world.dump(folder) != before:
                raise Broken("a refused file left something in the ledger")
            run(folder, arguments(files), at)
            if facts(folder, sql) != whole: raise Broken("after the whole file the ledger has other facts")
            code, words = run(folder, ["verify"], at)
            if code: raise Broken(f"verify: {words}")
        except Broken as broken:
            failed += 1
            print(f"FAIL: {name}, seed {seed}, {file.name} cut to {size} of {len(data)} bytes: {broken}", flush=True)
    shutil.rmtree(folder)
    print(f"cut {name}: {count} files, {refused} refused, {count - refused} taken as far as they go; {failed} failed", flush=True)
    return failed


def cut(root, inputs, count, seed):
    bills = lambda channel: lambda files: ["payments", "import", *files, "--channel", channel]
    ingest = lambda files: ["usage-events", "ingest", *files, "--quiet"]
    packed = [path for path in map(str, pathlib.Path(f"{world.PROJECT}/examples/usage").glob("mer_007*.gz"))]
    return sum([
        reader("events", root, "priced", usage(inputs)[:1], ingest, CLOSING, EVENTS, count, seed),
        reader("packed events", root, "priced", packed, ingest, CLOSING, EVENTS, max(count // 4, 1), seed),
        reader("WeChat Pay bills", root, "billed", wechat(inputs), bills("wechat_pay"), IMPORTING, PAYMENTS, count, seed),
        reader("Alipay bills", root, "billed", alipay(inputs), bills("alipay"), IMPORTING, PAYMENTS, count, seed),
    ])


# Before anything was, a day early, years late, at the ends of what an instant can be.
CLOCKS = ["1971-01-01T00:00:00Z", "2026-05-01T00:00:00Z", "2026-05-31T00:00:00+08:00", "2031-02-28T23:59:60Z", "2199-12-31T23:59:59Z",
          "2262-04-11T23:47:16Z"]


def moved(root, known, count, seed):
    """Commands at wrong times: each ends by itself, the ledger holds, and at the right time it is possible again."""
    failed = runs = 0
    for case in known:
        if case.at is None: continue
        # All of them take a minute a command.
        for clock in random.Random(f"{seed} {case.name}").sample(CLOCKS, min(max(count // 8, 1), len(CLOCKS))):
            folder = root / "runs" / "clock"
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(root / case.start, folder)
            runs += 1
            try:
                run(folder, case.arguments, clock)
                code, words = run(folder, case.arguments, case.at)
                # Facts of a later time may forbid it now, and a pack of another state is not written over.
                if code not in (0, 1, 64, 65, 66, 73): raise Broken(f"at the right time it ended with {code}: {words[-400:]}")
                code, words = run(folder, ["verify"], case.at)
                if code: raise Broken(f"verify: {words[-600:]}")
            except Broken as broken:
                failed += 1
                print(f"FAIL: {case.name} at {clock}: {broken}", flush=True)
    print(f"clock: {runs} runs at times that are wrong; {failed} failed", flush=True)
    return failed
