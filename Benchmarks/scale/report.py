"""The figures as a table for docs/benchmarks.md, with the machine they are of."""
import datetime, math, os, pathlib, platform, re, subprocess

PROJECT = pathlib.Path(__file__).resolve().parents[2]


def today(): return datetime.date.today().isoformat()


def machine():
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    version = subprocess.run(["swift", "--version"], capture_output=True, text=True).stdout
    swift = re.search(r"Swift version ([\d.]+)", version)
    memory = re.search(r"MemTotal:\s+(\d+)", pathlib.Path("/proc/meminfo").read_text())
    return (f"{model[1] if model else platform.machine()}, {os.cpu_count()} processors, {int(memory[1]) >> 20} GB, "
            f"Linux {platform.release().split('-')[0]}, Swift {swift[1] if swift else '?'}")


def growth(points):
    """The exponent b of seconds = a × events^b, by least squares on logarithms."""
    xs, ys = ([math.log(value) for value in side] for side in zip(*points))
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys)) / sum((a - x) ** 2 for a in xs)


def row(*cells): return "| " + " | ".join(cells) + " |"


def table(figures):
    lines = [f"{today()}, {machine()}; medians, by turns.", ""]
    lines += [row("", "events", "bm", "beside it", "ratio", "memory"), row(*["---"] * 6)]
    for figure in figures.values():
        match figure["row"]:
            case "ingest":
                lines.append(row("taken in", f"{figure['events']:,}", f"{figure['ours']:.1f} s, {figure['events'] / figure['ours']:,.0f}/s",
                                 "", "", f"{figure['memoryMB']} MB"))
            case "P1":
                beside = f"C, 1 core {figure['floor1']:.2f} s; 2 cores {figure['floor2']:.2f} s"
                if "groupBy" in figure: beside += f"; `GROUP BY` {figure['groupBy']:.2f} s"
                lines.append(row("P1 meter", f"{figure['events']:,}", f"{figure['ours']:.2f} s", beside,
                                 f"{figure['ours'] / figure['floor2']:.2f} of C on 2", f"{figure['memoryMB']} MB"))
            case "P2":
                ours, naive = (figure["events"] / figure[key] for key in ("ours", "naive"))
                lines.append(row("P2 ingest", f"{figure['events']:,} behind {figure['base']:,}", f"{ours:,.0f}/s",
                                 f"naive loop {naive:,.0f}/s", f"{ours / naive:.2f}", f"{figure['memoryMB']} MB"))
            case "P6":
                parts = ", ".join(f"{name} {figure[name]:.1f}" for name in ("close", "render", "bundle", "site"))
                lines.append(row("P6 month", f"{figure['events']:,}", f"{figure['whole']:.1f} s ({parts})",
                                 f"{figure['documents']:,} PDFs, {figure['files']:,} files", "", f"{figure['memoryMB']} MB"))
                lines.append(row("P9 verify", f"{figure['events']:,}", f"{figure['verify']:.1f} s", "P6",
                                 f"{figure['verify'] / figure['whole']:.2f}", ""))
                lines.append(row("P8 close again", f"{figure['events']:,}", f"{figure['again']:.2f} s", "", "", ""))
            case "P8":
                lines.append(row("P8 start", "", f"`--help` {figure['help'] * 1000:.0f} ms, `quote` {figure['quote'] * 1000:.0f} ms",
                                 f"`true` {figure['nothing'] * 1000:.0f} ms", "", ""))
    for name, key in (("ingest", "ours"), ("P1", "ours"), ("P6", "whole")):
        points = [(f["events"], f[key]) for f in figures.values() if f["row"] == name]
        if len(points) > 1:
            lines.append(row(f"P7 growth of {name}", " to ".join(f"{p[0]:,}" for p in (min(points), max(points))),
                             f"exponent {growth(points):.2f}", "", "", ""))
    return "\n".join(lines) + "\n"


def write(path, name, text):
    """Puts a table between its marks; what stands around them stays."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    page = path.read_text()
    head, rest = page.split(begin)
    path.write_text(head + begin + "\n" + text + end + rest.split(end)[1])
