"""P2: events from a pipe into a ledger that has some, beside the naive loop of floors/insert.c.

A month is generated; its first lines fill both sides, the last ones are taken by turns, each time into a copy. bm validates
them, tells repeats and writes durable, sealed rows; the loop is given ready rows.
"""
import json, os, shutil, subprocess

from clock import by_turns, middle, run
from world import World, compiled


def rows(lines, out):
    """The lines as ready rows. A line that is no event is left out: the loop has nothing that would refuse it."""
    for line in lines:
        try:
            event = json.loads(line)
            fields = [event["id"], event["customer_id"], event["metric"], event["timestamp"], event.get("quantity", "1")]
            out.write("\t".join(fields + [json.dumps(event.get("dimensions", {}), separators=(",", ":"))]) + "\n")
        except (ValueError, KeyError, TypeError):
            pass


def measure(bm, folder, base, more, runs):
    world = World(bm, folder, base)
    loop = compiled("insert", folder, "-lsqlite3")
    first, last = world.folder / "base.ndjson", world.folder / "more.ndjson"
    if not last.exists():
        world.lines(world.folder / "all.ndjson", of=base + more)
        with open(world.folder / "all.ndjson", "rb") as lines, open(first, "wb") as early, open(str(last) + ".part", "wb") as late:
            for number, line in enumerate(lines): (early if number < base else late).write(line)
        (world.folder / "all.ndjson").unlink()
        os.rename(str(last) + ".part", last)
    ledger = world.folder / "base.sqlite"
    if not ledger.exists():
        for old in world.folder.glob("base.part*"): old.unlink()
        world.empty(world.folder / "base.part")
        world.call("usage-events", "ingest", first, "--quiet", ledger=world.folder / "base.part")
        os.rename(world.folder / "base.part", ledger)
    naive = world.folder / "naive.db"
    if not naive.exists():
        for old in world.folder.glob("naive.part*"): old.unlink()
        filling = subprocess.Popen([loop, world.folder / "naive.part", "20000"], stdin=subprocess.PIPE, text=True,
                                   stdout=subprocess.DEVNULL)
        with open(first, "rb") as lines: rows(lines, filling.stdin)
        filling.stdin.write("--\n")
        filling.stdin.close()
        if filling.wait() != 0: raise SystemExit("the loop failed")
        os.rename(world.folder / "naive.part", naive)
    ready = world.folder / "more.rows"
    with open(last, "rb") as lines, open(ready, "w") as out:
        out.write("--\n")
        rows(lines, out)

    def fresh(source, name):
        for old in world.folder.glob(name + "*"): old.unlink()
        shutil.copy(source, world.folder / name)
        os.sync()
        return world.folder / name

    def ours():
        target = fresh(ledger, "run.sqlite")
        pipe = subprocess.Popen(["cat", str(last)], stdout=subprocess.PIPE)
        return world.call("usage-events", "ingest", "-", "--quiet", ledger=target, stdin=pipe.stdout)

    def loose():
        with open(ready) as lines:
            return float(run(loop, fresh(naive, "run.db"), "20000", stdin=lines).said.split()[0])

    found = by_turns(runs, ours=ours, naive=loose)
    return {"row": "P2", "base": base, "events": more, "ours": middle(found["ours"]), "naive": middle(found["naive"]),
            "processor": middle(found["ours"], "processor"), "memoryMB": middle(found["ours"], "memory")}
