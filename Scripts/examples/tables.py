"""Cuts of the price tables, the FX rates and the bank holidays. What is kept is kept to the letter."""

import gzip
import json
import re

USED = [
    "azure_ai/deepseek-v3.2", "azure_ai/kimi-k2.5", "claude-haiku-4-5-20251001", "claude-opus-4-1-20250805",
    "claude-opus-4-5-20251101", "claude-opus-4-6", "claude-sonnet-4-20250514", "claude-sonnet-4-5-20250929",
]
POPULAR = [
    "claude-3-haiku-20240307", "dashscope/qwen-plus", "dashscope/qwen3-max", "deepseek-chat", "gemini-2.5-flash",
    "gemini-2.5-pro", "gpt-4.1", "gpt-4o", "gpt-4o-mini", "gpt-5", "gpt-5-mini", "gpt-image-1",
    "minimax/MiniMax-M2", "o4-mini", "text-embedding-3-small", "whisper-1", "zai/glm-4.6",
]
TABLES = {"litellm-1.81.0": "litellm_1.81.0.json.gz", "litellm-1.109.1": "litellm_1.109.1.json"}
RATES_FROM, RATES_TO = "2026-04-15", "2026-07-10"
YEAR = "2026"


def cut_prices(data, output):
    """Copies entries as text: a price read as a binary float and written again would not be the published one."""
    output.mkdir(parents=True, exist_ok=True)
    for name, source in TABLES.items():
        packed = (data / "prices" / source).read_bytes()
        text = (gzip.decompress(packed) if source.endswith(".gz") else packed).decode()
        kept = [entry for key, entry in re.findall(r'^(?=    "([^"]+)": \{)(.*?^    \})', text, re.M | re.S)
                if key in ("sample_spec", *USED, *POPULAR)]
        cut = "{\n" + ",\n".join(kept) + "\n}\n"
        whole = json.loads(text, parse_float=str)
        if any(whole[key] != entry for key, entry in json.loads(cut, parse_float=str).items()):
            raise ValueError(f"{source}: an entry was not cut whole")
        (output / f"{name}.json").write_text(cut, encoding="utf-8")


def cut_rates(data, output):
    output.mkdir(parents=True, exist_ok=True)
    header, *lines = (data / "fx" / "ecb_eurofxref_2015_2026-07.csv").read_text().splitlines(keepends=True)
    kept = [line for line in lines if RATES_FROM <= line.split(",")[0] <= RATES_TO]
    (output / f"ecb-{RATES_FROM}_{RATES_TO}.csv").write_text(header + "".join(kept))


def cut_holidays(data, output):
    """The days of one year; the rest of each zone as it is."""
    holidays = json.loads((data / "calendar" / "bank_holidays_2024_2027.json").read_text(encoding="utf-8"))
    holidays["years"] = [int(YEAR), int(YEAR)]
    for zone in holidays["zones"]:
        for key, days in zone.items():
            if key == "provisional_years":
                zone[key] = [year for year in days if str(year) == YEAR]
            elif isinstance(days, list) and key != "weekend":
                zone[key] = [day for day in days if (day if isinstance(day, str) else day["date"]).startswith(YEAR)]
    output.mkdir(parents=True, exist_ok=True)
    text = json.dumps(holidays, ensure_ascii=False, indent=1)
    # One holiday a line, one list of days a line: as in the source.
    text = re.sub(r"\{\s+(\"date\": \"[^\"]+\"),\s+(\"name\": [^\n]+)\s+\}", r"{\1, \2}", text)
    text = re.sub(r"\[\s+((?:(?:\"[^\"]*\"|\d+)(?:,\s+)?)+)\s+\]",
                  lambda m: "[" + re.sub(r",\s+", ", ", m.group(1).strip()) + "]", text)
    if json.loads(text) != holidays:
        raise ValueError("the holidays changed with their layout")
    (output / f"bank-holidays-{YEAR}.json").write_text(text + "\n", encoding="utf-8")
    return holidays
