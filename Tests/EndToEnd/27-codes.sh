#!/usr/bin/env bash
# Every payment code, on invoices of every month and on cards, is read by two readers from 72 dpi as the ledger has it.
source "$(dirname "$0")/lib.sh"
need pdftoppm zbarimg chromium
python="$project/.tools/venv/bin/python"
"$python" -c 'import zxingcpp, numpy' 2>/dev/null || {
    echo "skipped: zxing-cpp is not there"
    exit 77
}

folder="$work/codes"
rm -rf "$folder"
mkdir -p "$folder"
"$python" "$project/Tests/EndToEnd/codes.py" "$demo/output" "$demo/demo.sqlite" "$folder" ||
    fail "a code does not read as the ledger has it"
