#!/usr/bin/env python3
"""The same invoice by ReportLab: Platypus, a table with a repeated head, page x of y, no tags.

ReportLab does not fall back from one font to another, so a cell is set in Noto Sans SC when it has Chinese in
it and in Noto Sans when not. Heights of rows and widths of columns are given, which spares it measuring.
"""

import pathlib
from html import escape
from importlib.metadata import version

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, LongTable, Paragraph, SimpleDocTemplate, Spacer, Table

import clock
from content import NOTES, TITLE

FONTS = pathlib.Path(__file__).resolve().parents[2] / "fonts"
for face in ("NotoSans-Regular", "NotoSans-Bold", "NotoSansSC-Regular", "NotoSansSC-Bold"):
    pdfmetrics.registerFont(TTFont(face, FONTS / f"{face}.ttf"))
GREY, RULE, MARGIN = HexColor("#475569"), HexColor("#cbd5e1"), 48
WIDTHS = [203, 75, 85, 75, 61]
TOP = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (0, -1), 0), ("TOPPADDING", (0, 0), (-1, -1), 1),
       ("BOTTOMPADDING", (0, 0), (-1, -1), 1)]
STYLES = {}


def face(text, weight="Regular"):
    return f"NotoSans{'SC' if any(c > '⺀' for c in text) else ''}-{weight}"


def cell(pair):
    return " ".join(filter(None, pair))


def paragraph(text, size=9, weight="Regular"):
    key = face(text, weight), size
    if key not in STYLES:
        STYLES[key] = ParagraphStyle(str(key), fontName=key[0], fontSize=size, leading=size * 1.45)
        STYLES[key].wordWrap = "CJK" if "SC" in key[0] else None
    return Paragraph(escape(text), STYLES[key])


class QR(Flowable):
    """A payment code, a rectangle a run."""

    def __init__(self, code, side=80):
        super().__init__()
        self.code, self.width, self.height = code, side, side

    def draw(self):
        module = self.width / self.code.size
        path = self.canv.beginPath()
        for x, y, length in self.code.runs:
            path.rect(x * module, self.height - (y + 1) * module, length * module, module)
        self.canv.drawPath(path, stroke=0, fill=1)


class Numbered(Canvas):
    """Holds the pages back until it is known how many there are."""

    foot = ("", "")

    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self.held = []

    def showPage(self):
        self.held.append(dict(self.__dict__))
        self._startPage()

    def save(self):
        for number, page in enumerate(self.held, 1):
            self.__dict__.update(page)
            self.setFont("NotoSansSC-Regular", 8)
            left, middle = self.foot
            self.drawString(MARGIN, 30, left)
            self.drawCentredString(A4[0] / 2, 30, middle)
            count = len(self.held)
            self.drawRightString(A4[0] - MARGIN, 30, f"第 {number} 页，共 {count} 页 page {number} of {count}")
            super().showPage()
        super().save()


def lines(content):
    """The table of lines with its sums."""
    cells, style = [list(map(cell, content.head))], [
        ("ALIGN", (1, 0), (-1, -1), "RIGHT"), ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2), ("TOPPADDING", (0, 0), (-1, -1), 1),
        ("LINEBELOW", (0, 0), (-1, 0), 0.5, RULE)]
    kinds = ["head"]
    for kind, row in content.rows:
        kinds.append(kind)
        cells.append(list(map(cell, row)) + [""] * (5 - len(row)))
    for label, amount in content.sums:
        kinds.append("sum")
        cells.append(["", "", "", cell(label), amount])
    for y, (kind, row) in enumerate(zip(kinds, cells)):
        small = kind in ("head", "step", "evidence")
        if small:
            style.append(("TEXTCOLOR", (0, y), (-1, y), GREY))
        if kind in ("step", "evidence"):
            style.append(("LEFTPADDING", (0, y), (0, y), 12))
        for x, text in enumerate(row):
            if text:
                style.append(("FONT", (x, y), (x, y), face(text, "Bold" if kind == "group" else "Regular"),
                              8 if small else 9))
    return LongTable(cells, WIDTHS, [12] * len(cells), style, repeatRows=1)


def story(content):
    total = paragraph(content.total, 26, "Bold")
    seller = content.parties[0][1]
    yield Table([[[paragraph(seller[0], 11, "Bold"), paragraph(seller[1], 8)],
                  [paragraph(cell(TITLE), 20, "Bold"), paragraph(content.number)]]], [340, 159], style=TOP)
    facts = Table([[paragraph(cell(label), 8), paragraph(cell(value))] for label, value in content.facts],
                  [105, 145], style=TOP)
    yield Table([[[total, Spacer(0, 8), paragraph(content.words)], facts]], [249, 250], style=TOP)
    codes = Table([[[paragraph(cell(code.name), 8), QR(code), paragraph(content.total, 8)] for code in content.codes]
                   or [""]], style=TOP)
    parties = [paragraph(text, 9, weight) for label, texts in content.parties for text, weight in
               [(cell(label), "Regular"), (texts[0], "Bold"), *((each, "Regular") for each in texts[1:])]]
    yield Table([[codes, parties]], [249, 250], style=TOP)
    yield lines(content)
    for note in NOTES:
        yield from (paragraph(text, 8) for text in note)


def build(content, path):
    kind = type("Page", (Numbered,), {"foot": (content.number, f"快照 snapshot {content.snapshot}")})
    document = SimpleDocTemplate(path, pagesize=A4, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=36,
                                 bottomMargin=MARGIN, title=content.number, invariant=1)
    document.build(list(story(content)), canvasmaker=kind)


clock.measure("reportlab", version("reportlab"), clock.parser(__doc__).parse_args(), build)
