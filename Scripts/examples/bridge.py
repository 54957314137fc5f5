"""mer_007, a model gateway: model calls under its own names, requests by tokens, and events that carry their price."""

from decimal import Decimal
from fractions import Fraction

from .clock import DAY_MS, share
from .events import Event, plain
from .lantern import model_call, owner, seconds_of
from .traces import coding_sessions, milliseconds, rows, session_length, session_runs

# Shares of a hundred of the coding sessions, from the half that mer_001 does not use.
SESSIONS = {"cus_cn_033": range(50, 54), "cus_cn_038": range(54, 58), "cus_cn_041": range(58, 68),
            "cus_cn_042": range(68, 92)}
# Workspaces of the chat trace, from the half that mer_002 does not use.
REQUESTS = {"cus_cn_034": range(20, 23), "cus_cn_035": range(23, 26), "cus_cn_036": range(26, 29),
            "cus_cn_037": range(29, 30), "cus_cn_039": range(30, 31), "cus_cn_040": range(31, 32)}
EMBEDDINGS = {"cus_cn_033": range(32, 33)}
# The day of the month on which a subscription begins; what the trace has before is not used.
BEGINS = {"cus_cn_036": 4, "cus_cn_037": 29, "cus_cn_039": 12, "cus_cn_040": 20}

# The gateway's names, by the family the captured model belongs to.
FAMILIES = {"claude-opus": "bridge-deep", "claude-sonnet": "bridge-balanced", "claude-haiku": "bridge-mini"}
TOOLS = ["web_search", "code_run", "file_read", "translate"]
UNCOUNTED = "translate"

# The worked example of a metered charge: 8,420 tokens of one code review, and sixteen times 8,380: 142,500 tokens.
METERED = ("cus_cn_032", [8420] + [8380] * 16)


def events(data, month):
    yield from metered(month)
    yield from coding(data, month)
    yield from requests(data, month)


def metered(month):
    customer, quantities = METERED
    for number, quantity in enumerate(quantities):
        yield Event(f"evt_gm{number:02d}", customer, "tokens", str(quantity),
                    month.at(Fraction(2 * number + 1, 2 * len(quantities))),
                    {"model": "gpt-5", "session": f"sess_{number:02d}", "feature": "code-review"}, unit_price="0.00003")


def coding(data, month):
    runs = session_runs(data)
    for trace, calls in coding_sessions(data).items():
        customer = owner(SESSIONS, share(trace, 100))
        if customer is None:
            continue
        start = month.start(trace, session_length(calls, runs[trace]))
        for row in calls:
            key = f"evt_g{trace.removeprefix('trace_')}_{row['seq']}"
            yield Event(key, customer, "model_call", "1", start + milliseconds(row["t_seconds"]), call(key, trace, row))


def call(key, trace, row):
    """The upstream counts cached tokens that were read, and none that were written. The trace has no names of tools:
    a call that used tools is given one; the translator reports no number of calls."""
    captured = model_call(trace, row)
    dimensions = {"model": next(name for family, name in FAMILIES.items() if captured["model"].startswith(family))}
    dimensions |= {name: captured[name] for name in ("session", "input_tokens", "cache_read_tokens", "output_tokens")}
    if row["api_seconds"]:
        dimensions["seconds"] = plain(Decimal(row["api_seconds"]))
    if captured["tool_calls"]:
        dimensions["tool"] = TOOLS[share(f"tool:{key}", len(TOOLS))]
        if dimensions["tool"] != UNCOUNTED:
            dimensions["tool_calls"] = captured["tool_calls"]
    return dimensions


def requests(data, month):
    """The chat trace covers less than an hour; it is stretched over the month, order kept."""
    trace = [(seconds_of(row["TIMESTAMP"]), row) for row in rows(data, "azure_llm_2023_conv")]
    begin, length = trace[0][0], trace[-1][0] - trace[0][0] + 1
    for number, (second, row) in enumerate(trace):
        workspace = share(f"conv:{number}", 40)
        customer = owner(REQUESTS, workspace) or owner(EMBEDDINGS, workspace)
        if customer is None:
            continue
        instant = month.at(Fraction(second - begin) / Fraction(length))
        if instant < (BEGINS.get(customer, 1) - 1) * DAY_MS:
            continue
        key, prompt, answer = f"evt_gr{number:05d}", int(row["ContextTokens"]), int(row["GeneratedTokens"])
        if owner(EMBEDDINGS, workspace):
            # What was asked, as a text that is embedded: it has no answer.
            yield Event(key, customer, "model_call", "1", instant, {
                "model": "bridge-embed", "input_tokens": prompt, "cache_read_tokens": 0, "output_tokens": 0})
        else:
            yield Event(key, customer, "gateway_request", str(prompt + answer), instant, {
                "workspace": f"ws_{workspace:02d}", "prompt_tokens": prompt, "answer_tokens": answer})
