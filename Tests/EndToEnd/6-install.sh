#!/usr/bin/env bash
# The installed program finds its fonts and templates from any folder.
source "$(dirname "$0")/lib.sh"
unset BM_HOME

prefix="$work/prefix"
rm -rf "$prefix"
install -D "$bm" "$prefix/bin/bm"
mkdir -p "$prefix/share/bm"
cp -R "$project/templates" "$project/fonts" "$project/examples" "$prefix/share/bm/"
mkdir -p "$work/away"
cd "$work/away"
cp "$demo/demo.sqlite" .
drawn=$("$prefix/bin/bm" render invoices --period 2026-05 --merchant mer_005 --format pdf \
    --ledger demo.sqlite --as-of 2026-06-01T10:00:00+08:00)
echo "$drawn"
cmp output/2026-06/mer_005/invoices/INV-2026-0601-0001.pdf \
    "$demo/output/2026-06/mer_005/invoices/INV-2026-0601-0001.pdf" || fail "other bytes after install"
echo "the installed program draws the same bytes"
