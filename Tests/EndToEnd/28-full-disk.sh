#!/usr/bin/env bash
# A disk that is full in the middle of a run leaves the documents that stood there, every byte and no file more, and the
# next run is as if nothing had been. A limit on the size of a file stands for the disk: it fails the same calls.
source "$(dirname "$0")/lib.sh"

folder="$work/full-disk"
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
cp "$demo/demo.sqlite" ledger.sqlite
render=("$bm" render invoices --merchant mer_001 --ledger ledger.sqlite)
verify=("$bm" verify --ledger ledger.sqlite --output output)
digests() { find "$1" -type f -printf '%P\0' | sort -z | (cd "$1" && xargs -0 sha256sum); }
expect 0 '^7 invoices' "${render[@]}" --output output --as-of 2026-06-02T10:00:00+08:00
expect 0 'all [0-9]+ invariants hold' "${verify[@]}"
digests output >before

# Paid, credited, and in another language: no file of it is as it was.
again=("${render[@]}" --lang en --as-of 2026-07-10T10:00:00+08:00)
cp ledger.sqlite aside.sqlite
BM_LEDGER=aside.sqlite "$bm" render invoices --merchant mer_001 --lang en --as-of 2026-07-10T10:00:00+08:00 \
    --output whole >/dev/null
largest=$(($(find whole -type f -printf '%s\n' | sort -n | tail -1) / 1024))
limited() { (ulimit -f "$1" && shift && "$@"); }
runs=0 documents=0
for kilobytes in 1 8 24 $((largest / 2)) $((largest * 3 / 4)) $((largest - 1)) "$largest"; do
    expect 73 'cannot be written' limited "$kilobytes" "${again[@]}" --output output
    runs=$((runs + 1))
    ! grep -q '^error.*output/' out || documents=$((documents + 1))
    digests output | diff before - >&2 || fail "with $kilobytes KiB a file: the documents that stood there changed"
    expect 0 'all [0-9]+ invariants hold' "${verify[@]}"
done
# The ledger cannot be written in the smallest; in some it can, and a document cannot.
[ "$documents" -gt 0 ] || fail "it was never a document that could not be written"

expect 0 '^7 invoices.* written' "${again[@]}" --output output
digests whole >wanted
digests output | diff wanted - >&2 || fail "after a full disk a run draws otherwise"
expect 0 'all [0-9]+ invariants hold' "${verify[@]}"
echo "$runs runs on a full disk, $documents of them in a document, left $(wc -l <before) files as they were"
