"""A command as it runs when nobody disturbs it, and how a disturbed run is held against that; see Scripts/kills and
Scripts/faults.
"""

import collections
import os
import shutil
import signal
import sqlite3
import subprocess
import time

import kills_world as world
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
        self.size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
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
        # An error is no promise.
        whole = said + steps.split("error[")[0]
        db = sqlite3.connect(aside / self.case.ledger)
        for line in whole[: whole.rfind("\n") + 1].splitlines():
            self.case.promised(db, line)
        db.close()
        log = (self.case.ledger + "-wal", self.case.ledger + "-shm")
        if dump == self.dump and world.files(aside, log) == {k: v for k, v in self.files.items() if k not in log}:
            return "after"
        return "before" if world.on_disk(self.folder) == self.before else "inside"

    def different_files(self):
        files = world.files(self.folder)
        return sorted(name for name in files.keys() | self.files.keys() if files.get(name) != self.files.get(name))

    def again(self):
        """Runs it again to the end, and holds what is there against an undisturbed run."""
        process = start(command(self.case), self.folder)
        code = process.wait()
        said, steps = words(self.folder)
        if code != self.code:
            raise Broken(f"run again it ended with {code}, not {self.code}: {steps}")
        if differ := self.different_files():
            raise Broken(f"other files than an undisturbed run: {', '.join(differ[:8])}")
        if world.dump(self.folder, self.case.ledger) != self.dump:
            raise Broken("another ledger than an undisturbed run")
        check = sqlite3.connect(self.folder / self.case.ledger).execute("PRAGMA integrity_check").fetchone()[0]
        if check != "ok":
            raise Broken(f"SQLite finds the ledger broken: {check}")
