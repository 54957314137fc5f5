"""Makes single calls of bm fail, by strace, and all calls that find no room, on a small disk; see Scripts/faults.

A run that a fault stops says so, ends with a code of its own, and keeps what it had said was done. One that ends well did
all of its work. Either way it is run again afterwards and must end as a run that nobody disturbed.
"""

import collections
import os
import pathlib
import random
import shutil
import subprocess
import sys

import faults_inputs
import kills_world as world
from kills_cases import cases
from kills_runs import Undisturbed, chosen, command, injected, ran, words
from kills_world import Broken

# What a call answers where it fails.
FAILURES = {
    "openat": ["EACCES", "EMFILE", "ENOSPC"], "read": ["EIO"], "pread64": ["EIO"], "write": ["EIO", "ENOSPC"],
    "pwrite64": ["EIO", "ENOSPC"], "fsync": ["EIO"], "fdatasync": ["EIO"], "ftruncate": ["EIO", "ENOSPC"],
    "mkdir": ["EACCES", "ENOSPC"], "rename": ["EACCES", "ENOSPC"], "unlink": ["EACCES"],
}
# sysexits: what is wrong with input, with what the machine has, with writing and reading, try again.
TOLD = range(64, 79)


def held(undisturbed, how, code):
    """Holds what a disturbed run has left against one that was not. Gives whether it was stopped."""
    _, steps = words(undisturbed.folder)
    if code < 0 or code > 128 or code == 127:
        raise Broken(f"ended by signal or not started ({code}): {steps[-600:]}")
    if code == undisturbed.code:
        # A log that could not be folded into the ledger stays beside it; the next program does that.
        differ = [name for name in undisturbed.different_files() if ".sqlite-" not in name]
        if differ or world.dump(undisturbed.folder, undisturbed.case.ledger) != undisturbed.dump:
            raise Broken(f"it ended well and left something else: {', '.join(differ[:8]) or 'the ledger'}")
        return False
    if code not in TOLD:
        raise Broken(f"ended with {code}: {steps[-600:]}")
    # Where standard error itself was the file that failed, the code alone says it.
    if "error" not in steps and how[0] != "write":
        raise Broken(f"ended with {code} and no word of it")
    if "error" in steps and "  try: " not in steps:
        raise Broken(f"it does not say what to do: {steps[-600:]}")
    undisturbed.look()
    undisturbed.again()
    return True


def calls_after_the_ledger(undisturbed):
    """How often each call is made before the ledger is first touched, and in all: what comes before is the loader's."""
    before, all_calls, begun = collections.Counter(), collections.Counter(), False
    for call, line in undisturbed.traced(list(FAILURES)):
        begun = begun or undisturbed.case.ledger in line
        all_calls[call] += 1
        if not begun: before[call] += 1
    return {call: (before[call], n) for call, n in all_calls.items() if n > before[call]}


def one_call(undisturbed, calls, chance):
    call = chance.choice(sorted(calls))
    before, n = calls[call]
    k, error, on = chance.randint(before + 1, n), chance.choice(FAILURES[call]), chance.choice(["", "+"])
    undisturbed.fresh()
    code = ran(injected(call, f"error={error}:when={k}{on}") + command(undisturbed.case), undisturbed.folder)
    return (call, f"{call} {k} of {n}{' and all after' if on else ''}: {error}"), code


def small_disk(undisturbed, chance):
    """A file system of its own with less room than the command takes; nothing where none can be made."""
    undisturbed.fresh()
    room = world.size(undisturbed.folder) + chance.randint(0, max(undisturbed.grown, 65_536))
    small = undisturbed.folder.parent / "small"
    small.mkdir(exist_ok=True)
    # Pages of a file system are whole, and the folders themselves take some.
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={room + 262_144}", "bm", small], capture_output=True).returncode: return None
    folder = undisturbed.folder
    try:
        shutil.copytree(folder, small / "now")
        undisturbed.folder = small / "now"
        # What it says is kept elsewhere.
        code = ran(command(undisturbed.case), small / "now", beside=folder.parent)
        shutil.rmtree(folder)
        shutil.copytree(small / "now", folder)
    finally:
        undisturbed.folder = folder
        subprocess.run(["umount", small], check=True)
    return ("disk", f"a disk with room for {room:,} bytes"), code


def fault(case, root, count, seed):
    """Disturbs a case `count` times; prints one line. Gives how many failed."""
    folder = root / "runs" / case.name / "now"
    folder.parent.mkdir(parents=True)
    undisturbed = Undisturbed(case, root, folder)
    calls = calls_after_the_ledger(undisturbed)
    chance = random.Random(f"{seed} {case.name}")
    stopped = failed = disks = 0
    for number in range(count):
        how = ("", "a fault")
        try:
            # One in four is a small disk; as often as there can be one.
            made = small_disk(undisturbed, chance) if number % 4 == 3 else None
            disks += made is not None
            how, code = made or one_call(undisturbed, calls, chance)
            stopped += held(undisturbed, how, code)
        except Broken as broken:
            failed += 1
            kept = folder.parent / f"failed-{number}"
            if folder.exists(): shutil.copytree(folder, kept)
            print(f"FAIL: {case.name}, seed {seed}, fault {number + 1}, {how[1]}: {broken}\n      see {kept}", flush=True)
            if failed == 5:
                count = number + 1
                break
    shutil.rmtree(folder)
    print(f"{case.name}: {count} faults, {disks} of them small disks: {stopped} were told and {count - stopped - failed} did no harm; "
          f"{failed} failed", flush=True)
    return failed


def main():
    count, seed, names = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
    if not shutil.which("strace"):
        raise SystemExit("strace is not there: no call can be made to fail")
    root = pathlib.Path(os.environ.get("BM_FAULTS_FOLDER", f"{world.PROJECT}/.build/faults")).resolve()
    shutil.rmtree(root, ignore_errors=True)
    if made := os.environ.get("BM_FAULTS_WORLD"):
        for part in pathlib.Path(made).iterdir():
            if part.is_dir() and part.name != "runs": shutil.copytree(part, root / part.name)
        inputs = root / "inputs"
    else:
        (root / "nothing").mkdir(parents=True)
        inputs = world.build(root)
    known = cases(inputs)
    disturbed, others = chosen(known, ["inputs", "clock"], count, names)
    failed = sum(fault(case, root, faults, seed) for case, faults in disturbed)
    if "inputs" in others: failed += faults_inputs.cut(root, inputs, count, seed)
    if "clock" in others: failed += faults_inputs.moved(root, known, count, seed)
    if failed:
        raise SystemExit(f"{failed} failed; seed {seed}")
    print(f"seed {seed}: what a fault stopped said so, kept what it had said, and was made good by the next run")


main()
