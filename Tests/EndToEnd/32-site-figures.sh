#!/usr/bin/env bash
# The figures of the dashboard's overview, worked out once more from the ledger's own tables and not through bm; and that
# the site a merchant is handed names no other merchant and no customer of one.
source "$(dirname "$0")/lib.sh"
need python3

here="$project/Tests/EndToEnd"
folder="$work/site-figures"
rm -rf "$folder"
mkdir -p "$folder"
told=$(python3 "$here/site_figures.py" "$demo/demo.sqlite" "$demo/output/site") || fail "the site and the ledger differ:
$told"

# What is wrong is found: a figure, a figure in Chinese alone, another's customer in a page and in a table to download.
wrongs=0
wrong() { # wrong PATTERN FILE EDIT
    rm -rf "$folder/site"
    cp -r "$demo/output/site" "$folder/site"
    sed -i "$3" "$folder/site/$2"
    ! cmp -s "$folder/site/$2" "$demo/output/site/$2" || fail "$3 changes nothing in $2"
    expect 1 "$1" python3 "$here/site_figures.py" "$demo/demo.sqlite" "$folder/site"
    wrongs=$((wrongs + 1))
}
cd "$folder"
wrong '^merchants, row 1, column 5' index.html '/id="merchants-1"/s/data-zh="开账 CNY">[0-9]/&7/'
wrong '^usage, row 3, column 2' index.html '/id="usage-3"/s/data-en="AI API" data-zh="AI 接口">/&1/'
wrong 'other figures than' index.html '/class="keys"/s/\([0-9]\) 笔已付/\19 笔已付/'
wrong '^share/mer_001/index.html names cus_cn_010' share/mer_001/index.html 's/<h1>/<!-- cus_cn_010 -->&/'
wrong '^share/mer_002/usage.html names Example Lantern AI' share/mer_002/usage.html \
    's/data:text\/csv;charset=utf-8,/&Example%20Lantern%20AI%20(Demo)%20Ltd,/'
echo "$told; $wrongs faults made for it were found"
