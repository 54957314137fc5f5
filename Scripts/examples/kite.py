"""mer_004, Agent Platform: one event a coding session or sub-agent, when it ends."""

from decimal import Decimal

from .clock import share
from .events import Event, plain
from .lantern import owner
from .traces import coding_sessions, milliseconds, rows, session_length, session_runs

# Shares of ten of the sessions.
SESSIONS = {"cus_cn_019": range(0, 4), "cus_cn_020": range(4, 7), "cus_cn_021": range(7, 9), "cus_cn_022": range(9, 10)}
# How the main agent's last answer ended. A capture that breaks off without a reason counts as failed.
OUTCOMES = {"end_turn": "completed", "tool_use": "stopped", "": "failed"}


def events(data, month):
    runs = session_runs(data)
    agents = [row for row in rows(data, "claude_code_runs") if row["kind"] != "session"]
    for trace, calls in coding_sessions(data).items():
        customer = owner(SESSIONS, share(f"run:{trace}", 10))
        start = month.start(trace, session_length(calls, runs[trace]))
        short = trace.removeprefix("trace_")
        main = [row for row in calls if not row["agent_id"]]
        yield run(f"evt_d{short}", customer, start, 0, runs[trace]["duration_seconds"], main, {
            "workflow": "session", "outcome": OUTCOMES[main[-1]["stop_reason"]], "session": trace})
        for agent in agents:
            if agent["trace_id"] != trace:
                continue
            mine = [row for row in calls if row["agent_id"] == agent["agent_id"]]
            began = min(milliseconds(row["t_seconds"]) for row in mine)
            # Four sub-agents were only launched: no end and no duration, so nothing to bill.
            finished = agent["status"] == "completed"
            yield run(f"evt_d{short}_{agent['agent_id'].removeprefix('agent_')}", customer, start, began,
                      agent["duration_seconds"] or "0", mine, {
                          "workflow": agent["kind"].removeprefix("subagent:").lower(),
                          "outcome": "completed" if finished else "launched", "session": trace})


def run(identifier, customer, start, began, seconds, calls, dimensions):
    """Tool calls are those of the agent's own requests, so that a sub-agent's are not counted twice."""
    return Event(identifier, customer, "agent_run", "1", start + began + milliseconds(seconds), dimensions | {
        "tool_calls": sum(int(row["tool_calls"]) for row in calls), "minutes": plain(Decimal(seconds) / 60),
    })
