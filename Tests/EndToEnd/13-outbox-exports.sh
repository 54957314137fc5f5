#!/usr/bin/env bash
# Events go out once, in the order of the journal, signed so that openssl and a receiver agree; every export adds
# up to what SQL finds in the ledger; packs check themselves with sha256sum.
source "$(dirname "$0")/lib.sh"
need python3 openssl curl

folder="$work/outbox"
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
cp "$demo/demo.sqlite" ledger.sqlite
at=(--ledger ledger.sqlite --as-of 2026-07-01T12:00:00+08:00)

# Secrets.
expect 64 'there is no secret' env -u BM_WEBHOOK_SECRET "$bm" outbox export "${at[@]}"
printf 'too short' >short
expect 65 'the secret in short has 9 bytes' "$bm" outbox export --secret-file short "${at[@]}"
expect 65 'is not whsec_ and base64' env BM_WEBHOOK_SECRET='whsec_%%%' "$bm" outbox export "${at[@]}"
expect 66 'no event evt_x' "$bm" outbox list --after evt_x "${at[@]}"
openssl rand -hex 32 >secret
"$bm" outbox export --secret-file secret "${at[@]}" >told 2>&1
! grep -qF "$(cat secret)" told || fail "the secret is printed"

# Time brings what nobody wrote: once.
"$bm" outbox export --secret-file secret "${at[@]}" >before.ndjson
expect 0 '^[1-9][0-9]* invoices overdue' "$bm" outbox collect "${at[@]}"
expect 0 '^0 invoices overdue · 0 caps reached' "$bm" outbox collect "${at[@]}"
"$bm" outbox export --secret-file secret "${at[@]}" --output all.ndjson
"$bm" outbox export --secret-file secret "${at[@]}" | cmp - all.ndjson || fail "two exports differ"
cmp -n "$(stat -c %s before.ndjson)" before.ndjson all.ndjson || fail "a later fact changed an earlier event"
BM_WEBHOOK_SECRET="whsec_$(tr -d '\n' <secret | base64 -w0)" "$bm" outbox export "${at[@]}" | cmp - all.ndjson ||
    fail "the same key in base64 signs otherwise"
"$bm" verify "${at[@]}" --output "$demo/output" >verified || fail "verify: $(cat verified)"
grep -q 'holds  outbox_matches' verified || fail "verify does not check the outbox"
echo "the same ledger gives the same bytes; later facts come behind"

# Ours against openssl and python.
python3 - <<'PY' || fail "a line is not what it says"
import base64, hashlib, hmac, json, sqlite3, subprocess
secret = open("secret").read().strip()
lines = [json.loads(line) for line in open("all.ndjson")]
ids = set()
for index, line in enumerate(lines):
    head, body = line["headers"], line["body"]
    signed = f'{head["webhook-id"]}.{head["webhook-timestamp"]}.{body}'.encode()
    code = base64.b64encode(hmac.digest(secret.encode(), signed, "sha256")).decode()
    assert head["webhook-signature"] == "v1," + code, line
    if index % 20 == 0:
        raw = subprocess.run(["openssl", "dgst", "-sha256", "-hmac", secret, "-binary"],
                             input=signed, capture_output=True, check=True).stdout
        assert base64.b64encode(raw).decode() == code
    event = json.loads(body)
    assert event["specversion"] == "1.0" and event["id"] == head["webhook-id"]
    ids.add((event["source"], event["id"]))
assert len(ids) == len(lines) > 100
# In ledger order: what the journal has an entry of comes as the entries do.
db = sqlite3.connect("ledger.sqlite")
def journal(kind):
    return [row[0] for row in db.execute(
        "SELECT source FROM journalEntry WHERE kind IN (%s) GROUP BY source ORDER BY min(sequence)"
        % ",".join("?" * len(kind)), kind)]
told = []
for line in lines:
    event = json.loads(line["body"])
    name = event["source"].removeprefix("/merchants/") + "/" + event["subject"]
    told += {"invoice.finalized": ["invoice " + name], "payment.received": ["payment " + event["subject"]],
             "settlement.closed": ["settlement " + event["subject"]]}.get(event["type"], [])
booked = [s for s in journal(["invoice", "topUp", "payment", "settlement"])]
assert [s for s in told if s in set(booked)] == booked, "order"
# Each fact once: as many events as SQL finds facts.
for kind, sql in {
    "invoice.finalized": "SELECT count(*) FROM invoice", "payment.received": "SELECT count(*) FROM payment",
    "period.closed": "SELECT count(*) FROM periodClose", "settlement.closed": "SELECT count(*) FROM settlementBatch",
    "cap.reached": "SELECT count(*) FROM capReached", "invoice.overdue": "SELECT count(*) FROM invoiceOverdue",
    "invoice.paid": """SELECT count(*) FROM invoice WHERE totalMinorUnits - (SELECT coalesce(sum(n.totalMinorUnits), 0)
        FROM creditNote n WHERE n.invoiceId = invoice.id) <= (SELECT coalesce(sum(p.amountFen), 0)
        FROM payment p JOIN paymentOrder o ON o.id = p.orderId WHERE o.invoiceId = invoice.id)""",
}.items():
    told = [(e["source"], e["subject"]) for e in (json.loads(l["body"]) for l in lines) if e["type"] == kind]
    # What was paid, went back and is settled again is told again: such invoices count once.
    count = len(set(told)) if kind == "invoice.paid" else len(told)
    assert count == db.execute(sql).fetchone()[0], (kind, count)
print(len(lines), "events, each once, in the order of the journal, signed as openssl signs")
PY

# One merchant's, from any place on, and nothing of another.
"$bm" outbox export --merchant mer_001 --secret-file secret "${at[@]}" >mine.ndjson
! grep -qE 'mer_00[2-7]' mine.ndjson || fail "a merchant's export names another"
third=$(sed -n 3p mine.ndjson | sed -E 's/.*"webhook-id":"([^"]+)".*/\1/')
"$bm" outbox export --merchant mer_001 --after "$third" --secret-file secret "${at[@]}" |
    cmp - <(tail -n +4 mine.ndjson) || fail "going on behind an event"
"$bm" outbox export --merchant mer_001 --after 3 --secret-file secret "${at[@]}" |
    cmp - <(tail -n +4 mine.ndjson) || fail "going on behind a number"

# Delivered by curl to a server that checks signatures and knows what came before.
cat >server.py <<'PY'
import base64, hmac, http.server
secret = open("secret").read().strip().encode()
seen = set()
class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        signed = b".".join([self.headers["webhook-id"].encode(), self.headers["webhook-timestamp"].encode(), body])
        code = "v1," + base64.b64encode(hmac.digest(secret, signed, "sha256")).decode()
        if not hmac.compare_digest(code, self.headers["webhook-signature"]):
            self.send_response(401)
        else:
            self.send_response(200 if self.headers["webhook-id"] in seen else 201)
            seen.add(self.headers["webhook-id"])
        self.end_headers()
    def log_message(self, *_): pass
server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
print(server.server_port, flush=True)
server.serve_forever()
PY
python3 server.py >port &
server=$!
trap 'kill $server 2>/dev/null' EXIT
for _ in $(seq 100); do
    [ -s port ] && break
    sleep 0.1
done
post() { # post LINE [BODY]: a delivery as it is, or with another body
    python3 - "$@" <<'PY'
import json, sys
line = json.loads(sys.argv[1])
open("head", "w").writelines(f"{k}: {v}\n" for k, v in line["headers"].items())
open("body", "w", newline="").write(sys.argv[2] if len(sys.argv) > 2 else line["body"])
PY
    curl -s -o /dev/null -w '%{http_code}' -H @head --data-binary @body "http://127.0.0.1:$(cat port)/"
}
delivered=0
while IFS= read -r line; do
    [ "$(post "$line")" = 201 ] || fail "not taken: $line"
    delivered=$((delivered + 1))
done <mine.ndjson
[ "$(post "$(head -1 mine.ndjson)")" = 200 ] || fail "a delivery that comes twice is not known again"
[ "$(post "$(head -1 mine.ndjson)" '{}')" = 401 ] || fail "another body is taken"
[ "$delivered" -eq "$(wc -l <mine.ndjson)" ] && [ "$delivered" -gt 10 ] || fail "only $delivered delivered"
kill $server
trap - EXIT
echo "$delivered deliveries were taken, one again was known, one changed was refused"

# Every export, in three formats, against SQL.
python3 - "$bm" <<'PY' || fail "an export is not what the ledger holds"
import csv, json, re, sqlite3, subprocess, sys
bm = sys.argv[1]
def export(name, form, *more):
    period = ["--period", "2026-05"] if name in ("anomalies", "quantities") else []
    done = subprocess.run([bm, "export", name, "--format", form, "--ledger", "ledger.sqlite", "--as-of",
                           "2026-07-01T12:00:00+08:00", *period, *more], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout
db = sqlite3.connect("ledger.sqlite")
def one(sql): return db.execute(sql).fetchone()
page = subprocess.run([bm, "export", "table", "--help"], capture_output=True, text=True).stdout
names = re.findall(r"[a-z-]+", page.split("NAME is one of:")[1].split(". docs/")[0])
assert len(names) > 30, names
rows = {}
for name in names:
    document = json.loads(export(name, "json"))
    assert document["schema"] == f"bm.{name}/1"
    rows[name] = document[name.replace("-", "_")]
    assert [json.loads(l) for l in export(name, "ndjson").splitlines()] == rows[name], name
    table = list(csv.DictReader(export(name, "csv").splitlines()))
    assert len(table) == len(rows[name]), name
    for cells, row in zip(table, rows[name]):
        for key, value in cells.items():
            kept = row[key]
            if isinstance(kept, str) and kept == value: continue
            assert value == ("" if kept is None else value), (name, key)
    # An amount as text and its minor units are one.
    for row in rows[name]:
        for key in row:
            if key + "_minor_units" in row and row[key] is not None:
                digits = re.sub(r"[.]", "", row[key])
                assert int(digits) == row[key + "_minor_units"], (name, key)
def total(name, key): return sum(r[key + "_minor_units"] or 0 for r in rows[name])
for name, key, sql in [
    ("invoices", "total", "SELECT sum(totalMinorUnits) FROM invoice"),
    ("invoices", "tax", "SELECT sum(taxMinorUnits) FROM invoice"),
    ("invoices", "paid", "SELECT (SELECT sum(amountFen) FROM payment) - (SELECT coalesce(sum(amountFen), 0) FROM refund)"),
    ("invoice-lines", "amount", "SELECT sum(amountMinorUnits) FROM invoiceLine"),
    ("charges", "amount", "SELECT sum(subtotalMinorUnits) FROM invoice"),
    ("orders", "amount", "SELECT sum(amountFen) FROM paymentOrder"),
    ("payments", "amount", "SELECT -sum(minorUnits) FROM posting JOIN journalEntry ON sequence = entry "
        "WHERE kind = 'payment' AND book = 'platform' AND account LIKE 'merchant_payable:%'"),
    ("payments", "channel_fee", "SELECT sum(amountFen) FROM channelFee WHERE paymentId IS NOT NULL"),
    ("channel-fees", "amount", "SELECT sum(minorUnits) FROM posting WHERE account = 'channel_cost'"),
    ("channel-bill-rows", "amount", "SELECT sum(amountFen) FROM channelBillRow"),
    ("settlements", "net_cny", "SELECT sum(netFen) FROM settlementBatch"),
    ("settlements", "movements_cny", "SELECT sum(amountFen) FROM settlementRow"),
    ("settlement-rows", "amount_cny", "SELECT sum(amountFen) FROM settlementRow"),
    ("credits", "cost", "SELECT sum(costFen) FROM creditGrant"),
    ("postings", "amount", "SELECT sum(minorUnits) FROM posting"),
    ("trial-balance", "debits", "SELECT sum(minorUnits) FROM posting WHERE minorUnits > 0"),
    ("trial-balance", "balance", "SELECT 0"),
    ("overdue-invoices", "due", "SELECT sum(dueMinorUnits) FROM invoiceOverdue"),
]:
    assert total(name, key) == (one(sql)[0] or 0), (name, key, total(name, key), one(sql))
for name, table in [
    ("invoices", "invoice"), ("invoice-lines", "invoiceLine"), ("orders", "paymentOrder"), ("payments", "payment"),
    ("settlements", "settlementBatch"), ("settlement-rows", "settlementRow"), ("credits", "creditGrant"),
    ("credit-movements", "creditMovement"), ("fx-rates", "fxRate"), ("customers", "customer"),
    ("catalog-versions", "catalogVersion"), ("usage-batches", "usageBatch"), ("periods", "periodClose"),
    ("caps-reached", "capReached"), ("price-book-entries", "priceBookEntry"), ("postings", "posting"),
    ("published-files", "publishedFile"), ("channel-bill-rows", "channelBillRow")]:
    assert len(rows[name]) == one(f"SELECT count(*) FROM {table}")[0], name
assert {r["id"] for r in rows["fx-locks"]} == {r[0] for r in db.execute("SELECT id FROM fxLock")}
# Merchants and months cut without rest.
for name in ["invoices", "payments", "settlement-rows", "orders"]:
    parts = [json.loads(l) for (m,) in db.execute("SELECT code FROM merchant ORDER BY code")
             for l in export(name, "ndjson", "--merchant", m).splitlines()]
    assert sorted(map(str, parts)) == sorted(map(str, rows[name])), name
june = export("payments", "ndjson", "--period", "2026-06").splitlines()
assert len(june) == one("SELECT count(*) FROM payment WHERE paidAt >= '2026-05-31T16' AND paidAt < '2026-06-30T16'")[0]
print(len(names), "exports, three formats each, as SQL finds them")
PY
"$bm" export payments --format csv --output payments.csv "${at[@]}" && [ -s payments.csv ] || fail "--output"
"$bm" export payments --format csv "${at[@]}" | cmp - payments.csv || fail "a file is not what is printed"
expect 73 'cannot be written' "$bm" export payments --format csv --output payments.csv/x "${at[@]}"
"$bm" export ledger --format csv "${at[@]}" | cmp - <("$bm" export postings --format csv "${at[@]}") || fail "postings"
expect 64 'there is no export “nothing”' "$bm" export nothing "${at[@]}"

# Packs.
invoice=(INV-2026-0601-0002 --merchant mer_001)
"$bm" evidence "${invoice[@]}" --output evidence "${at[@]}" >/dev/null
(cd evidence && sha256sum --check --quiet --strict SHA256SUMS) || fail "the evidence does not check"
"$bm" dispute "${invoice[@]}" --output dispute "${at[@]}" >/dev/null
(cd dispute && sha256sum --check --quiet --strict SHA256SUMS) || fail "the dispute pack does not check"
paid=$(python3 -c 'import json; print(json.load(open("dispute/payment/payments.json"))["payments"][0]["transaction_id"])')
"$bm" dispute "$paid" --output again "${at[@]}" >/dev/null
diff -r dispute again || fail "the pack of a payment is not that of its invoice"
"$bm" dispute "$paid" --output again "${at[@]}" >/dev/null || fail "the same pack again"
"$bm" dispute "$paid" --output one --zip "${at[@]}" >/dev/null
TZ=Asia/Tokyo "$bm" dispute "$paid" --output two --zip "${at[@]}" >/dev/null
mkdir foreign && touch foreign/file
expect 73 'holds something else' "$bm" dispute "$paid" --output foreign "${at[@]}"
expect 73 'a pack of mer_001/INV-2026-0601-0002' "$bm" evidence "${invoice[@]}" --output dispute "${at[@]}"
expect 66 'nothing in the ledger is called 4711' "$bm" dispute 4711 --output nowhere "${at[@]}"
[ ! -e nowhere ] && [ -e foreign/file ] || fail "a refusal left something"
python3 - <<'PY' || fail "a pack does not prove what it says"
import csv, hashlib, json, os, zipfile
invoice = json.load(open("dispute/invoice/INV-2026-0601-0002.json"))
digest = lambda path: hashlib.sha256(open(path, "rb").read()).hexdigest()
assert digest("dispute/invoice/snapshot.json") == invoice["snapshot_sha256"] == digest("evidence/snapshot.json")
for line in invoice["lines"]:
    for folder in ["evidence", "dispute/evidence"]:
        path = f'{folder}/line-{line["no"]:02}.ndjson'
        if line["evidence"] is None:
            assert not os.path.exists(path)
            continue
        assert digest(path) == line["evidence"]["sha256"], path
        assert open(path, "rb").read().count(b"\n") == line["evidence"]["events"]
chain = list(csv.DictReader(open("dispute/journal/chain.csv")))
for before, after in zip(chain, chain[1:]):
    assert after["previous_hash"] == before["hash"] and int(after["sequence"]) == int(before["sequence"]) + 1
hashes = {row["sequence"]: row["hash"] for row in chain}
entries = open("dispute/journal/entries.ndjson", "rb").read().splitlines()
for entry in entries:
    assert hashes[str(json.loads(entry)["sequence"])] == hashlib.sha256(entry).hexdigest()
    for other in ["mer_002", "mer_003"]: assert other.encode() not in entry
import sqlite3
head = sqlite3.connect("ledger.sqlite").execute("SELECT hash FROM journalEntry ORDER BY sequence DESC").fetchone()[0]
assert chain[-1]["hash"] == head and len(entries) == 3, len(entries)
row = json.load(open("dispute/payment/channel-bill-rows.json"))["channel_bill_rows"][0]
assert row["transaction_id"] == json.load(open("dispute/payment/payments.json"))["payments"][0]["transaction_id"]
assert json.load(open("dispute/prices/fx-lock.json"))["check"]["ok"]
kinds = {r["kind"] for r in json.load(open("dispute/prices/catalog.json"))["revisions"]}
assert {"plan", "metric", "customer"} <= kinds, kinds
text = open("dispute/README.txt").read()
assert "sha256sum -c SHA256SUMS" in text and "本文件夹" in text
for folder, _, files in os.walk("dispute"):
    for file in files:
        data = open(os.path.join(folder, file), "rb").read()
        assert b"cus_cn_001\"" not in data, file
one, two = zipfile.ZipFile("one.zip"), zipfile.ZipFile("two.zip")
assert one.testzip() is None
for a, b in zip(one.infolist(), two.infolist()):
    assert a.date_time == b.date_time == (1980, 1, 1, 0, 0, 0) and one.read(a) == two.read(b)
    assert one.read(a) == open("dispute/" + a.filename.split("/", 1)[1], "rb").read()
print(len(one.infolist()), "files of a dispute, each as it says")
PY

# Quantities against every event.
"$bm" export quantities --format json --period 2026-05 --ledger ledger.sqlite --as-of 2026-07-01T12:00:00+08:00 >quantities.json
python3 "$project/Tests/EndToEnd/quantities.py" ledger.sqlite quantities.json 2026-05 || fail "a quantity is not what its events come to"
