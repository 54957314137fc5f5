# Shared by the end-to-end scripts: the program under test, one demo run for all, and how to fail.
set -euo pipefail
project=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
bm="$(swift build --package-path "$project" --show-bin-path)/bm"
work="$project/.build/end-to-end"
export BM_HOME="$project"

fail() {
    echo "FAIL: $*" >&2
    exit 1
}

# need TOOL…: without one of them the check is skipped, which is not the same as passed.
need() {
    for tool in "$@"; do
        if ! command -v "$tool" >/dev/null && [ ! -x "$tool" ]; then
            echo "skipped: $tool is not there"
            exit 77
        fi
    done
}

# The demo in $work/demo, made once by 1-demo.sh.
demo="$work/demo"
