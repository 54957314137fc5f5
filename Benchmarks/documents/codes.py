"""Payment codes as runs of dark modules, made before any clock starts."""

from typing import NamedTuple

import segno

CHANNELS = {"wechat_pay": ("微信支付", "WeChat Pay"), "alipay": ("支付宝", "Alipay")}


class Code(NamedTuple):
    """One QR code: a module is dark in `runs` of (x, y, length), out of `size` a side."""

    name: tuple
    size: int
    runs: list

    def svg(self):
        """The code as an image, one path, a rectangle a run."""
        path = "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in self.runs)
        return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.size} {self.size}">'
                f'<path d="{path}"/></svg>')


def code(order, by):
    matrix = segno.make(f"{order['payload']}&n={by}", error="m", boost_error=False).matrix
    runs = []
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                runs.append((start, y, x - start))
            x += 1
    return Code(CHANNELS.get(order["channel"], (order["channel"], "")), len(matrix), runs)
