"""The overview against the ledger's own tables, and each merchant's own site against all other merchants.

    site_figures.py LEDGER SITE
"""
import calendar, collections, datetime, html, json, pathlib, sqlite3, sys, urllib.parse, zoneinfo
from site_reading import Page, figures

ledger, site = sys.argv[1], pathlib.Path(sys.argv[2])
db = sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)
page = Page(site / "index.html")
as_of = page.as_of.replace("Z", ".000000000Z")
wrong, held = [], 0


def money(fen):
    return f"{fen // 100:,}.{fen % 100:02}" if fen >= 0 else "−" + money(-fen)


def same(what, told, wanted):
    """TOLD as the page has it, (English, Chinese); WANTED without words is a figure, the same in both."""
    global held
    held += 1
    if told[0] != wanted:
        wrong.append(f"{what}: the page says {told[0]!r}, the ledger {wanted!r}")
    if figures(told[0]) != figures(told[1]):
        wrong.append(f"{what}: {told[0]!r} has other figures than {told[1]!r}")


def table(id, wanted):
    """Every cell of a table, foot and all; WANTED is its rows."""
    found = page.tables[id]["body"] + page.tables[id]["foot"]
    if [len(row) for row in found] != [len(row) for row in wanted]:
        wrong.append(f"{id}: {len(found)} rows, not {len(wanted)}, or of other lengths")
    for number, (row, values) in enumerate(zip(found, wanted), 1):
        for column, (told, value) in enumerate(zip(row, values), 1):
            same(f"{id}, row {number}, column {column}", told, value)


# Who there is, as the catalog of the day names them.
merchants = dict(db.execute("SELECT id, code FROM merchant ORDER BY code"))
names = {}       # code: the document in force
every = collections.defaultdict(set)    # merchant: each id and name that it or a customer of it ever had
for merchant, code, document, since in db.execute("""
        SELECT m.code, r.code, document, r.effectiveFrom FROM catalogRevision r JOIN merchant m ON m.id = merchantId
        WHERE kind IN ('merchant', 'customer') ORDER BY r.effectiveFrom, r.id"""):
    told = json.loads(document)
    if since <= as_of:
        names[code] = told
    every[merchant] |= {code, *told["name"].values()}
customers = dict(db.execute("SELECT m.code, count(*) FROM customer c JOIN merchant m ON m.id = merchantId GROUP BY 1"))

# Events by day and merchant, the day being that of the merchant's own clock. What a correction took away is not there.
events = collections.Counter()
zones = {code: zoneinfo.ZoneInfo(names[code]["time_zone"]) for code in merchants.values()}
for merchant, at in db.execute("""
        SELECT m.code, occurredAt FROM usageEvent e JOIN usageSeries s ON s.id = seriesId
        JOIN customer c ON c.id = customerId JOIN merchant m ON m.id = c.merchantId
        WHERE sequence NOT IN (SELECT sequence FROM usageCorrection)"""):
    day = datetime.datetime.fromtimestamp(at // 10**9, zones[merchant]).date()
    events[merchant, day.isoformat()] += 1

# The month's invoices. Money paid in beforehand bills no usage of the month: it stands on pages of its own.
month, = db.execute("SELECT max(month) FROM invoice WHERE kind <> 'topUp'").fetchone()
of_month = "i.month = :month AND i.kind <> 'topUp'"
at = {"month": month, "as_of": as_of}
billed, collected, due = collections.Counter(), collections.Counter(), collections.Counter()
rows = db.execute(f"""
    SELECT m.code, i.totalMinorUnits, i.currency,
        (SELECT coalesce(sum(p.amountFen), 0) FROM payment p JOIN paymentOrder o ON o.id = p.orderId
            WHERE o.invoiceId = i.id AND p.paidAt <= :as_of),
        (SELECT coalesce(sum(r.amountFen), 0) FROM refund r JOIN payment p ON p.id = r.paymentId
            JOIN paymentOrder o ON o.id = p.orderId WHERE o.invoiceId = i.id AND r.refundedAt <= :as_of),
        (SELECT coalesce(sum(n.totalMinorUnits), 0) FROM creditNote n
            WHERE n.invoiceId = i.id AND n.issuedAt <= :as_of),
        (SELECT coalesce(sum(CASE kind WHEN 'used' THEN amountFen ELSE -amountFen END), 0) FROM balanceMovement b
            WHERE b.invoiceId = i.id AND b.movedAt <= :as_of),
        EXISTS (SELECT 1 FROM invoiceVoid v WHERE v.invoiceId = i.id AND v.voidedAt <= :as_of)
    FROM invoice i JOIN merchant m ON m.id = i.merchantId WHERE {of_month}""", at).fetchall()
for merchant, total, currency, paid, back, credited, kept, is_void in rows:
    if currency != "CNY":
        raise SystemExit(f"an invoice in {currency} does not add up with the others")
    billed[merchant] += total
    collected[merchant] += paid - back
    # What was paid beyond what is owed is not taken off another invoice.
    due[merchant] += max(0, (0 if is_void else total - credited) - (paid - back) - kept)

channels = {channel: (count, fen) for channel, count, fen in db.execute(f"""
    SELECT p.channel, count(*), sum(p.amountFen) FROM payment p JOIN paymentOrder o ON o.id = p.orderId
    JOIN invoice i ON i.id = o.invoiceId WHERE {of_month} AND p.paidAt <= :as_of GROUP BY 1""", at)}
orders, = db.execute(f"SELECT count(*) FROM paymentOrder o JOIN invoice i ON i.id = o.invoiceId WHERE {of_month}", at).fetchone()
# Paid, and none of it back.
paid, = db.execute(f"""
    SELECT count(DISTINCT o.id) FROM paymentOrder o JOIN invoice i ON i.id = o.invoiceId
    JOIN payment p ON p.orderId = o.id WHERE {of_month} AND p.paidAt <= :as_of AND o.id NOT IN (
        SELECT q.orderId FROM refund r JOIN payment q ON q.id = r.paymentId WHERE r.refundedAt <= :as_of)""", at).fetchone()
settled, net = db.execute("""
    SELECT month, sum(netFen) FROM settlementBatch WHERE closedAt <= ? GROUP BY 1 ORDER BY 1 DESC LIMIT 1""",
    (as_of,)).fetchone()
owed, = db.execute("""
    SELECT -coalesce(sum(minorUnits), 0) FROM posting JOIN journalEntry ON sequence = entry
    WHERE book = 'platform' AND account LIKE 'merchant\\_payable:%' ESCAPE '\\' AND currency = 'CNY'""").fetchone()
year, number = map(int, month.split("-"))
days = [f"{month}-{day:02}" for day in range(1, calendar.monthrange(year, number)[1] + 1)]
in_month = collections.Counter()
for (merchant, day), count in events.items():
    in_month[merchant] += count if day.startswith(month) else 0

locks, = db.execute("SELECT count(*) FROM fxLock").fetchone()
entries, = db.execute("SELECT count(*) FROM journalEntry").fetchone()

# The key figures, their value and the figures of their note.
wanted = {"Net settlement": (money(net), [settled]), "Billed": (money(billed.total()), [str(len(rows))]),
          "Collected": (money(collected.total()), []), "Settlement balance": (money(owed), []),
          "Usage events": (f"{in_month.total():,}", []), "Payment orders": (f"{orders:,}", [str(paid)]),
          "Rates locked": (f"{locks:,}", []), "Ledger entries": (f"{entries:,}", [])}
if [name[0] for name, *_ in page.keys] != list(wanted):
    wrong.append(f"the key figures are {[name[0] for name, *_ in page.keys]}")
for name, value, note, *_ in page.keys:
    figure, stated = wanted.get(name[0], ("", []))
    same(name[0], value, figure)
    # What follows after a · is how it stands to the month before.
    if figures(note[0].partition(" · ")[0]) != figures(" ".join(stated)) or figures(note[0]) != figures(note[1]):
        wrong.append(f"{name[0]}: its note says {note}, the ledger {stated}")

codes = list(merchants.values())
table("merchants", [
    [names[code]["name"]["en"], names[code]["product"]["en"], f"{customers[code]:,}", f"{in_month[code]:,}",
     money(billed[code]), money(collected[code]), money(due[code])] for code in codes
] + [["Together", "", f"{sum(customers.values()):,}", f"{in_month.total():,}",
      money(billed.total()), money(collected.total()), money(due.total())]])
table("channels", [[name, f"{channels.get(key, (0, 0))[0]:,}", money(channels.get(key, (0, 0))[1])]
                   for key, name in (("wechat_pay", "WeChat Pay"), ("alipay", "Alipay"))])
table("usage", [[day, *(f"{events[code, day]:,}" for code in codes), f"{sum(events[code, day] for code in codes):,}"]
                for day in days])
# What was told of last, the latest first: its subject and its merchant.
told_of = db.execute("""
    SELECT subject, m.code FROM outboxEvent e JOIN merchant m ON m.id = merchantId WHERE occurredAt <= ?
    ORDER BY sequence DESC LIMIT 10""", (as_of,)).fetchall()
shown = [(row[1][0], row[2][0]) for row in page.tables["activity"]["body"]]
held += 2 * len(told_of)
if shown != [(subject, names[code]["name"]["en"]) for subject, code in told_of]:
    wrong.append(f"the latest activity is {shown}, the ledger says {told_of}")
heads = [cell[0] for cell in page.tables["usage"]["head"][0]][1:-1]
if heads != [names[code]["product"]["en"] for code in codes]:
    wrong.append(f"the columns of events are {heads}")

# All that was billed is somewhere.
back = over = balance = 0
for merchant, total, currency, paid_in, sent_back, credited, used, is_void in rows:
    taken = total if is_void else credited
    back += taken
    over += max(0, paid_in - sent_back - (total - taken))
    balance += max(0, used)
if billed.total() != collected.total() - over + due.total() + back + balance:
    raise SystemExit("what was billed is not what is collected, open and taken back: this check is wrong")
parts = [f"{len(rows)} invoices for {month} come to CNY {money(billed.total())}: CNY {money(collected.total())} is collected"]
parts += [f"CNY {money(over)} of it more than is owed"] * bool(over) + [f"CNY {money(due.total())} is open"]
parts += [f"CNY {money(back)} is void or credited"] * bool(back) + [f"CNY {money(balance)} came from balances"] * bool(balance)
lead = ", ".join(parts) + "."
if lead not in (english for english, _ in page.pairs):
    wrong.append(f"the page does not say “{lead}”")
intake = db.execute("""
    SELECT sum(CASE kind WHEN 'replay' THEN 0 ELSE inputCount END), sum(acceptedCount), sum(lateCount), sum(duplicateCount),
        sum(rejectedCount) - sum(CASE kind WHEN 'replay' THEN inputCount ELSE 0 END) FROM usageBatch""").fetchone()
lines, accepted, late, twice, rejected = (f"{count:,}" for count in intake)
intake = (f"{lines} lines in = {accepted} accepted ({late} late) + {twice} duplicate + {rejected} rejected with a reason.")
if intake not in (english for english, _ in page.pairs):
    wrong.append(f"the page does not say “{intake}”")

# All that stands in both languages has the same figures in both.
for english, chinese in page.pairs:
    if figures(english) != figures(chinese):
        wrong.append(f"{english!r} has other figures than {chinese!r}")

# A merchant's own site names nobody but the merchant and its customers.
files = shares = 0
for code in codes:
    shares += 1
    others = set().union(*(every[other] for other in codes if other != code)) - every[code]
    own = set()
    for path in sorted((site / "share" / code).rglob("*")):
        if not path.is_file():
            continue
        files += 1
        raw = path.read_bytes().decode("utf-8", "replace")
        # As it stands, as it is shown, and as the tables to download have it.
        shown = html.unescape(raw)
        text = "\n".join((str(path.relative_to(site)), raw, shown, urllib.parse.unquote(shown)))
        wrong += [f"{path.relative_to(site)} names {word}" for word in sorted(others) if word in text]
        own |= {word for word in every[code] if word in text}
    # The search finds what is there: the names in force of the merchant and of its customers.
    for told in (code, *(word for word, in db.execute(
            "SELECT c.code FROM customer c JOIN merchant m ON m.id = merchantId WHERE m.code = ?", (code,)))):
        if not {told, *names[told]["name"].values()} <= own:
            wrong.append(f"share/{code} does not name {told}")

for line in wrong:
    print(line)
if wrong or not files:
    print(f"{len(wrong)} faults")
    sys.exit(1)
print(f"{held} figures and names of the overview are the ledger's and {len(page.pairs)} texts have them in both languages; "
      f"{shares} merchants' sites of {files} files name nobody else")
