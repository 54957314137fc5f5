#!/usr/bin/env bash
# Six small jobs cost the instructions that they are meant to cost: Benchmarks/instructions.
source "$(dirname "$0")/lib.sh"
need python3 valgrind strip
"$project/Benchmarks/instructions/count" --bm "$bm"
