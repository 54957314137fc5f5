"""The shape of one usage event, and the file they are written to."""

import gzip
import hashlib
import io
import json
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from .clock import timestamp

MICRO = Decimal("0.000001")


def plain(number):
    """A decimal as text: no exponent, no zeros at the end, at most six places."""
    text = format(Decimal(number).quantize(MICRO, rounding=ROUND_HALF_EVEN), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True)
class Event:
    id: str
    customer: str
    metric: str
    quantity: str
    instant: int
    dimensions: dict
    unit_price: str | None = None

    def line(self):
        event = {
            "id": self.id, "customer_id": self.customer, "metric": self.metric, "quantity": self.quantity,
            "timestamp": timestamp(self.instant), "dimensions": self.dimensions,
        }
        if self.unit_price is not None:
            # The short form: what a metered charge's own client sends.
            event = {
                "id": self.id, "customer": self.customer, "metric": self.metric, "quantity": self.quantity,
                "unit_price": self.unit_price, "timestamp": timestamp(self.instant), "meta": self.dimensions,
            }
        return json.dumps(event, ensure_ascii=False, separators=(",", ":")) + "\n"


@dataclass(frozen=True)
class Written:
    events: list
    sha256: str  # of the unpacked lines, which do not depend on the version of the packer


def write(path, events):
    """Time order, and no clock and no name in the gzip header, so that the same events give the same file."""
    events = sorted(events, key=lambda event: (event.instant, event.id))
    if len({event.id for event in events}) != len(events):
        raise ValueError(f"{path.name}: an id occurs twice")
    text = "".join(event.line() for event in events).encode()
    packed = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=packed, mtime=0) as file:
        file.write(text)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(packed.getvalue())
    return Written(events, hashlib.sha256(text).hexdigest())
