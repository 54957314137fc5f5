"""Kills bm at random instants, runs it again, and compares with a run that nobody disturbed; see Scripts/kills.

Half of the kills come at a time within what an undisturbed run takes, the other half inside a call that
writes: strace sends the signal as the program enters its k-th write, sync, cut, rename or removal.
"""

import collections
import os
import pathlib
import random
import shutil
import sys

import kills_world as world
from kills_cases import cases
from kills_runs import Undisturbed
from kills_together import together
from kills_world import Broken


def kill(case, root, count, seed):
    """Kills a case `count` times; prints one line. Gives how many failed."""
    folder = root / "runs" / case.name / "now"
    folder.parent.mkdir(parents=True)
    undisturbed = Undisturbed(case, root, folder)
    chance = random.Random(f"{seed} {case.name}")
    places = collections.Counter()
    failed = 0
    for number in range(count):
        how = undisturbed.disturb(number, chance)
        try:
            places[undisturbed.look()] += 1
            undisturbed.again()
        except Broken as broken:
            failed += 1
            kept = folder.parent / f"failed-{number}"
            shutil.copytree(folder, kept)
            print(f"FAIL: {case.name}, seed {seed}, kill {number + 1}, {how}: {broken}\n      see {kept}", flush=True)
            if failed == 5:
                count = number + 1
                break
    shutil.rmtree(folder)
    by_call = count // 2 if undisturbed.calls else 0
    print(f"{case.name}: {count} kills, {by_call} of them inside a call that writes: {places['before']} before the work, "
          f"{places['inside']} inside, {places['after']} after it; {failed} failed", flush=True)
    return failed


def main():
    count, seed, names = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
    root = pathlib.Path(os.environ.get("BM_KILLS_FOLDER", f"{world.PROJECT}/.build/kills")).resolve()
    shutil.rmtree(root, ignore_errors=True)
    (root / "nothing").mkdir(parents=True)
    inputs = world.build(root)
    if not shutil.which("strace"):
        print("strace is not there: all kills come by time", flush=True)
    known = cases(inputs)
    unknown = set(names) - {case.name for case in known} - {"together"}
    if unknown:
        raise SystemExit(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(c.name for c in known)} and together")
    failed = 0
    for case in known:
        if not names or case.name in names:
            # What takes long is killed less often, and in a short run not at all unless it is named.
            if kills := count // case.share or len(names):
                failed += kill(case, root, kills, seed)
    if not names or "together" in names:
        failed += together(root)
    if failed:
        raise SystemExit(f"{failed} failed; seed {seed}")
    print(f"seed {seed}: every run that was killed, run again, ends as one that was not")


main()
