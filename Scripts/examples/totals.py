"""Control totals of the usage files, as tables between two marks of examples/README.md."""

from collections import Counter, defaultdict
from decimal import Decimal

from .events import plain

BEGIN, END = "<!-- usage totals: begin -->", "<!-- usage totals: end -->"
STATES = ("status", "outcome", "cache")


def write(readme, made):
    text = readme.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN)
    tail = rest.split(END)[1]
    readme.write_text(head + BEGIN + "\n\n" + tables(made) + "\n" + END + tail, encoding="utf-8")


def tables(made):
    lines = ["| file | events | SHA-256 of the unpacked lines |", "|---|---:|---|"]
    lines += [f"| `{name}.ndjson.gz` | {len(m.events):,} | `{m.sha256}` |" for name, m in made.items()]
    lines += [f"| all | {sum(len(m.events) for m in made.values()):,} | |", "",
              "| merchant | event | events | states | Σ quantity | Σ of its numbers |", "|---|---|---:|---|---:|---|"]
    for name, m in made.items():
        for metric, row in sorted(totals(m.events).items()):
            states = ", ".join(f"{state} {count:,}" for state, count in sorted(row["states"].items())) or "–"
            sums = ", ".join(f"`{field}` {Decimal(plain(total)):,}" for field, total in row["sums"].items()) or "–"
            lines.append(f"| {name.split('-')[0]} | `{metric}` | {row['events']:,} | {states} "
                         f"| {Decimal(plain(row['quantity'])):,} | {sums} |")
    return "\n".join(lines) + "\n"


def totals(events):
    result = defaultdict(lambda: {"events": 0, "quantity": Decimal(0), "states": Counter(), "sums": Counter()})
    for event in events:
        row = result[event.metric]
        row["events"] += 1
        row["quantity"] += Decimal(event.quantity)
        for name, value in event.dimensions.items():
            if name in STATES:
                row["states"][value] += 1
            elif isinstance(value, int) or name == "minutes":
                row["sums"][name] += Decimal(value)
    return result
