"""Runs programs and says how long they took, by turns, so that a machine that is busy for a while is so for all of them."""
import os, statistics, subprocess, sys, time


class Took:
    """One run: seconds of the wall clock, of the processor, and the most memory it held in MB."""

    def __init__(self, wall, processor, memory, said):
        self.wall, self.processor, self.memory, self.said = wall, processor, memory, said


def run(*command, stdin=None, allowed=(0,)):
    """Runs a program to its end; what it says is kept, and a code that is not allowed ends the benchmark."""
    start = time.monotonic()
    process = subprocess.Popen(list(map(str, command)), stdin=stdin, stdout=subprocess.PIPE)
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in allowed: sys.exit(f"{command[:3]}: ended with {process.returncode}")
    return Took(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024, said)


def by_turns(runs, **ways):
    """Each way once to warm up, then `runs` times by turns. A way gives a number or a `Took`; all of them, by name."""
    found = {name: [] for name in ways}
    for turn in range(runs + 1):
        for name, way in ways.items():
            result = way()
            figure = result.wall if isinstance(result, Took) else result
            print(f"  {name}: {figure:,.3f}" + (" (warm-up)" if turn == 0 else ""), file=sys.stderr, flush=True)
            if turn: found[name].append(result)
    return found


def middle(results, key="wall"):
    return statistics.median(getattr(r, key) if isinstance(r, Took) else r for r in results)
