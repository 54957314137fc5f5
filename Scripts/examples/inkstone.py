"""mer_003, Image & Video: single renders, batches of a ten-minute window, and video clips."""

from decimal import Decimal
from fractions import Fraction

from .events import Event, plain
from .traces import IMAGE_TRACE_SECONDS, audio, image_windows

SINGLE = {"cus_cn_013": "c015", "cus_cn_014": "c022", "cus_cn_015": "c004", "cus_cn_017": "c024"}
BATCH = {"cus_cn_016": "c026", "cus_cn_018": "c005"}
# The traces have no video; the mean clip lengths of audio releases are the only clip lengths in them.
CLIPS = {
    "cus_cn_013": [("2024-03-15", "scripted"), ("2025-12-05", "spontaneous")],
    "cus_cn_014": [("2022-12-07", "scripted")],
    "cus_cn_017": [("2023-09-08", "scripted")],
    "cus_cn_018": [("2024-06-14", "scripted"), ("2024-09-13", "scripted"),
                   ("2024-12-06", "scripted"), ("2025-03-14", "scripted")],
}


def events(data, month):
    for customer, client in SINGLE.items():
        yield from renders(data, month, customer, client)
    for customer, client in BATCH.items():
        yield from batches(data, month, customer, client)
    for customer, releases in CLIPS.items():
        for release, kind in releases:
            yield from clips(data, month, customer, release, kind)


def resolution(summary):
    """From the mean number of image tokens of one image in the six-hour summary."""
    tokens = int(summary["image_tokens"]) // int(summary["images"])
    return "512" if tokens < 256 else "1024" if tokens < 1024 else "2048"


def renders(data, month, customer, client):
    """One event a request. Where the trace has more requests than images, the requests without one are retries,
    spread evenly over their six hours."""
    number, within, current = 0, 0, None
    for begin, count, summary in image_windows(data, client):
        if summary is not current:
            within, current = 0, summary
        total = int(summary["requests"])
        empty = max(0, total - int(summary["images"]))
        for n in range(count):
            retried = (within + 1) * empty // total > within * empty // total
            within += 1
            position = (begin + Fraction(600 * n, count)) / IMAGE_TRACE_SECONDS
            yield Event(f"evt_c{client[1:]}_{number:04d}", customer, "render_completed", "1", month.at(position), {
                "asset_type": "image", "resolution": resolution(summary), "queue": "standard",
                "status": "retry" if retried else "ok",
            })
            number += 1


def batches(data, month, customer, client):
    """One event a ten-minute window, at its end, with the number of its images."""
    for number, (begin, count, summary) in enumerate(image_windows(data, client)):
        position = (begin + Fraction(599)) / IMAGE_TRACE_SECONDS
        yield Event(f"evt_cb{client[1:]}_{number:03d}", customer, "batch_completed", str(count), month.at(position), {
            "asset_type": "image", "resolution": resolution(summary), "queue": "batch", "status": "ok",
        })


def clips(data, month, customer, release, kind):
    for row in audio(data, "delta", release, kind):
        seconds = Decimal(row["avg_clip_seconds"] or 0)
        if seconds > 0:
            key = f"cv{release.replace('-', '')}{kind[:2]}_{row['locale']}"
            yield Event(f"evt_{key}", customer, "render_completed", plain(seconds), month.start(key), {
                "asset_type": "video", "resolution": "720p", "status": "ok",
                "queue": "priority" if kind == "spontaneous" else "standard",
            })
