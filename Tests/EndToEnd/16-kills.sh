#!/usr/bin/env bash
# Commands that are killed at random instants and run again, and several at once on one ledger: docs/faults.md.
source "$(dirname "$0")/lib.sh"
need python3 sqlite3
BM_PROGRAM=$bm BM_KILLS_DEMO=$demo "$project/Scripts/kills" 12 "${BM_KILLS_SEED:-1}" || fail "see .build/kills"
