#!/usr/bin/env bash
# One page of every kind of the demo's dashboard: sound markup by v.Nu, open to all by axe, nothing asked for from
# elsewhere, nothing too wide on a screen or on paper, nothing that moves while it loads. All that is wrong is told.
source "$(dirname "$0")/lib.sh"
here="$project/Tests/EndToEnd"
browser_tools axe_core_python
need pdftotext
site="$demo/output/site"
[ -s "$site/index.html" ] || fail "the demo has no site"

folder="$work/site-pages"
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
wrong=0

# v.Nu of 2020, once for the whole folder. It knows CSS of its year only, and the style sheet is not its business.
markup() { # markup OUT PATH…: 0 where it finds nothing; one line a fault, with the first page that has it.
    local out=$1
    shift
    java -Xss1m -jar "$vnu" --errors-only --format gnu "$@" 2>"$out" && return 0
    sed -E 's/^"file:([^"]*)":([0-9.]+)-[0-9.]+: (.*)$/\3\t\1:\2/' "$out" | LC_ALL=C sort |
        awk -F '\t' '{ count[$1]++; if (!($1 in first)) first[$1] = $2 }
            END { for (one in count) print "v.Nu: " one " (" count[one] " times, first in " first[one] ")" }' |
        sed "s|$site/||" | LC_ALL=C sort
    return 1
}
pages=$(find "$site" -name '*.html' | wc -l)
markup pages.txt --skip-non-html "$site" || wrong=1
if [ -n "$(find "$site" -name '*.svg' -print -quit)" ]; then
    markup pictures.txt --skip-non-svg "$site" || wrong=1
fi
# It finds what is wrong, in a page and in a drawing within one.
echo '<!doctype html><html lang="en"><title>t</title><p><p id=a><p id=a><svg><rect widht="1"/></svg>' >control.html
! markup control.txt control.html >told || fail "v.Nu finds nothing wrong with a page made for it"
grep -q 'Duplicate ID' told && grep -q 'widht' told || fail "v.Nu overlooks a fault made for it: $(cat told)"

# A page that opens at once from a stick.
while IFS= read -r large; do
    echo "larger than 500 KB: ${large#"$site"/}"
    wrong=1
done < <(find "$site" -name '*.html' -size +500000c)

# Codes are open for two hours after the invoices are issued; the demo ends a month later.
cp "$demo/demo.sqlite" ledger.sqlite
"$bm" site --ledger ledger.sqlite --output open --as-of 2026-06-01T11:00:00+08:00 --quiet >/dev/null ||
    fail "no site of the hour when codes are open"

"$python" "$here/site_pages.py" "$site" open/site "$folder/browser" || wrong=1
[ "$wrong" -eq 0 ] || fail "the site has the faults told above"
echo "v.Nu finds no error on $pages pages, none of them is larger than 500 KB"
