#!/usr/bin/env bash
# How a run is watched: the bar on a terminal and nowhere else, the log for programs, times by room, memory at the end.
source "$(dirname "$0")/lib.sh"
need python3
export bm demo
python3 "$project/Tests/EndToEnd/watching.py" "$work/watching"
