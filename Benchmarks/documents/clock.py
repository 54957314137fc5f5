"""The arguments, the clock and the line of JSON that every peer shares."""

import argparse
import json
import os
import resource
import time

from content import content


def parser(about):
    arguments = argparse.ArgumentParser(description=about)
    arguments.add_argument("invoices", nargs="+", help="invoices as JSON, used in turn")
    arguments.add_argument("--documents", type=int, default=1000)
    arguments.add_argument("--lines", type=int, help="repeat the invoice's lines up to this many")
    arguments.add_argument("--still", action="store_true", help="only the number differs between documents")
    arguments.add_argument("--out", required=True, help="the PDF that every document is written over")
    return arguments


def contents(arguments):
    """The content of each document, the one before the clock first: an invoice as it is, not made longer."""
    invoices, first = [], None
    for path in arguments.invoices:
        with open(path, encoding="utf-8") as file:
            invoice = json.load(file)
        first = first or content(invoice)
        if arguments.lines:
            lines = invoice["lines"]
            invoice["lines"] = [{**lines[n % len(lines)], "no": n + 1} for n in range(arguments.lines)]
        invoices.append(invoice)
    return [first] + [content(invoices[n % len(invoices)], n + 1, arguments.still) for n in range(arguments.documents)]


def measure(program, version, arguments, build):
    """Builds every document with `build(content, path)`: one before the clock, the rest within it."""
    first, *rest = contents(arguments)
    build(first, arguments.out)
    # The processor's time of all threads beside the clock's, for a machine that has other work too.
    start, worked = time.monotonic(), time.process_time()
    for each in rest:
        build(each, arguments.out)
    seconds, processor = time.monotonic() - start, time.process_time() - worked
    print(json.dumps({
        "program": program, "version": version, "documents": len(rest), "seconds": round(seconds, 6),
        "bytes": os.path.getsize(arguments.out), "seconds_per_document": round(seconds / len(rest), 6),
        "processor_seconds": round(processor, 6),
        "peak_rss_kb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
    }))
