"""Runs a long command on a terminal, beside one, for a program and quietly, and reads what stands on standard error."""
import json, os, pathlib, pty, re, shutil, subprocess, sys

BM, DEMO = os.environ["bm"], os.environ["demo"]
folder = pathlib.Path(sys.argv[1])
shutil.rmtree(folder, ignore_errors=True)
folder.mkdir(parents=True)
shutil.copy(f"{DEMO}/demo.sqlite", folder / "ledger.sqlite")
RENDER = [BM, "render", "invoices", "--ledger", "ledger.sqlite", "--as-of", "2026-07-02T00:00:00Z"]


def expect(holds, words):
    if not holds: sys.exit(f"FAIL: {words}")


def run(*command):
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def on_a_terminal(command, name="xterm"):
    """What a command writes to a terminal of 100 columns as its standard error."""
    ours, theirs = pty.openpty()
    import fcntl, struct, termios
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=theirs, env=os.environ | {"TERM": name})
    os.close(theirs)
    said = b""
    while True:
        try: part = os.read(ours, 65536)
        except OSError: break
        if not part: break
        said += part
    expect(process.wait() == 0, f"{command} failed on a terminal")
    return said.decode()


def shown(said):
    """What is left on the last line of a terminal at the end of each line that was written, and all states of the bar."""
    bars = [part.removeprefix("\x1b[K") for part in re.split(r"[\r\n]+", said) if "\x1b[K·" in "\x1b[K" + part]
    return [bar for bar in bars if " · " in bar and "took" not in bar]


# A terminal sees a bar that grows, never wider than it is, and that is gone in the end.
said = on_a_terminal([*RENDER, "--output", "a"])
bars = shown(said)
expect(len(bars) > 3 and all(bar.startswith("· invoices ") for bar in bars), f"no bar: {said[:400]}")
expect(all(len(bar) <= 100 for bar in bars), "a bar is wider than the terminal")
done = [int(re.search(r"(\d+) of 49 ", bar)[1]) for bar in bars]
expect(done == sorted(done) and done[0] < done[-1] <= 49, f"the bar does not grow: {done}")
for bar, count in zip(bars, done):
    percent = int(re.search(r"(\d+) %", bar)[1])
    expect(percent == count * 100 // 49, f"{count} of 49 are not {percent} %")
    full, empty = bar.count("━"), bar.count("─")
    expect(full == (full + empty) * count // 49, f"{full} of {full + empty} for {count} of 49")
    expect("/s" in bar, "a bar without a rate")
last = [line for line in re.split(r"\r?\n", said) if line.strip()][-1].split("\r")[-1].removeprefix("\x1b[K")
expect(re.fullmatch(r"· took \d+\.\d{3} s, \d+\.\d{3} s of processors, \d+ MB at most", last), f"the end is “{last}”")
expect(not shown(on_a_terminal([*RENDER, "--output", "a"], "dumb")), "a bar on a terminal that cannot draw one")
expect(on_a_terminal([*RENDER, "--output", "a", "--quiet"]) == "", "--quiet is not quiet")

# A file sees no bar, and the documents are the same.
code, out, err = run(*RENDER, "--output", "b")
expect(code == 0 and "\r" not in err and "\x1b" not in err and "━" not in err, f"a bar in a file: {err}")
expect(subprocess.run(["diff", "-r", "a", "b"], cwd=folder).returncode == 0, "watched documents are others")

# A program sees a document a line.
code, out, err = run(*RENDER, "--output", "c", "--log", "json", "--timings")
lines = [json.loads(line) for line in err.splitlines()]
expect(code == 0 and lines[-1]["event"] == "end" and lines[-1]["exit_code"] == 0, f"no end: {err}")
expect(all({"level", "event", "elapsed_ms"} <= line.keys() for line in lines), "a line without what every line has")
elapsed = [line["elapsed_ms"] for line in lines]
expect(elapsed == sorted(elapsed), "time goes back")
for line in lines[:-1]:
    expect(line["event"] == "progress" and line["what"] == "invoices" and line["total"] == 49, f"not progress: {line}")
rooms = {reading["room"]: reading for reading in lines[-1]["timings"]}
expect({"bm", "Documents", "Typesetting", "Store", "Outbox"} <= rooms.keys(), f"rooms are missing: {rooms.keys()}")
expect(rooms["Documents"]["calls"] == 49 and rooms["Typesetting"]["calls"] == 98, f"49 invoices in two formats: {rooms}")
# The run's own thread is always in one room, and threads that draw beside it come on top.
expect(sum(room["ms"] for room in rooms.values()) >= lines[-1]["elapsed_ms"] * 0.5, "time is lost")
expect(lines[-1]["memory_mb"] > 10 and lines[-1]["processor_ms"] > 0, f"no memory or processor: {lines[-1]}")
code, out, err = run(*RENDER, "--output", "c", "--timings")
expect(re.search(r"^Documents +49 calls +\d+\.\d{3} s +\d+ %$", err, re.M), f"no table of rooms: {err}")

# Errors too: the words of both forms are the same, and one that cannot be read has them.
wrong = [BM, "verify", "--ledger", "nowhere.sqlite"]
code, out, err = run(*wrong, "--log=json")
error, end = [json.loads(line) for line in err.splitlines()]
text = run(*wrong)[2]
expect(code == end["exit_code"] == 66 and error["level"] == "error" and error["code"] == "missing", f"another error: {error}")
for key in ("message", "reason", "suggestion"): expect(error[key] in text, f"“{error[key]}” is not in {text}")
code, out, err = run(BM, "verify", "--log", "json", "--nonsense")
expect(code == 64 and json.loads(err.splitlines()[0])["code"] == "wrongUsage", f"wrong usage: {err}")
code, out, err = run(BM, "verify", "--log", "xml")
expect(code == 64 and "text" in err and "json" in err, f"another form of log: {err}")
# Intake says which files are in.
code, out, err = run(BM, "usage-events", "ingest", f"{os.environ['BM_HOME']}/examples/usage/mer_007-bridge.ndjson.gz", "--ledger",
                     "ledger.sqlite", "--as-of", "2026-07-02T00:00:00Z", "--log", "json")
lines = [json.loads(line) for line in err.splitlines()]
expect(any(line["event"] == "step" and line["message"].startswith("mer_007-bridge.ndjson.gz: ") for line in lines), f"no step: {err}")
shutil.rmtree(folder)
print(f"a bar in {len(bars)} states on a terminal and nowhere else; progress, steps, errors and the end as documents; "
      f"{len(rooms)} rooms with their times")
