#!/usr/bin/env bash
# A ledger that another program has changed: verify names what it changed, however little that is, and whatever
# has happened since.
source "$(dirname "$0")/lib.sh"
need sqlite3

folder="$work/tampering"
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
verify=("$bm" verify --ledger ledger.sqlite --output "$demo/output")

# fresh: the demo's ledger as it was.
fresh() {
    rm -f ledger.sqlite*
    cp "$demo/demo.sqlite" ledger.sqlite
}

# without TABLE SQL: the statement while the table's triggers are gone; they come back as they were.
without() {
    local drop make
    drop=$(sqlite3 ledger.sqlite "SELECT 'DROP TRIGGER \"' || name || '\";' FROM sqlite_schema
        WHERE type = 'trigger' AND tbl_name = '$1'")
    make=$(sqlite3 ledger.sqlite "SELECT sql || ';' FROM sqlite_schema
        WHERE type = 'trigger' AND tbl_name = '$1'")
    sqlite3 ledger.sqlite "$drop $2; $make"
}

fresh
expect 0 'holds  sealed' "${verify[@]}"
head=$(sqlite3 ledger.sqlite 'SELECT hash FROM seal ORDER BY id DESC LIMIT 1')
expect 0 "$head" "${verify[@]}"

# A nanosecond of one event, which changes no amount; the rows among which it stands are named.
sequence=$(sqlite3 ledger.sqlite 'SELECT sequence FROM usageEvent ORDER BY sequence LIMIT 1 OFFSET 5000')
without usageEvent "UPDATE usageEvent SET occurredAt = occurredAt + 1 WHERE sequence = $sequence"
expect 1 'rows [0-9]+ to [0-9]+ of usageEvent: not what seal [0-9]+ says' "${verify[@]}"
read -r first last < <(sed -nE 's/.*rows ([0-9]+) to ([0-9]+) of usageEvent: not.*/\1 \2/p' out | sed -n 1p)
[ "$first" -le "$sequence" ] && [ "$sequence" -le "$last" ] ||
    fail "event $sequence is not among $first to $last"
[ "$(grep -c '^BROKEN.*: not what seal' out)" -eq 1 ] || fail "one row in more than one range: $(cat out)"

# What nothing else looks at: the name of a file that was imported.
fresh
without fxImport "UPDATE fxImport SET sourceName = 'other.csv'"
expect 1 'row 1 of fxImport: not what seal [0-9]+ says' "${verify[@]}"
grep -q '^all\|^1 of' out || fail "more than one invariant is broken: $(cat out)"

# A row put in by hand is known for good, though the next transaction of bm comes upon it.
fresh
sqlite3 ledger.sqlite "INSERT INTO usageEventName (merchantId, name) VALUES (1, 'by hand')"
expect 1 'usageEventName: rows that no seal has: 1' "${verify[@]}"
"$bm" books lock --through 2026-04 --note sealed --ledger ledger.sqlite \
    --as-of 2026-07-02T00:00:00+08:00 >/dev/null || fail "the books cannot be locked"
expect 1 'row [0-9]+ of usageEventName came from another program, before seal [0-9]+' "${verify[@]}"

# The end of a ledger cut off whole is a ledger of before; who kept the head knows.
fresh
expect 1 'no seal has the hash 0{64}' "${verify[@]}" --head "$(printf '0%.0s' {1..64})"
expect 0 'all [0-9]+ invariants hold' "${verify[@]}" --head "$head"
expect 64 'is not the head of a ledger' "${verify[@]}" --head 12

# A row that cannot be read as what it is: the check that needs it may end, verify goes on and says so.
for change in "payment|UPDATE payment SET channel = 'post'" "customer|DELETE FROM customer WHERE id = 3" \
    "catalogRevision|UPDATE catalogRevision SET kind = 'plot'"; do
    fresh
    without "${change%%|*}" "PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF; ${change#*|}"
    expect 1 "BROKEN  sealed .*${change%%|*}" "${verify[@]}"
    grep -q ' documents_match ' out || fail "verify did not come to its end: $(cat out)"
done
grep -q 'it did not come to its end: what it reads is not what bm wrote' out ||
    fail "no check was stopped by what it read: $(cat out)"
fresh
expect 0 'holds  chain' "${verify[@]}" --only mirror --only chain
grep -q 'all 2 invariants hold' out || fail "--only chain and mirror: $(cat out)"

# Declarations.
for sql in 'DROP TABLE publishedFile' 'DROP INDEX invoiceByCustomer' 'PRAGMA user_version = 7' \
    'CREATE VIEW v AS SELECT 1' 'ALTER TABLE fxLock ADD COLUMN note TEXT' \
    'ALTER TABLE merchant RENAME COLUMN code TO name'; do
    fresh
    sqlite3 ledger.sqlite "PRAGMA foreign_keys = OFF; $sql"
    expect 1 'BROKEN  schema_matches' "${verify[@]}"
    thing=$(sed -E 's/.*(publishedFile|invoiceByCustomer|user_version|VIEW v|fxLock|merchant).*/\1/;
        s/VIEW v/view v/' <<<"$sql")
    grep -q "schema_matches.*$thing" out || fail "$sql is not told of: $(cat out)"
done
fresh
sqlite3 ledger.sqlite 'PRAGMA application_id = 7'
expect 65 'is not a bm ledger: it is a SQLite file of another program' "${verify[@]}"
echo "what another program changes is named"
