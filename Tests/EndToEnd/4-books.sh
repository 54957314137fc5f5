#!/usr/bin/env bash
# Checkers that are not ours accept the journal, and it adds up to zero in each book and currency.
source "$(dirname "$0")/lib.sh"
need hledger "$project/.tools/venv/bin/bean-check" python3

cd "$work"
"$bm" export ledger --format beancount --ledger "$demo/demo.sqlite" >ledger.beancount
"$bm" export ledger --format hledger --ledger "$demo/demo.sqlite" >ledger.hledger
"$project/.tools/venv/bin/bean-check" ledger.beancount || fail "bean-check"
echo "bean-check accepts the journal"
hledger -f ledger.hledger check --strict || fail "hledger check"
echo "hledger check accepts the journal"
"$bm" export ledger --format json --ledger "$demo/demo.sqlite" | python3 -c '
import collections, json, sys
sums = collections.Counter()
for entry in json.load(sys.stdin)["entries"]:
    for posting in entry["postings"]:
        sums[entry["book"], posting["currency"]] += posting["minor_units"]
assert sums and not any(sums.values()), sums
print(len(sums), "books and currencies, each adds up to zero")
' || fail "the trial balance is not zero"
