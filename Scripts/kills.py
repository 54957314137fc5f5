"""Kills bm at random instants, runs it again, and compares with a run that nobody disturbed; see Scripts/kills.

Half of the kills come at a time within what an undisturbed run takes, the other half inside a call that
writes: strace sends the signal as the program enters its k-th write, sync, cut, rename or removal.
"""

import collections
import os
import pathlib
import random
import shutil
import subprocess
import sys

import kills_world as world
from kills_cases import cases
from kills_runs import Undisturbed, chosen, command, end, injected, ran, start
from kills_together import together
from kills_world import Broken

CALLS = ["pwrite64", "write", "fsync", "fdatasync", "ftruncate", "unlink", "unlinkat", "rename", "renameat", "renameat2", "mkdir"]


def in_a_call(undisturbed, calls, chance):
    """Kills a run as it makes a call. Gives how it was killed."""
    # A kind of call first, so that the few syncs and renames are met as often as the many writes.
    call = chance.choice(sorted(calls))
    k = chance.randint(1, calls[call])
    ran(injected(call, f"signal=SIGKILL:when={k}") + command(undisturbed.case), undisturbed.folder)
    return f"at {call} {k} of {calls[call]}"


def at_a_time(undisturbed, chance):
    """Kills a run at a time within what it takes, or little later. Gives how it was killed."""
    delay = chance.uniform(0, undisturbed.seconds * 1.05)
    process = start(command(undisturbed.case), undisturbed.folder)
    try:
        process.wait(delay)
    except subprocess.TimeoutExpired:
        pass
    end(process)
    return f"after {delay:.3f} s of {undisturbed.seconds:.3f} s"


def kill(case, root, count, seed):
    """Kills a case `count` times; prints one line. Gives how many failed."""
    folder = root / "runs" / case.name / "now"
    folder.parent.mkdir(parents=True)
    undisturbed = Undisturbed(case, root, folder)
    calls = collections.Counter(call for call, _ in undisturbed.traced(CALLS)) if shutil.which("strace") else {}
    chance = random.Random(f"{seed} {case.name}")
    places = collections.Counter()
    failed = 0
    for number in range(count):
        how = "killed"
        try:
            undisturbed.fresh()
            how = in_a_call(undisturbed, calls, chance) if calls and number % 2 == 1 else at_a_time(undisturbed, chance)
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
    by_call = count // 2 if calls else 0
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
    killed, others = chosen(cases(inputs), ["together"], count, names)
    failed = sum(kill(case, root, kills, seed) for case, kills in killed)
    if others:
        failed += together(root)
    if failed:
        raise SystemExit(f"{failed} failed; seed {seed}")
    print(f"seed {seed}: every run that was killed, run again, ends as one that was not")


main()
