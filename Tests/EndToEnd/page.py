"""What stands on a page and where: the rows of a PDF by its words, and figures as money is printed."""
import html, re, subprocess
from decimal import Decimal

FIGURE = re.compile(r"−?\d{1,3}(,\d{3})*\.\d+")


def text_of(pdf):
    return subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout


def flowing_text_of(pdf):
    found = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
    return " ".join(found.split())


def money(figure):
    return Decimal(figure.replace("−", "-").replace(",", ""))


def printed(amount):
    """An amount of a JSON as a document prints it, sign and all."""
    whole, point, rest = amount.partition(".")
    return f"{int(whole.lstrip('-')):,}{point}{rest}" if amount[0] != "-" else "−" + printed(amount[1:])


def stands(wanted, text):
    """Whether it stands there whole: 1.25 does not stand in 11.25, in −1.25 or in 1.251."""
    before = r"(?<![A-Za-z0-9_.,−])" if re.match(r"[A-Za-z0-9]", wanted) else ""
    return re.search(before + re.escape(wanted) + r"(?![A-Za-z0-9_]|[.,]\d)", text) is not None


def pages(pdf):
    """Each page as rows from top to bottom, a row as (right edge, word) from left to right."""
    found = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, text=True, check=True).stdout
    word = re.compile(r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>')
    for page in found.split("<page ")[1:]:
        rows, last = [], None
        words = [(float(y), float(x), float(right), html.unescape(text)) for x, right, y, text in word.findall(page)]
        for bottom, left, right, text in sorted(words):
            # Faces of one line do not end at one height, lines are further apart.
            if last is None or bottom - last > 3:
                rows.append([])
                last = bottom
            rows[-1].append((left, right, text))
        yield [[(right, text) for _, right, text in sorted(row)] for row in rows]


def column(row, edge):
    """The figure of a row that ends at the column's edge, or nothing."""
    for right, text in row:
        if abs(right - edge) < 0.7 and FIGURE.fullmatch(text):
            return money(text)
    return None
