"""mer_002, AI SaaS: the chat trace as messages of seats in workspaces."""

from decimal import Decimal
from fractions import Fraction

from .clock import share
from .events import Event, plain
from .lantern import owner, seconds_of
from .traces import rows

# Workspaces 0 to 39 share the trace evenly; the first twenty have an owner here, some of the others at mer_007.
WORKSPACES = {
    "cus_cn_008": range(0, 6), "cus_cn_009": range(6, 10), "cus_cn_010": range(10, 14),
    "cus_cn_011": range(14, 17), "cus_cn_012": range(17, 20),
}


def events(data, month):
    """The trace covers less than an hour; it is stretched over the month, order kept."""
    trace = [(seconds_of(row["TIMESTAMP"]), row) for row in rows(data, "azure_llm_2023_conv")]
    begin, length = trace[0][0], trace[-1][0] - trace[0][0] + 1
    for number, (second, row) in enumerate(trace):
        workspace = share(f"conv:{number}", 40)
        customer = owner(WORKSPACES, workspace)
        if customer is None:
            continue
        prompt, answer = int(row["ContextTokens"]), int(row["GeneratedTokens"])
        yield Event(f"evt_b{number:05d}", customer, "workspace_usage", plain(Decimal(prompt + answer) / 1000),
                    month.at(Fraction(second - begin) / Fraction(length)), {
                        "workspace": f"ws_{workspace:02d}", "seat": f"seat_{share(f'seat:{number}', 5) + 1}",
                        "prompt_tokens": prompt, "answer_tokens": answer,
                    })
