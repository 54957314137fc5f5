"""mer_005, Voice AI: what an audio release added, as transcription jobs of up to 200 clips."""

from decimal import Decimal
from fractions import Fraction

from .clock import share
from .events import Event, plain
from .traces import audio

CLIPS_A_JOB = 200
MODELS = {"scripted": "oriole-read-1", "spontaneous": "oriole-talk-1"}
LANGUAGES = {
    ("2024-12-06", "scripted"): {
        "cus_cn_023": ["gl", "ca", "eu"],
        "cus_cn_024": ["en", "de", "fr", "es", "it", "pt"],
        "cus_cn_025": ["yue", "zh-CN", "zh-HK", "zh-TW", "nan-tw"],
        "cus_cn_026": ["ja", "ko", "th", "vi", "id"],
    },
    ("2025-12-05", "spontaneous"): {
        "cus_cn_023": ["gl", "ca"],
        "cus_cn_024": ["en", "de", "fr", "es"],
    },
}


def events(data, month):
    for (release, kind), customers in LANGUAGES.items():
        added = {row["locale"]: row for row in audio(data, "delta", release, kind)}
        for customer, locales in customers.items():
            for locale in locales:
                yield from jobs(month, customer, kind, added[locale])


def jobs(month, customer, kind, row):
    """Equal jobs, evenly spaced from a start fixed by the language. Each job is the difference of two rounded running
    totals, so that the jobs add up to the published duration."""
    count = -(-int(row["clips"]) // CLIPS_A_JOB)
    minutes = Decimal(row["duration_ms"]) / 60000
    phase = Fraction(share(f"{kind}:{row['locale']}", 1000), 1000)
    done = Decimal(0)
    for number in range(count):
        total = Decimal(plain(minutes * (number + 1) / count))
        yield Event(f"evt_e{kind[:2]}_{row['locale']}_{number:03d}", customer, "voice_minute", plain(total - done),
                    month.at((number + phase) / count),
                    {"model": MODELS[kind], "language": row["locale"], "channel": "batch"})
        done = total
