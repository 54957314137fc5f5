#!/usr/bin/env bash
# What PDFBox's preflight says of one PDF of each kind. It knows PDF/A-1 alone, which no file claims, so it finds what
# is later or never claimed, and that is known; anything else would be a fault of the file.
source "$(dirname "$0")/lib.sh"
need java qpdf
classes=
for name in preflight xmpbox pdfbox2 fontbox2 commons-logging javax.activation jaxb-api; do
    [ -r "/usr/share/java/$name.jar" ] || {
        echo "skipped: $name.jar is not there"
        exit 77
    }
    classes+="/usr/share/java/$name.jar:"
done

folder="$work/preflight"
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
"$bm" close --period 2026-06 --draft --as-of 2026-07-11T09:00:00+08:00 --ledger "$demo/demo.sqlite" --output drafts \
    --merchant mer_002 --quiet >/dev/null || fail "no draft was drawn"

# 1.4     cross references in a stream, as PDF 1.5 has them
# 2.2.1   a transparency group on each page, as cairo writes them
# 3.1.11  no CIDSet in a font's subset, which PDF/A-2 and later do without
# 7.11    no PDF/A part is claimed
# 1.4.7, 1.2.9  a file inside, which PDF/A-3 allows: the invoice for machines
always="1.4 2.2.1 3.1.11 7.11"
kinds=0
declare -A seen
preflight() { # preflight KIND PDF: the codes of what is found are those known, each time with the file inside or not.
    local wanted=$always found attached=0
    # Every kind in which a file can stand inside: with one it has these two more, and no other.
    if [ "$(qpdf --list-attachments "$2" 2>&1 | grep -c -- '->')" -gt 0 ]; then
        attached=1
        wanted="1.2.9 1.4 1.4.7 2.2.1 3.1.11 7.11"
    fi
    java -cp "$classes" org.apache.pdfbox.preflight.Validator_A1b "$2" >told 2>&1 || true
    grep -q 'PDF/A-1b' told || fail "preflight says nothing of $2: $(cat told)"
    found=$(grep -oE '^[0-9]+(\.[0-9]+)* :' told | tr -d ' :' | LC_ALL=C sort -u | tr '\n' ' ')
    [ "${found% }" = "$wanted" ] || {
        grep -E '^[0-9.]+ :' told >&2
        fail "$2: preflight finds ${found% }, known is $wanted"
    }
    seen[$1]=$attached
    kinds=$((kinds + 1))
}
for kind in invoices credit-notes void-notices receipts reminders statement revenue reconciliation; do
    pdf=$(first "$demo/output" -path "*/$kind[/-]*.pdf")
    [ -n "$pdf" ] || fail "the demo has no $kind"
    preflight "$kind" "$pdf"
done
preflight drafts "$(first drafts -name '*.pdf')"

# An invoice and a credit note carry theirs, a draft and what bills nothing do not.
for kind in "${!seen[@]}"; do
    case $kind in invoices | credit-notes) inside=1 ;; *) inside=0 ;; esac
    [ "${seen[$kind]}" -eq "$inside" ] || fail "$kind: ${seen[$kind]} files inside, not $inside"
done
echo "preflight finds in PDFs of $kinds kinds what is known and nothing else"
