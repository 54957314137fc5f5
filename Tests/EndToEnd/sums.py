"""Adds up what is printed, as a reader with a calculator would: nothing of it is asked of the ledger.

    sums.py PDF…    invoices, drafts and credit notes: lines, subtotal, taxes, total, what is carried from page to page
"""
import sys
from page import column, pages


def check(pdf):
    lines, taxes, carried = [], [], []
    subtotal = total = edge = None
    for page in pages(pdf):
        edge = None
        for row in page:
            words = [text for _, text in row]
            if words[0] in ("项目", "Item") and words[-1] == "CNY":
                edge = row[-1][0]
            amount = column(row, edge) if edge and total is None else None
            if amount is None:
                continue
            label = " ".join(words[:-1])
            if label.startswith(("过次页", "Carried forward")):
                assert amount == sum(lines), f"carried {amount}, the lines so far come to {sum(lines)}"
                carried.append(amount)
            elif label.startswith(("承前页", "Brought forward")):
                assert carried and amount == carried[-1], f"brought {amount} of {carried}"
                carried[-1] = None
            elif label.startswith(("小计", "Subtotal")):
                subtotal = amount
            elif words[-2] == "CNY":
                total = amount
            elif subtotal is None:
                lines.append(amount)
            else:
                assert label.startswith(("增值税", "VAT")), f"what is {label}?"
                taxes.append(amount)
    assert all(amount is None for amount in carried), f"{carried} is not brought forward"
    assert lines and total is not None, "there is no line or no total"
    assert subtotal is None or subtotal == sum(lines), f"lines come to {sum(lines)}, the subtotal is {subtotal}"
    assert sum(lines) + sum(taxes) == total, f"{sum(lines)} and taxes {sum(taxes)} are not {total}"
    return len(lines), len(carried)


documents = amounts = turns = 0
for path in sys.argv[1:]:
    try:
        found = check(path)
    except AssertionError as wrong:
        sys.exit(f"{path}: {wrong}")
    documents, amounts, turns = documents + 1, amounts + found[0], turns + found[1]
print(f"{documents} documents add up as printed: {amounts} amounts, {turns} carried to a next page")
