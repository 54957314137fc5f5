"""Whether every PDF below a folder says what the JSON beside it says, figure by figure.

    facts.py FOLDER [zh-Hans|en|both]    the language is asked of every document, or each one's own when left out
    facts.py FOLDER --drafts FILE        drafts have no JSON beside them: what close --draft --json said of them
"""
import glob, json, sys
from decimal import Decimal
from page import flowing_text_of, printed, stands, text_of


def cents(value):
    """An exact value in the currency of the prices has two digits after the point, or all it needs."""
    return printed(value if len(value.partition(".")[2]) > 1 else f"{Decimal(value):.2f}")


def invoice(document):
    wanted = [document["number"], "CNY " + printed(document["total"])]
    for line in document["lines"]:
        taken = [Decimal(reduction["amount"]) for reduction in line.get("reductions", [])]
        wanted += [printed(str(Decimal(line["amount"]) + sum(taken))), *(printed(str(-amount)) for amount in taken)]
        # The annex: what the days used comes to what is billed, and the sums are printed.
        evidence = line.get("evidence")
        if evidence and line["kind"] == "usage" and evidence["days"]:
            days = sum(Decimal(day["units"]) for day in evidence["days"])
            if days != Decimal(line["units"]):
                wanted.append(f"the {line['units']} units of line {line['no']}, not {days}")
            if len(document["lines"]) < 5:
                wanted.append(printed(f"{days.normalize():f}"))
        if evidence and len(document["lines"]) <= 12:
            wanted += [evidence[key]["id"] for key in ("first", "last")]
    if document["language"] != "en":
        wanted.append(document["seller"]["name"]["zh-Hans"])
        # The largest figure in capitals, where it is one: nothing is not written out.
        largest = document["total"] if document["state"] == "paid" else document["due"]
        if Decimal(largest) > 0: wanted.append("人民币")
    if document["language"] != "zh-Hans":
        wanted.append(document["seller"]["name"]["en"])
    return wanted


def wanted(document):
    schema = document["schema"]
    if schema == "bm.invoice/1":
        return invoice(document)
    if schema == "bm.credit-note/1":
        return [document["number"], document["invoice"], "CNY " + printed(document["total"]),
                *(printed(line["amount"]) for line in document["lines"]),
                *(cents(line["value"]) for line in document["lines"]),
                *(printed(document[key]) for key in ("net", "tax"))]
    if schema == "bm.void-notice/1":
        return [document["invoice"]["number"], document["reason"], document["voided_at"][:7],
                *(printed(line["amount"]) for line in document["invoice"]["lines"])]
    if schema == "bm.revenue-report/1":
        return [document["number"], "CNY " + printed(document["total"]),
                *(printed(amount) for balance in document["balances"]
                  for amount in (balance["opening"], *balance["movements"].values(), balance["closing"]))]
    if schema == "bm.reconciliation/1":
        return ["REC-" + document["period"], *(item["transaction_id"] or item["id"] for item in document["differences"]),
                *(printed(item[side]) for item in document["differences"]
                  for side in ("left_amount", "right_amount") if item[side])]
    if schema == "bm.receipt/1":
        return ["CNY " + printed(document["amount"]), document["transaction_id"], document["out_trade_no"],
                document["invoice"]["number"], "CNY " + printed(document["invoice"]["total"])]
    if schema == "bm.reminder/1":
        return ["CNY " + printed(document["due"]),
                *(word for item in document["open"] for word in (item["number"], item["due_at"], printed(item["due"])))]
    assert schema == "bm.settlement/1", schema
    payout = [document["currency"] + " " + printed(document["payout"])] if document["state"] == "scheduled" else []
    return [document["number"], printed(document["net_cny"]), *payout,
            *(printed(row[key]) for row in document["rows"] for key in ("amount_cny", "balance_cny"))]


folder, language = sys.argv[1], (sys.argv[2:] or [None])[0]
paths = sorted(glob.glob(folder + "/**/*.pdf", recursive=True))
drafts = []
if language == "--drafts":
    drafts = {f"{folder}/{draft['path']}": draft for draft in json.load(open(sys.argv[3]))["drafts"]}
    assert sorted(drafts) == paths, f"drafts and their list differ: {set(drafts) ^ set(paths)}"
facts = 0
for path in paths:
    if drafts:
        words = [f"{drafts[path]['currency']} {printed(drafts[path]['total'])}"]
    else:
        document = json.load(open(path[:-4] + ".json"))
        words = wanted(document | ({"language": language} if language else {}))
    text = text_of(path)
    missing = [word for word in words if not stands(word, text)]
    # A sentence beside another one may go on in its next line.
    if missing and any(not stands(word, flowing_text_of(path)) for word in missing):
        sys.exit(f"{path} does not say {missing}")
    facts += len(words)
assert paths, "no PDF"
print(f"{len(paths)} PDFs say what their JSON says: {facts} facts")
