"""Reading the traces."""

import csv
import gzip
from collections import defaultdict
from decimal import Decimal


def rows(data, name):
    with gzip.open(data / "usage" / f"{name}.csv.gz", "rt", newline="") as file:
        yield from csv.DictReader(file)


def milliseconds(seconds):
    return int(Decimal(seconds) * 1000)


def coding_sessions(data):
    """The captured coding sessions, trace id -> its requests, each captured session once.

    Some sessions were captured more than once, in whole or in part, under other trace ids. Traces that share a
    request (same offset, model, token counts and API time) are one session; the longest capture stands for it,
    the lowest id among equals.
    """
    traces = defaultdict(list)
    for row in rows(data, "claude_code_requests"):
        traces[row["trace_id"]].append(row)

    leader = {trace: trace for trace in traces}

    def lead(trace):
        while leader[trace] != trace:
            trace = leader[trace]
        return trace

    seen = {}
    for trace, requests in traces.items():
        for row in requests:
            if not row["api_seconds"]:
                continue  # without the API time two unlike requests could look the same
            key = tuple(row[c] for c in ("t_seconds", "model", "input_tokens_total", "output_tokens", "api_seconds"))
            other = lead(seen.setdefault(key, trace))
            leader[max(lead(trace), other)] = min(lead(trace), other)

    groups = defaultdict(list)
    for trace in traces:
        groups[lead(trace)].append(trace)
    chosen = (min(group, key=lambda trace: (-len(traces[trace]), trace)) for group in groups.values())
    return {trace: traces[trace] for trace in sorted(chosen)}


def session_length(requests, run):
    """Milliseconds from the first request to the end of the last thing known of the session."""
    return max([milliseconds(run["duration_seconds"])] + [milliseconds(row["t_seconds"]) for row in requests])


def session_runs(data):
    """trace id -> the summary row of the whole session."""
    return {row["trace_id"]: row for row in rows(data, "claude_code_runs") if row["kind"] == "session"}


def audio(data, scope, release, kind=None):
    """Rows of the audio statistics at one cut-off date."""
    return [row for row in rows(data, "common_voice_audio")
            if row["scope"] == scope and row["cutoff_date"] == release and kind in (None, row["kind"])]


def image_windows(data, client):
    """The 10-minute windows of one image client, in order, each with its 6-hour summary."""
    name = f"mm-image/{client}"
    summaries = {int(row["window_start_s"]): row for row in rows(data, "tenant_usage_6h") if row["client"] == name}
    windows = [(int(row["window_start_s"]), int(row["requests"]))
               for row in rows(data, "tenant_requests_10min") if row["client"] == name]
    return [(start, requests, summaries[start - start % 21600]) for start, requests in sorted(windows)]


IMAGE_TRACE_SECONDS = 18 * 3600  # the image class was published for 18 hours
