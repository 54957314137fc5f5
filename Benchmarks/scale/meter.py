"""P1: from raw events to the quantities of a month, beside sqlite3_step alone and a GROUP BY."""
import json, shutil

from clock import by_turns, middle, run
from world import MONTH, compiled

# What anybody would write: the sums and counts of each series. It is given the work of one aggregation.
GROUP_BY = """SELECT seriesId, count(*), sum(quantity), sum(m1), sum(m2), sum(m3), sum(m4), min(occurredAt), max(occurredAt)
    FROM usageEvent GROUP BY seriesId"""


def measure(world, runs):
    scan = compiled("scan", world.folder.parent, "-lsqlite3", "-lpthread")

    def floor(threads): return lambda: float(run(scan, world.ledger, threads, 1).said.split()[0])

    ways = {
        "ours": lambda: world.call("export", "quantities", "--format", "ndjson", "--period", MONTH),
        "floor1": floor(1), "floor2": floor(2),
    }
    if shutil.which("sqlite3"):
        ways["groupBy"] = lambda: run("sqlite3", "-readonly", world.ledger, GROUP_BY)
    found = by_turns(runs, **ways)
    rows = found["ours"][0].said.splitlines()
    return {
        "row": "P1", "events": world.events, "quantities": len(rows), "metrics": len({json.loads(r)["metric"] for r in rows}),
        "memoryMB": middle(found["ours"], "memory"), "processor": middle(found["ours"], "processor"),
        **{name: middle(results) for name, results in found.items()},
    }
