"""P6 and P9: a month of events that are taken in, closed, drawn, bundled and published as a site; then verified from the events.

The floor is what a scan of the events takes (P1's, both cores) and what Cairo takes to draw as many documents (P3's, given).
"""
import shutil

from clock import Took, middle
from world import MONTH

CLOSED = "2026-06-01T01:00:00Z"
LATER = "2026-06-01T02:00:00Z"


def measure(world, runs):
    """Runs the whole month `runs` times, each on a copy; no warm-up, since one takes minutes."""
    found = {name: [] for name in ("close", "again", "render", "bundle", "site", "verify")}
    for _ in range(runs):
        ledger, output = world.copy("month.sqlite"), world.folder / "output"
        if output.exists(): shutil.rmtree(output)

        def step(name, *words, at=LATER):
            took = world.call(*words, "--output", output, "--quiet", ledger=ledger, at=at)
            print(f"  {name}: {took.wall:.2f} s, {took.memory} MB", flush=True)
            found[name].append(took)

        step("close", "close", "--period", MONTH, at=CLOSED)
        step("again", "close", "--period", MONTH, at=CLOSED)
        step("render", "render", "--period", MONTH)
        step("bundle", "bundle", "--period", MONTH)
        step("site", "site")
        step("verify", "verify")
    files = [path for path in output.rglob("*") if path.is_file()]
    whole = [Took(*(sum(getattr(found[name][turn], key) for name in ("close", "render", "bundle", "site"))
                    for key in ("wall", "processor")), max(found[name][turn].memory for name in found), b"")
             for turn in range(runs)]
    return {
        "row": "P6", "events": world.events, "documents": sum(path.suffix == ".pdf" for path in files), "files": len(files),
        "bytes": sum(path.stat().st_size for path in files), "ledgerBytes": ledger.stat().st_size,
        "memoryMB": max(took.memory for took in whole), "whole": middle(whole),
        **{name: middle(results) for name, results in found.items()},
    }
