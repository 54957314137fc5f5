"""Ledgers with a generated month of so many events, made once and kept in a folder."""
import os, pathlib, shutil, subprocess, sys

from clock import run

PROJECT = pathlib.Path(__file__).resolve().parents[2]
MONTH = "2026-05"
SEED = 1
TAKEN = "2026-06-01T00:00:00Z"


class World:
    """The month of one size: its lines, and a ledger that has taken them, with catalogs, prices and rates."""

    def __init__(self, bm, folder, events, customers=1246, merchants=50):
        self.bm, self.events = bm, events
        self.sizes = ["--customers", customers, "--merchants", merchants]
        self.folder = pathlib.Path(folder) / str(events)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.ledger = self.folder / "ledger.sqlite"
        self.setup = self.folder / "setup"
        os.environ["BM_HOME"] = str(PROJECT)

    def call(self, *words, ledger=None, at=TAKEN, stdin=None, allowed=(0,)):
        return run(self.bm, *words, "--ledger", ledger or self.ledger, "--as-of", at, stdin=stdin, allowed=allowed)

    def lines(self, to, of=None):
        """Writes the month's lines, or those of a larger month."""
        with open(to, "wb") as out:
            subprocess.run(self.generator(of or self.events), stdout=out, check=True)

    def generator(self, events):
        return list(map(str, [self.bm, "generate", "--events", events, "--seed", SEED, *self.sizes]))

    def empty(self, ledger):
        """A ledger that knows the merchants and has no event."""
        if not self.setup.exists(): run(self.bm, "generate", "--setup", self.setup, *self.sizes)
        run(self.bm, "init", "--ledger", ledger)
        self.call("catalog", "apply", *sorted((self.setup / "catalog").glob("*.yaml")), ledger=ledger, at="2026-04-01T00:00:00Z")
        self.call("pricing", "import", self.setup / "prices.csv", "--format", "csv", "--book", "synthetic",
                  "--effective", "2025-01-01", ledger=ledger, at="2026-04-01T00:00:00Z")
        self.call("fx", "import", self.setup / "rates.csv", "--format", "ecb", ledger=ledger)

    def make(self):
        """The ledger, taken in through a pipe. Returns what the run took; nothing where it stood there already."""
        if self.ledger.exists(): return None
        part = self.folder / "part.sqlite"
        for old in self.folder.glob("part.sqlite*"): old.unlink()
        self.empty(part)
        print(f"{self.events:,} events are taken in", file=sys.stderr, flush=True)
        generator = subprocess.Popen(self.generator(self.events), stdout=subprocess.PIPE)
        took = self.call("usage-events", "ingest", "-", "--quiet", ledger=part, stdin=generator.stdout)
        if generator.wait() != 0: sys.exit("the generator failed")
        os.rename(part, self.ledger)
        return took

    def copy(self, name):
        """A copy of the ledger to write to."""
        for old in self.folder.glob(name + "*"):
            shutil.rmtree(old) if old.is_dir() else old.unlink()
        shutil.copy(self.ledger, self.folder / name)
        os.sync()
        return self.folder / name


def compiled(name, folder, *libraries):
    """A floor of Benchmarks/floors, compiled."""
    program = pathlib.Path(folder) / name
    source = PROJECT / "Benchmarks" / "floors" / (name + ".c")
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        program.parent.mkdir(parents=True, exist_ok=True)
        run("cc", "-O2", "-o", program, source, *libraries)
    return program
