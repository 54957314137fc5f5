#!/usr/bin/env bash
# A site that is made again: nothing is written twice, a change rewrites what differs and nothing else, what is stale goes,
# what is not ours stays, a run that is killed leaves whole files, and neither clock, place nor processors show in a byte.
source "$(dirname "$0")/lib.sh"
need python3

again="$project/Tests/EndToEnd/site_again.py"
folder="$work/site-again"
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
cp "$demo/demo.sqlite" old.sqlite
time=2026-07-02T10:00:00+08:00
wrong=0
tell() {
    echo "$*"
    wrong=1
}
# site LEDGER FOLDER: how many files were written; one that has more to say is a failure.
site() {
    local said
    said=$("$bm" site --ledger "$1.sqlite" --output "$2" --as-of "$time" --quiet) || fail "no site of $1"
    [[ $said =~ ^([0-9]+)\ files\ ·\ ([0-9]+)\ written\ ·\ $2/site/index\.html$ ]] || fail "bm site says: $said"
    all=${BASH_REMATCH[1]} written=${BASH_REMATCH[2]}
}
equal() { # equal FOLDER OTHER WHEN: the sites and their lists.
    local told
    told=$(python3 "$again" equal "$1/site" "$2/site") || fail "$3: $told"
    cmp -s "$1/SHA256SUMS" "$2/SHA256SUMS" || fail "$3: the lists differ"
    (cd "$1" && sha256sum --check --quiet SHA256SUMS) || fail "$3: SHA256SUMS does not check"
}

# Again: nothing is touched, not even to put the same bytes there.
site old old
[ "$written" -eq "$all" ] && [ "$all" -gt 300 ] || fail "the first run wrote $written of $all files"
python3 "$again" note old/site before.json
site old old
[ "$written" -eq 0 ] || fail "a second run wrote $written files"
python3 "$again" compare before.json old/site same >told || fail "a second run: $(cat told)"
touch old/site/index.html
if python3 "$again" compare before.json old/site same >told; then fail "a file that was touched is not seen"; fi
echo "a second run touches none of $all files"

# Elsewhere, at another hour of the day, in another language, by one processor: the same bytes.
mkdir -p "else where"
cp old.sqlite "else where/old.sqlite"
comma=(LC_ALL=C.UTF-8)
localedef -i de_DE -f UTF-8 "$folder/de_DE.UTF-8" 2>/dev/null && comma=(LOCPATH="$folder" LC_ALL=de_DE.UTF-8)
one=()
! command -v taskset >/dev/null || one=(taskset -c "$(taskset -cp $$ | grep -oE '[0-9]+' | tail -1)")
(cd "else where" && env TZ=America/New_York LANG=zh_CN.UTF-8 "${comma[@]}" "${one[@]}" "$bm" site --ledger old.sqlite --as-of 2026-07-02T02:00:00Z --quiet >/dev/null)
equal old "else where/output" "elsewhere"
echo "another time zone, locale and folder${one:+, and one processor,} give the same bytes"

# What somebody did to it by hand is mended, and what is not ours is left alone.
cp -a old run
echo ' ' >>run/site/index.html
rm run/site/share/mer_003/usage.html
for own in site/own.txt site/merchants/mer_002/own.html site/share/own.html own.txt; do echo own >"run/$own"; done
site old run
[ "$written" -eq 2 ] || fail "two files were spoilt, $written were written"
if python3 "$again" equal run/site old/site >told; then fail "files that are in one folder alone are not seen"; fi
owns=0
for own in site/own.txt site/merchants/mer_002/own.html site/share/own.html own.txt; do
    [ "$(cat "run/$own")" = own ] || fail "$own is gone"
    owns=$((owns + 1))
    rm "run/$own"
done
equal run old "mended"
echo "two spoilt pages are made anew, $owns files that are not ours stay"

# An order is no entry of the journal: only pages that show it. A credit note is one: of other merchants only pages of the
# whole, which say up to which entry they go.
invoice=INV-2026-0601-0007
cp old.sqlite ordered.sqlite
"$bm" checkout create $invoice --merchant mer_001 --ledger ordered.sqlite --as-of 2026-07-01T11:00:00+08:00 >/dev/null
cp ordered.sqlite new.sqlite
"$bm" credit-note create $invoice --merchant mer_001 --reason outage --line 1=0.10 --ledger new.sqlite --as-of 2026-07-01T12:00:00+08:00 >/dev/null
change() { # change LEDGER MOST: into the site of before, held against one made in an empty folder.
    python3 "$again" note run/site before.json
    site "$1" run
    python3 "$again" compare before.json run/site "$written" >touched || fail "$1: $(cat touched)"
    site "$1" "$1"
    equal run "$1" "$1, made upon the one before"
    read -r count gone pages <touched
    [ "$count" -gt 0 ] && [ "$count" -le "$2" ] && [ "$gone" -eq 0 ] || fail "$1 rewrites $count pages, and $gone are gone"
    for page in $pages; do
        case $page in
        merchants/mer_001/* | share/mer_001/* | [a-z]*.html | search/*.js) ;;
        merchants/mer_00[2-7]/[a-z]*.html | share/mer_00[2-7]/[a-z]*.html)
            [ "$1" != ordered ] || tell "an order of another merchant changes $page"
            ;;
        *) tell "$1 changes $page" ;;
        esac
    done
    for page in merchants/mer_001 share/mer_001; do
        grep -q " $page/invoices/$invoice.html" touched || fail "$1 does not change the invoice's page"
    done
}
change ordered 12
ordered=$count
change new $((all * 2 / 5))
echo "an order rewrites $ordered pages, a credit note $count of $all; both are what an empty folder gets"

# Another ledger, with fewer merchants and months: what is stale goes.
"$bm" init --ledger small.sqlite >/dev/null
"$bm" catalog apply "$project/examples/catalog/mer_001-lantern.yaml" --ledger small.sqlite --as-of 2026-01-01T00:00:00Z >/dev/null
site small small
site small run
equal run small "a smaller site upon a larger one"
[ "$written" -lt "$all" ] || fail "no page of both is the same"
echo "$(($(find new/site -type f | wc -l) - all)) stale files are removed"

# Killed while it stages its pages, and while it puts them in their place: each file is the old one or the new one, and
# the same run makes all well. So does any other, in which nothing is left of the killed one.
killed=0
mends() { # mends WHEN OLD NEW: the folder “killed”, where a run of NEW upon OLD was killed.
    local when=$1 old=$2 new=$3 told
    killed=$((killed + 1))
    told=$(python3 "$again" whole killed/site "$old/site" "$new/site") || fail "$when: $told"
    rm -rf other
    cp -a killed other
    site "$new" killed
    equal killed "$new" "$when, and run again"
    [ -z "$(find killed -maxdepth 1 -name '.staged-*' -print -quit)" ] || tell "$when: what was staged is left"
    site small other
    [ -z "$(find other -maxdepth 1 -name '.staged-*' -print -quit)" ] || tell "$when, then another: what was staged is left"
    told=$(python3 "$again" equal other/site small/site) || tell "$when, then another ledger: $told"
}
rm -rf killed
cp -a old killed
"$bm" site --ledger new.sqlite --output killed --as-of "$time" --quiet >/dev/null 2>&1 &
run=$!
for _ in $(seq 2000); do
    [ -z "$(find killed/.staged-*/site -type f -print -quit 2>/dev/null)" ] || break
    kill -0 "$run" 2>/dev/null || break
    sleep 0.005
done
kill -9 "$run" || fail "it was over before it was killed"
wait "$run" 2>/dev/null || true
[ -n "$(find killed/.staged-*/site -type f -print -quit)" ] || fail "it was killed too late"
mends "killed while staging" old new
if command -v strace >/dev/null; then
    put() { # put OLD WHEN: killed as it enters its WHENth renaming.
        rm -rf killed
        [ "$1" = nothing ] || cp -a "$1" killed
        mkdir -p nothing/site
        { strace -f -qq -o /dev/null -e trace=/^rename -e "inject=/^rename:signal=SIGKILL:when=$2" \
            "$bm" site --ledger new.sqlite --output killed --as-of "$time" --quiet; } >/dev/null 2>&1 &
        wait $! 2>/dev/null && fail "it was not killed"
        mends "killed at renaming $2 upon $1" "$1" new
    }
    put old 1
    put old 20
    put nothing 300
    # A file of neither is seen.
    echo x >killed/site/index.html
    if python3 "$again" whole killed/site old/site new/site >told; then fail "half a file is not seen"; fi
else
    echo "strace is not there: no run was killed while it put pages in their place"
fi
[ "$wrong" -eq 0 ] || fail "the site has the faults told above"
echo "$killed killed runs left whole files, and every next run made all well"
