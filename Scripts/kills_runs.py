"""A command as it runs when nobody disturbs it, and how a disturbed run is held against that; see Scripts/kills and
Scripts/faults.
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import time

import kills_world as world
from kills_world import Broken

# Longer than any of the commands takes, under strace too.
SECONDS = 300


def command(case):
    return [world.BM, *case.arguments] + (["--as-of", case.at] if case.at else [])


def start(line, folder, beside=None):
    """A run in a process group of its own, its words in files beside the folder, so that what it said before a kill is
    there."""
    beside = beside or folder.parent
    with open(beside / "said", "wb") as said, open(beside / "steps", "wb") as steps:
        return subprocess.Popen(line, cwd=folder, env=world.environment(), stdin=subprocess.DEVNULL, stdout=said, stderr=steps,
                                start_new_session=True)


def end(process):
    """Ends all of a run: its group is its own, nothing else is in it."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()


def ran(line, folder, beside=None):
    """A run to its end; its exit code."""
    process = start(line, folder, beside)
    try:
        return process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        end(process)
        raise Broken(f"it did not end within {SECONDS} seconds")


def injected(call, what):
    """What stands before a command to have strace answer one of its calls, or end it there."""
    return ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:{what}"]


def chosen(known, others, count, names):
    """The cases to run, each with how often, and which of the other checks: all, or those that are named. What takes
    long runs less often, and in a short run not at all unless it is named."""
    allowed = [case.name for case in known] + others
    if unknown := set(names) - set(allowed):
        raise SystemExit(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(allowed)}")
    named = names or allowed
    often = [(case, count // case.share or len(names)) for case in known if case.name in named]
    return [(case, times) for case, times in often if times], [other for other in others if other in named]


def words(folder):
    return ((folder.parent / "said").read_text(), (folder.parent / "steps").read_text())


class Undisturbed:
    """What a run leaves that nobody disturbs, by how much it lets its folder grow, and how long it takes."""

    def __init__(self, case, root, folder):
        self.case, self.root, self.folder = case, root, folder
        self.fresh()
        self.before = world.on_disk(folder)
        size = world.size(folder)
        began = time.monotonic()
        self.code = ran(command(case), folder)
        self.seconds = time.monotonic() - began
        self.said, steps = words(folder)
        if self.code not in (0, 1):
            raise SystemExit(f"FAIL: {case.name} ended with {self.code}: {steps}")
        self.dump = world.dump(folder, case.ledger)
        self.files = world.files(folder)
        self.grown = world.size(folder) - size

    def traced(self, calls):
        """Those of its calls that are among `calls`, in their order: the call, and all that strace writes of it."""
        self.fresh()
        trace = self.folder.parent / "trace"
        ran(["strace", "-f", "-qq", "-o", trace, "-e", "trace=" + ",".join(calls), *command(self.case)], self.folder)
        lines = trace.read_text(errors="replace").splitlines()
        made = ((line.split(maxsplit=1)[1].split("(")[0], line) for line in lines)
        return [(call, line) for call, line in made if call in calls]

    def fresh(self):
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.copytree(self.root / self.case.start, self.folder)

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
            # How long it took promises nothing.
            if not line.startswith("· took "): self.case.promised(db, line)
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
        code = ran(command(self.case), self.folder)
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
