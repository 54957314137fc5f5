"""A statement's arithmetic as printed, and one set of figures in all its forms.

    statements.py FOLDER…    every statement below: PDF, SVG, CSV and JSON
    statements.py --svg PDF…    any document: the figures of its pictures are those of its PDF
"""
import collections, csv, glob, html, json, re, sys
from decimal import Decimal
from page import FIGURE, column, money, pages, text_of

# Opening + movements − paid out = closing, in either language.
CHECK = re.compile(r"(?:opening|期初) (\S+) \+ (?:movements|变动) (\S+) − (?:paid out|已付) (\S+) = (?:closing|期末) CNY (\S+)")


def figures(text):
    return collections.Counter(re.findall(rf"(?<![\w.,−]){FIGURE.pattern}(?![\w]|[.,]\d)".replace("(,", "(?:,"), text))


def pictured(pdf):
    """Words of the pages drawn as SVG, one text a line."""
    stem = glob.escape(pdf[:-4])
    paths = [path for end in ("", "-[0-9]", "-[0-9][0-9]") for path in sorted(glob.glob(stem + end + ".svg"))]
    assert paths, "it has no SVG"
    texts = [re.findall(r"<text[^>]*>(.*?)</text>", open(path).read(), re.S) for path in paths]
    return "\n".join(html.unescape(re.sub("<[^>]*>", "", text)) for page in texts for text in page)


def same_figures(pdf):
    drawn, said = figures(pictured(pdf)), figures(text_of(pdf))
    assert drawn == said, f"only in the SVG: {drawn - said}, only in the PDF: {said - drawn}"
    return sum(said.values())


def movements(pdf):
    """(amount, balance) of each printed movement, the opening's amount being none."""
    rows, turns = [], []
    for page in pages(pdf):
        edges = None
        for row in page:
            words = " ".join(text for _, text in row)
            if words.startswith(("Date", "日期")) and words.endswith(("Balance", "余额")) and " CNY " in words:
                edges = next(right for right, text in row if text == "CNY"), row[-1][0]
            elif words.startswith(("End of statement", "结算单结束")):
                assert "".join(turns) in ("CB" * (len(turns) // 2), "过承" * (len(turns) // 2)), f"turns of page are {turns}"
                return rows
            elif edges and (balance := column(row, edges[1])) is not None:
                if words.startswith(("过次页", "Carried forward", "承前页", "Brought forward")):
                    assert balance == rows[-1][1], f"{balance} is carried or brought, {rows[-1][1]} is left"
                    turns.append(words[0])
                else:
                    rows.append((column(row, edges[0]), balance))
    raise AssertionError("its movements do not end")


def statement(pdf):
    document = json.load(open(pdf[:-4] + ".json"))
    table = list(csv.DictReader(open(pdf[:-4] + ".csv", newline="")))
    opening, moved, paid, closing = map(money, CHECK.search(text_of(pdf)).groups())
    assert opening + moved - paid == closing, f"{opening} + {moved} − {paid} is not {closing}"
    (none, first), *rows = movements(pdf)
    assert none is None and first == opening, f"it opens with {first}, not {opening}"
    balance = opening
    for amount, printed in rows:
        assert amount is not None, f"{printed} is left by no amount"
        balance += amount
        assert printed == balance, f"{printed} is printed where {balance} is left"
    assert balance == closing, f"the movements leave {balance}, it closes with {closing}"
    paid_out = [amount for amount, _ in rows[len(document["rows"]):]]
    assert (balance - opening - sum(paid_out), -sum(paid_out)) == (moved, paid), f"{moved} moved and {paid} paid out?"
    # The same rows in JSON and CSV; what was paid out stands in the table only.
    stored = [(Decimal(row["amount_cny"]), Decimal(row["balance_cny"])) for row in document["rows"]]
    assert rows[:len(stored)] == stored, "the JSON has other movements"
    listed = [(Decimal(row["amount"]), Decimal(row["balance_cny"])) for row in table[:-1] if row["currency"] == "CNY"]
    assert listed[0] == (opening, opening) and listed[1:1 + len(rows)] == rows, "the CSV has other movements"
    assert (Decimal(document["opening_cny"]), Decimal(document["closing_cny"])) == (opening, closing), "the JSON has other ends"
    # A picture has them in the order of the PDF.
    turn = r"(?m)^(?:过次页|Carried forward|承前页|Brought forward).*\n[^\n]*\n"
    drawn = [money(word) for word in re.sub(turn, "", pictured(pdf)).splitlines() if FIGURE.fullmatch(word)]
    wanted = [figure for row in rows for figure in row]
    assert any(drawn[at:at + len(wanted)] == wanted for at in range(len(drawn))), "the SVG has other movements"
    return len(rows)


if sys.argv[1] == "--svg":
    run, paths, what = same_figures, sys.argv[2:], "documents have the figures of their PDF in their pictures"
else:
    run, what = statement, "statements come to their closing, in PDF, SVG, CSV and JSON"
    paths = [path for folder in sys.argv[1:] for path in sorted(glob.glob(folder + "/**/statement-*.pdf", recursive=True))]
count = 0
for path in paths:
    try:
        count += run(path)
    except (AssertionError, AttributeError) as wrong:
        sys.exit(f"{path}: {wrong}")
assert count, "nothing was checked"
print(f"{len(paths)} {what}: {count} figures" if sys.argv[1] == "--svg" else f"{len(paths)} {what}: {count} movements")
