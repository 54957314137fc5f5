#!/usr/bin/env bash
# Hostile text in every field that a person, a catalog, an event or a channel's bill can fill stays text: the pages have
# the elements of a ledger with tame text, nothing runs in a browser, nothing is too wide, tables are safe to open.
source "$(dirname "$0")/lib.sh"
here="$project/Tests/EndToEnd"
browser_tools
need python3
folder="$work/site-hostile"
rm -rf "$folder"
mkdir -p "$folder/hostile" "$folder/tame"
cd "$folder"

make() { # make KIND: its ledger, its site as all is over, and of the hour when codes are open.
    cd "$folder/$1"
    python3 "$here/site_hostile_ledger.py" "$bm" . "$1" &&
        "$bm" site --ledger ledger.sqlite --as-of 2026-07-03T13:00:00+08:00 --output out --quiet >/dev/null &&
        "$bm" site --ledger ledger.sqlite --as-of 2026-06-01T11:00:00+08:00 --output open --quiet >/dev/null
}
(make tame) >tame.txt 2>&1 &
(make hostile) || fail "no site of the hostile ledger"
wait $! || fail "no site of the tame ledger: $(cat tame.txt)"

wrong=0
python3 "$here/site_hostile.py" hostile tame || wrong=1
# The documents that pages lead to; what no font has is printed as its code point, which render says.
(cd hostile && "$bm" render --ledger ledger.sqlite --as-of 2026-07-03T13:00:00+08:00 --output out --format pdf,json,csv \
    --quiet >/dev/null 2>../render.txt) || [ $? -eq 1 ] || fail "no documents: $(head -5 render.txt)"
python3 "$here/site_links.py" hostile/out/site || wrong=1

# v.Nu finds what is wrong in a page made for it, and nothing in these. The other merchant's site is made as the first is.
echo '<!doctype html><html lang="en"><title>t</title><p><b>x<p id=a><p id=a>' >control.html
if java -Xss1m -jar "$vnu" --errors-only control.html 2>control.txt; then fail "v.Nu finds nothing wrong with a page made for it"; fi
mkdir checked
cp -r hostile/out/site/*.html hostile/out/site/20* hostile/out/site/share/mer_1 checked
if ! java -Xss1m -jar "$vnu" --errors-only --skip-non-html --format gnu checked 2>pages.txt; then
    sed -E 's|^"file:.*/checked/([^"]*)":[0-9.]+-[0-9.]+: (.*)$|v.Nu: \2 (\1)|' pages.txt | cut -c1-200 | LC_ALL=C sort | sed -n 1,20p
    wrong=1
fi

"$python" "$here/site_hostile_browser.py" hostile || wrong=1
[ "$wrong" -eq 0 ] || fail "the site has the faults told above"
echo "v.Nu finds no error on $(find checked -name '*.html' | wc -l) pages of hostile text"
