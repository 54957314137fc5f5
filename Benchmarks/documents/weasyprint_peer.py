#!/usr/bin/env python3
"""The same invoice by WeasyPrint: new HTML each time, one style sheet and FontConfiguration for all."""

import pathlib
from html import escape
from importlib.metadata import version

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

import clock
from content import NOTES, TITLE

FONTS = pathlib.Path(__file__).resolve().parents[2] / "fonts"
FACES = "".join(
    f"@font-face {{ font-family: '{family}'; font-weight: {weight}; src: url('{(FONTS / file).as_uri()}') }}"
    for family, weight, file in (
        ("Invoice", 400, "NotoSans-Regular.ttf"), ("Invoice", 700, "NotoSans-Bold.ttf"),
        ("Han", 400, "NotoSansSC-Regular.ttf"), ("Han", 700, "NotoSansSC-Bold.ttf")))
STYLE = FACES + """
@page { size: A4; margin: 48pt;
  @bottom-left { content: string(number); font-size: 8pt }
  @bottom-center { content: string(snapshot); font-size: 8pt }
  @bottom-right { font-size: 8pt;
    content: '第 ' counter(page) ' 页，共 ' counter(pages) ' 页 page ' counter(page) ' of ' counter(pages) } }
html { font: 9pt/1.3 'Invoice', 'Han' } body { margin: 0 } p { margin: 3pt 0 }
small { font-size: 77%; color: #475569 } h1 { font-size: 20pt; margin: 0; string-set: number attr(title) }
.head > *, .two > * { float: left; width: 50% } .head > :last-child { text-align: right }
.two::after, .head::after { content: ''; display: block; clear: both }
.head { border-bottom: 1pt solid #9a3412; padding-bottom: 8pt }
.total { font-size: 26pt; font-weight: 700; string-set: snapshot attr(title) }
.codes div { float: left; margin-right: 12pt; border: .5pt solid #cbd5e1; border-radius: 6pt; padding: 6pt }
svg { display: block; width: 80pt; height: 80pt } table { border-collapse: collapse; width: 100% }
th { font-weight: 400; font-size: 8pt; border-bottom: .5pt solid #cbd5e1 }
td, th { text-align: right; padding: 0 5pt; line-height: 1.3 } td:first-child, th:first-child { text-align: left }
/* Widths are given, so that no table is measured first. */
.lines { table-layout: fixed } .lines th { width: 75pt } .lines th:first-child { width: auto }
.group { font-weight: 700 } .step td, .evidence td { font-size: 8pt; color: #475569 }
.step td:first-child, .evidence td { padding-left: 15pt } .facts td { text-align: left }
.sum td:first-child { text-align: right }
"""


def cell(pair):
    text, aside = pair
    return escape(text) + (f" <small>{escape(aside)}</small>" if aside else "")


def page(content):
    """The document as HTML."""
    seller = content.parties[0][1]
    yield f"<html lang=zh><title>{escape(content.number)}</title><div class=head><div><b>{escape(seller[0])}</b>"
    yield f"<br><small>{escape(seller[1])}</small></div><div><h1 title='{escape(content.number)}'>{cell(TITLE)}"
    yield f"</h1>{escape(content.number)}</div></div><div class=two><div>"
    yield f"<p class=total title='快照 snapshot {escape(content.snapshot)}'>{escape(content.total)}</p>"
    yield f"<p>{escape(content.words)}</p></div><table class=facts>"
    yield from (f"<tr><td>{cell(label)}<td>{cell(value)}" for label, value in content.facts)
    yield "</table></div><div class=two><div class=codes>"
    for code in content.codes:
        yield f"<div>{cell(code.name)}{code.svg()}{escape(content.total)}</div>"
    yield "</div><div>"
    for label, texts in content.parties:
        yield f"<p>{cell(label)}<br><b>{escape(texts[0])}</b><br>{'<br>'.join(map(escape, texts[1:]))}</p>"
    yield f"</div></div><table class=lines><thead><tr>"
    yield "".join(f"<th>{cell(head)}" for head in content.head) + "</thead>"
    for kind, cells in content.rows:
        span = " colspan=5" if len(cells) == 1 else ""
        yield f"<tr class={kind}>" + "".join(f"<td{span}>{cell(each)}" for each in cells)
    for label, amount in content.sums:
        yield f"<tr class=sum><td colspan=4>{cell(label)}<td>{escape(amount)}"
    yield "</table>"
    yield from (f"<p>{escape(first)}<br>{escape(second)}</p>" for first, second in NOTES)


arguments = clock.parser(__doc__)
arguments.add_argument("--tagged", action="store_true", help="write tags as well")
arguments = arguments.parse_args()
fonts = FontConfiguration()
style = CSS(string=STYLE, font_config=fonts)
options = {"pdf_tags": True} if arguments.tagged else {}


def build(content, path):
    HTML(string="".join(page(content))).write_pdf(path, stylesheets=[style], font_config=fonts, **options)


clock.measure("weasyprint" + (" (tagged)" if arguments.tagged else ""), version("weasyprint"), arguments, build)
