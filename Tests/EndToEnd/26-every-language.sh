#!/usr/bin/env bash
# Every kind of document in Chinese, in English and in both: sound, tagged, saying what the ledger says, adding up, and
# drawn with the same figures as SVG. Drafts, which come in their reader's own language, likewise.
source "$(dirname "$0")/lib.sh"
need qpdf pdffonts pdfinfo pdftotext python3 "$project/.tools/venv/bin/pdfua"

here="$project/Tests/EndToEnd"
folder="$work/languages"
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
cp "$demo/demo.sqlite" ledger.sqlite

# The demo's own documents, made month by month, say which there have to be.
documents() { (cd "$1" && find . -name '*.pdf' | sort); }
documents "$demo/output" >wanted
for kind in invoices credit-notes void-notices receipts reminders statement revenue reconciliation; do
    grep -q "/$kind[/-]" wanted || fail "the demo has no $kind"
done

for language in zh-Hans en both; do
    "$bm" render --lang "$language" --format pdf,svg,csv,json --output "$language" --quiet \
        --ledger ledger.sqlite --as-of 2026-07-10T10:00:00+08:00 >/dev/null || fail "rendering in $language"
    documents "$language" | diff wanted - >&2 || fail "other documents in $language than the demo's"
    echo "in $language:"
    python3 "$here/form.py" "$language" "$language" || fail "a PDF in $language is not sound"
    python3 "$here/facts.py" "$language" "$language" || fail "a PDF in $language does not say what the ledger says"
    mapfile -d '' -t pdfs < <(find "$language" -name '*.pdf' -print0 | sort -z)
    mapfile -d '' -t bills < <(printf '%s\0' "${pdfs[@]}" | grep -zE '/(invoices|credit-notes|void-notices)/')
    python3 "$here/sums.py" "${bills[@]}" || fail "a document in $language does not add up"
    python3 "$here/statements.py" "$language" || fail "a statement in $language does not add up"
    python3 "$here/statements.py" --svg "${pdfs[@]}" || fail "a picture in $language has other figures than its PDF"
done

# One language says nothing in the other, but names, identifiers and what people wrote.
! grep -rqE '>(小计|应付合计|增值税|结算单|账单)' en --include='*.svg' || fail "a document in English has words in Chinese"
! grep -rqE '>(Subtotal|Total due|VAT|Settlement statement|Bill to)' zh-Hans --include='*.svg' ||
    fail "a document in Chinese has words in English"

"$bm" close --period 2026-06 --draft --as-of 2026-07-11T09:00:00+08:00 --ledger ledger.sqlite --output drafts \
    --json >drafts.json
echo "drafts:"
python3 "$here/form.py" own drafts || fail "a draft is not sound"
python3 "$here/facts.py" drafts --drafts drafts.json || fail "a draft has another total than was told"
mapfile -d '' -t drafts < <(find drafts -name '*.pdf' -print0 | sort -z)
python3 "$here/sums.py" "${drafts[@]}" || fail "a draft does not add up"
