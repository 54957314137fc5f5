#!/usr/bin/env python3
"""The same invoice by Typst: a new source each time, tagged output, a fixed date."""

import pathlib
from importlib.metadata import version

import typst

import clock
from content import NOTES, TITLE

FONTS = pathlib.Path(__file__).resolve().parents[2] / "fonts"
DATE = 1780272000  # 2026-06-01, so that the same content gives the same bytes
STYLE = """
#set document(title: "{number}", date: none)
#set text(font: ("Noto Sans", "Noto Sans SC"), size: 9pt, lang: "zh")
#let aside(body) = text(size: 6.9pt, fill: rgb("#475569"), body)
#let small(body) = text(size: 8pt, fill: rgb("#475569"), body)
#set par(spacing: 6pt, leading: 5pt)
#let foot = context [第 #counter(page).display() 页，共 #counter(page).final().first() 页
  #aside[page #counter(page).display() of #counter(page).final().first()]]
#set page(paper: "a4", margin: 48pt, footer: small(grid(columns: (1fr, 1fr, 1fr),
  align: (left, center, right), [{number}], [快照 #aside[snapshot] {snapshot}], foot)))
"""
MARKS = str.maketrans({mark: "\\" + mark for mark in "\\#*_`$<>@[]~/-+="})


def plain(text):
    return text.translate(MARKS)


def cell(pair):
    text, aside = pair
    return plain(text) + (f" #aside[{plain(aside)}]" if aside else "")


def table(content):
    yield "#table(columns: (1fr, 75pt, 85pt, 75pt, 65pt), inset: (x: 5pt, y: 2.6pt), stroke: none,"
    yield "align: (left, right, right, right, right), table.header("
    yield ", ".join(f"small[{cell(head)}]" for head in content.head) + ", table.hline(stroke: 0.5pt)),"
    for kind, cells in content.rows:
        if kind == "group":
            yield f"table.cell(colspan: 5)[*{cell(cells[0])}*],"
        elif kind == "evidence":
            yield f"table.cell(colspan: 5, inset: (left: 15pt))[#small[{cell(cells[0])}]],"
        elif kind == "step":
            yield f"table.cell(inset: (left: 15pt))[#small[{cell(cells[0])}]],"
            yield "".join(f"small[{cell(each)}]," for each in cells[1:])
        else:
            yield "".join(f"[{cell(each)}]," for each in cells)
    yield "table.hline(stroke: 0.5pt),"
    for label, amount in content.sums:
        yield f"table.cell(colspan: 4)[{cell(label)}], [{plain(amount)}],"
    yield ")"


def source(content):
    """The document as Typst's own markup."""
    parts = [STYLE.replace("{number}", content.number).replace("{snapshot}", content.snapshot)]
    seller = content.parties[0][1]
    parts.append(f"#grid(columns: (1fr, auto), [*{plain(seller[0])}* \\ #aside[{plain(seller[1])}]],"
                 f"align(right)[#heading(outlined: false)[{cell(TITLE)}] {plain(content.number)}])")
    parts.append("#line(length: 100%, stroke: rgb(\"#9a3412\"))")
    facts = "".join(f"[{cell(label)}], [{cell(value)}]," for label, value in content.facts)
    parts.append(f"#grid(columns: (1fr, 1fr), [#text(size: 26pt, weight: \"bold\")[{plain(content.total)}]"
                 f"\n\n{plain(content.words)}], grid(columns: (auto, 1fr), gutter: 6pt, {facts}))")
    codes = "".join(f"rect(stroke: 0.5pt + rgb(\"#cbd5e1\"), radius: 6pt)[{cell(code.name)} \\ "
                    f"#image(bytes({quoted(code.svg())}), format: \"svg\", width: 80pt, alt: \"QR\") \\ "
                    f"{plain(content.total)}]," for code in content.codes)
    parties = "\n\n".join(f"{cell(label)} \\ *{plain(texts[0])}* \\ " + " \\ ".join(map(plain, texts[1:]))
                          for label, texts in content.parties)
    parts.append(f"#grid(columns: (1fr, 1fr), grid(columns: (auto, auto), gutter: 12pt, {codes}), [{parties}])")
    parts.extend(table(content))
    parts.append("\n")
    parts.extend(f"#small[{plain(first)} \\ {plain(second)}]\n" for first, second in NOTES)
    return "\n".join(parts)


def quoted(text):
    return '"' + text.replace('"', '\\"') + '"'


arguments = clock.parser(__doc__)
arguments.add_argument("--reuse", action="store_true", help="one Compiler for all documents")
arguments = arguments.parse_args()
# Fonts are found once in both ways, as our program opens them once.
fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
compiler = typst.Compiler(font_paths=fonts) if arguments.reuse else None


def build(content, path):
    text = source(content).encode()
    if compiler:
        compiler.compile(text, output=path, format="pdf", timestamp=DATE)
    else:
        typst.compile(text, output=path, format="pdf", font_paths=fonts, timestamp=DATE)


clock.measure("typst" + (" (one Compiler)" if compiler else ""), version("typst"), arguments, build)
