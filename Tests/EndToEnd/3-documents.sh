#!/usr/bin/env bash
# Every PDF is sound, has its fonts inside, and says in text what the ledger says; both QR codes read
# from a 110 dpi picture as the ledger has them.
source "$(dirname "$0")/lib.sh"
need qpdf pdffonts pdftotext pdftoppm zbarimg python3

cd "$demo/output"
count=0
while IFS= read -r -d '' pdf; do
    qpdf --check "$pdf" >/dev/null || fail "qpdf --check $pdf"
    # Columns of pdffonts end in: emb sub uni object id.
    pdffonts "$pdf" | tail -n +3 | awk '{ if ($(NF-4) != "yes" || $(NF-2) != "yes") exit 1 }' ||
        fail "$pdf has a font that is not embedded or has no ToUnicode"
    text=$(pdftotext -layout "$pdf" -)
    python3 - "${pdf%.pdf}.json" "$text" <<'PY' || fail "$pdf does not say what the ledger says"
import json, sys
document, text = json.load(open(sys.argv[1])), sys.argv[2]
def grouped(amount):
    whole, _, rest = amount.lstrip("-").partition(".")
    return f"{int(whole):,}" + ("." + rest if rest else "")
wanted = []
if document["schema"] == "bm.invoice/1":
    wanted += [document["number"], "CNY " + grouped(document["total"])]
    from decimal import Decimal
    for line in document["lines"]:
        taken = [Decimal(reduction["amount"]) for reduction in line.get("reductions", [])]
        wanted += [grouped(str(amount)) for amount in [Decimal(line["amount"]) + sum(taken), *taken]]
    language = document["language"]
    if language != "en": wanted += [document["seller"]["name"]["zh-Hans"], "人民币"]
    if language != "zh-Hans": wanted += [document["seller"]["name"]["en"]]
elif document["schema"] == "bm.credit-note/1":
    wanted += [document["number"], document["invoice"], "CNY " + grouped(document["total"])]
    wanted += [grouped(line[key]) for line in document["lines"] for key in ("amount", "value")]
    wanted += [grouped(document[key]) for key in ("net", "tax")]
elif document["schema"] == "bm.void-notice/1":
    wanted += [document["invoice"]["number"], document["reason"], document["voided_at"][:8]]
    wanted += [grouped(line["amount"]) for line in document["invoice"]["lines"]]
elif document["schema"] == "bm.receipt/1":
    wanted += ["CNY " + grouped(document["amount"]), document["transaction_id"], document["out_trade_no"]]
    wanted += [document["invoice"]["number"], "CNY " + grouped(document["invoice"]["total"])]
elif document["schema"] == "bm.reminder/1":
    wanted += ["CNY " + grouped(document["due"])]
    for item in document["open"]: wanted += [item["number"], item["due_at"], grouped(item["due"])]
else:
    wanted += [document["number"], grouped(document["net_cny"])]
    wanted += [grouped(row["amount_cny"]) for row in document["rows"]]
    if document["state"] == "scheduled": wanted += [document["currency"] + " " + grouped(document["payout"])]
missing = [w for w in wanted if w not in text]
if missing: print("missing:", missing); sys.exit(1)
PY
    count=$((count + 1))
done < <(find . -name '*.pdf' -print0 | sort -z)
echo "$count PDFs are sound and say what the ledger says"

codes=0
while IFS= read -r -d '' pdf; do
    pdftoppm -r 110 -f 1 -l 1 -png -singlefile "$pdf" "$work/page"
    read -ra found <<<"$(zbarimg -q --raw -Sdisable -Sqrcode.enable "$work/page.png" | sort | tr '\n' ' ')"
    # The file beside the PDF has the orders as the ledger had them when it was drawn.
    read -ra wanted <<<"$(python3 -c 'import json,sys
print(*sorted(order["payload"] for order in json.load(open(sys.argv[1]))["orders"] if order["payload"]))' "${pdf%.pdf}.json")"
    [ "${found[*]}" = "${wanted[*]}" ] || fail "$pdf: read ${found[*]}, the ledger has ${wanted[*]}"
    codes=$((codes + ${#found[@]}))
done < <(find 2026-06 -path '*invoices*' -name '*.pdf' -print0 | sort -z)
[ "$codes" -gt 0 ] || fail "no code was read"
echo "$codes QR codes read from 110 dpi as the ledger has them"
