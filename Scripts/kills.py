"""Kills bm at random instants, runs it again, and compares with a run that nobody disturbed; see Scripts/kills.

Half of the kills come at a time within what an undisturbed run takes, the other half inside a call that
writes: strace sends the signal as the program enters its k-th write, sync, cut, rename or removal.
"""

import collections
import os
import pathlib
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time

import kills_world as world
from kills_cases import cases
from kills_together import together
from kills_world import Broken

CALLS = "pwrite64,write,fsync,fdatasync,ftruncate,unlink,unlinkat,rename,renameat,renameat2,mkdir"


def command(case):
    return [world.BM, *case.arguments] + (["--as-of", case.at] if case.at else [])


def start(line, folder):
    """A run in a process group of its own, its words in files so that what it said before a kill is there."""
    with open(folder.parent / "said", "wb") as said, open(folder.parent / "steps", "wb") as steps:
        return subprocess.Popen(line, cwd=folder, env=world.environment(), stdin=subprocess.DEVNULL, stdout=said, stderr=steps,
                                start_new_session=True)


def words(folder):
    return ((folder.parent / "said").read_text(), (folder.parent / "steps").read_text())


class Undisturbed:
    """What a run leaves that nobody disturbs, how long it takes, and which calls it makes that write."""

    def __init__(self, case, root, folder):
        self.case, self.root, self.folder = case, root, folder
        self.fresh()
        self.before = world.on_disk(folder)
        began = time.monotonic()
        process = start(command(case), folder)
        self.code = process.wait()
        self.seconds = time.monotonic() - began
        self.said, steps = words(folder)
        if self.code not in (0, 1):
            raise SystemExit(f"FAIL: {case.name} ended with {self.code}: {steps}")
        self.dump = world.dump(folder, case.ledger)
        self.files = world.files(folder)
        self.calls = collections.Counter()
        if shutil.which("strace"):
            self.fresh()
            trace = folder.parent / "trace"
            start(["strace", "-f", "-qq", "-o", trace, "-e", f"trace={CALLS}", *command(case)], folder).wait()
            for line in trace.read_text(errors="replace").splitlines():
                self.calls[line.split(maxsplit=1)[1].split("(")[0]] += 1
            self.calls = {name: n for name, n in self.calls.items() if name in CALLS.split(",")}

    def fresh(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.root / self.case.start, self.folder)

    def disturb(self, number, chance):
        """Kills one run. Gives how it was killed."""
        self.fresh()
        if self.calls and number % 2 == 1:
            # A kind of call first, so that the few syncs and renames are met as often as the many writes.
            call = chance.choice(sorted(self.calls))
            k = chance.randint(1, self.calls[call])
            how = f"at {call} {k} of {self.calls[call]}"
            inject = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={k}"]
            start(inject + command(self.case), self.folder).wait()
        else:
            delay = chance.uniform(0, self.seconds * 1.05)
            how = f"after {delay:.3f} s of {self.seconds:.3f} s"
            process = start(command(self.case), self.folder)
            try:
                process.wait(delay)
            except subprocess.TimeoutExpired:
                pass
            # Its group is its own: nothing else is in it.
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()
        return how

    def look(self):
        """Where the kill was: before anything was written, inside the work, or after it. What was said to be done is."""
        said, steps = words(self.folder)
        if not self.said.startswith(said):
            raise Broken(f"it said what an undisturbed run does not say: {said}")
        # The ledger is read from a copy: SQLite mends what a kill has left as soon as it opens it.
        aside = self.folder.parent / "aside"
        shutil.rmtree(aside, ignore_errors=True)
        shutil.copytree(self.folder, aside)
        dump = world.dump(aside, self.case.ledger)
        whole = said + steps
        db = sqlite3.connect(aside / self.case.ledger)
        for line in whole[: whole.rfind("\n") + 1].splitlines():
            self.case.promised(db, line)
        db.close()
        log = (self.case.ledger + "-wal", self.case.ledger + "-shm")
        if dump == self.dump and world.files(aside, log) == {k: v for k, v in self.files.items() if k not in log}:
            return "after"
        return "before" if world.on_disk(self.folder) == self.before else "inside"

    def again(self):
        """Runs it again to the end, and holds what is there against an undisturbed run."""
        process = start(command(self.case), self.folder)
        code = process.wait()
        said, steps = words(self.folder)
        if code != self.code:
            raise Broken(f"run again it ended with {code}, not {self.code}: {steps}")
        files = world.files(self.folder)
        if files != self.files:
            differ = sorted(name for name in files.keys() | self.files.keys() if files.get(name) != self.files.get(name))
            raise Broken(f"other files than an undisturbed run: {', '.join(differ[:8])}")
        if world.dump(self.folder, self.case.ledger) != self.dump:
            raise Broken("another ledger than an undisturbed run")
        check = sqlite3.connect(self.folder / self.case.ledger).execute("PRAGMA integrity_check").fetchone()[0]
        if check != "ok":
            raise Broken(f"SQLite finds the ledger broken: {check}")


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
