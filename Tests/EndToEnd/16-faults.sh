#!/usr/bin/env bash
# Commands that are killed at random instants, whose calls fail, whose disks are full, whose inputs are cut and whose
# clocks are wrong, each run again; and several commands at once on one ledger: docs/faults.md.
source "$(dirname "$0")/lib.sh"
need python3 sqlite3
export BM_PROGRAM=$bm BM_KILLS_DEMO=$demo
"$project/Scripts/kills" 12 "${BM_KILLS_SEED:-1}" || fail "see .build/kills"
need strace
# The same ledgers to begin from.
BM_FAULTS_WORLD=$project/.build/kills "$project/Scripts/faults" 4 "${BM_KILLS_SEED:-1}" || fail "see .build/faults"
