#!/usr/bin/env bash
# Every link of the demo's dashboard leads to a file that is there or to a place in its own page.
source "$(dirname "$0")/lib.sh"
need python3

python3 "$project/Tests/EndToEnd/site_links.py" "$demo/output/site" || fail "a link of the site leads nowhere"
