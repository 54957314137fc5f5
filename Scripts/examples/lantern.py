"""mer_001, AI API: model calls of coding agents and benchmark agents, plain LLM requests, generated images."""

from datetime import datetime, timezone
from decimal import Decimal
from fractions import Fraction

from .clock import share
from .events import Event
from .traces import (IMAGE_TRACE_SECONDS, coding_sessions, image_windows, milliseconds, rows, session_length,
                     session_runs)

# Shares of a hundred of the coding sessions; the other half is mer_007's.
PRICE_BOOK = {"cus_cn_002": range(0, 24), "cus_cn_003": range(24, 36)}
OUTPUT_PRICE = {"cus_cn_001": range(36, 44), "cus_cn_004": range(44, 50)}
OPEN_MODELS = {"azure/Kimi-K2.5": "azure_ai/kimi-k2.5", "azure/DeepSeek-V3.2": "azure_ai/deepseek-v3.2"}
# Shares of eight of the plain requests: enough for a developer, little enough to stay under 10 million tokens.
REQUESTS = {"cus_cn_006": range(0, 1), "cus_cn_007": range(1, 5), "cus_cn_031": range(5, 8)}
# Customer, client of the trace, and the letters of their events' ids.
IMAGES = [("cus_cn_007", "c027", "ai"), ("cus_cn_031", "c016", "aj")]


def owner(owners, number):
    return next((customer for customer, shares in owners.items() if number in shares), None)


def events(data, month):
    yield from coding(data, month)
    yield from benchmarks(data, month)
    yield from requests(data, month)
    yield from images(data, month)


def coding(data, month):
    runs = session_runs(data)
    for trace, calls in coding_sessions(data).items():
        number = share(trace, 100)
        priced_by_book = owner(PRICE_BOOK, number)
        customer = priced_by_book or owner(OUTPUT_PRICE, number)
        if customer is None:
            continue
        start = month.start(trace, session_length(calls, runs[trace]))
        for row in calls:
            call = (f"evt_a{trace.removeprefix('trace_')}_{row['seq']}", customer)
            instant = start + milliseconds(row["t_seconds"])
            if priced_by_book:
                yield Event(*call, "model_call", "1", instant, model_call(trace, row))
            else:
                yield Event(*call, "tokens_output", row["output_tokens"], instant,
                            {"product": "AI API", "model": row["model"], "session": trace})


def model_call(trace, row):
    return {
        "model": row["model"], "status": "ok", "session": trace,
        "input_tokens": int(row["input_tokens_total"]),
        "cache_read_tokens": int(row["cache_read_5m"]), "cache_write_tokens": int(row["cache_write_5m"]),
        "output_tokens": int(row["output_tokens"]), "tool_calls": int(row["tool_calls"]),
    }


def benchmarks(data, month):
    """Every span is billed to one customer; a failed one keeps its place with status `error` and no tokens."""
    sessions = {}
    for row in rows(data, "agent_llm_spans"):
        # A third of the timestamps carry no offset; all are UTC.
        row["at"] = datetime.fromisoformat(row["start_time"]).replace(tzinfo=timezone.utc)
        sessions.setdefault(row["session_id"], []).append(row)
    for session, spans in sessions.items():
        first = min(row["at"] for row in spans)
        for row in spans:
            row["offset"] = int((row["at"] - first).total_seconds() * 1000)
        start = month.start(session, max(row["offset"] for row in spans))
        for row in spans:
            yield Event(f"evt_as{session.split('_')[1]}_{row['span_index']}", "cus_cn_005", "model_call", "1",
                        start + row["offset"], {
                            "model": OPEN_MODELS[row["request_model"]],
                            "status": "error" if row["is_error"] == "1" else "ok", "session": session,
                            "input_tokens": int(row["input_tokens"]), "cache_read_tokens": 0, "cache_write_tokens": 0,
                            "output_tokens": int(row["output_tokens"]),
                        })


def requests(data, month):
    """The code-completion trace covers less than an hour; it is stretched over the month, order kept."""
    trace = [(seconds_of(row["TIMESTAMP"]), row) for row in rows(data, "azure_llm_2023_code")]
    begin, length = trace[0][0], trace[-1][0] - trace[0][0] + 1
    for number, (second, row) in enumerate(trace):
        customer = owner(REQUESTS, share(f"code:{number}", 8))
        if customer:
            yield Event(f"evt_ac{number:04d}", customer, "llm_request", "1",
                        month.at(Fraction(second - begin) / Fraction(length)), {
                            "input_token_count": int(row["ContextTokens"]),
                            "output_token_count": int(row["GeneratedTokens"]),
                        })


def seconds_of(clock):
    """Seconds of the day, exactly: the trace has seven fractional digits, more than the date parsers keep."""
    hours, minutes, seconds = clock.split(" ")[1].split(":")
    return (int(hours) * 60 + int(minutes)) * 60 + Decimal(seconds)


def images(data, month):
    for customer, client, letters in IMAGES:
        number = 0
        for begin, count, _ in image_windows(data, client):
            for n in range(count):
                position = (begin + Fraction(600 * n, count)) / IMAGE_TRACE_SECONDS
                yield Event(f"evt_{letters}{number:04d}", customer, "image_generation", "1", month.at(position),
                            {"status": "ok"})
                number += 1
