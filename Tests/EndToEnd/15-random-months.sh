#!/usr/bin/env bash
# Twenty worlds made by chance: checkers that are not ours accept their journals and have our balances.
source "$(dirname "$0")/lib.sh"
need hledger "$project/.tools/venv/bin/bean-check"
"$project/Scripts/random-months" 20 || fail "see .build/random-months"
