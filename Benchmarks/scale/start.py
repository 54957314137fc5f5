"""P8: how long the program takes for next to nothing."""
from clock import by_turns, middle, run

CASE = b'{"id":"a","charge":{"model":"standard","unit_price":"0.08","per":"1000"},"units":"12500"}\n'


def measure(bm, folder, runs):
    case = folder / "case.ndjson"
    case.write_bytes(CASE)
    found = by_turns(runs, nothing=lambda: run("true"), help=lambda: run(bm, "--help"), quote=lambda: run(bm, "quote", case))
    return {"row": "P8", **{name: middle(results) for name, results in found.items()}}
