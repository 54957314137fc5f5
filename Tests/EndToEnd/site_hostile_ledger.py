"""A small ledger with hostile text in every field that a person, a catalog, an event or a channel's bill can fill, or the
same ledger with tame text, letter for letter.

    site_hostile_ledger.py BM FOLDER hostile|tame    makes FOLDER/ledger.sqlite and FOLDER/fields.json
"""
import csv, json, os, pathlib, re, sqlite3, subprocess, sys

VALUES = {
    "script": "<script>alert(1)</script>",
    "image": '"><img src=x onerror=alert(1)>',
    "attribute": "' onmouseover='x",
    "accented quote": "\"\u0301 onload=x '\u0301",
    "long": "W" * 190 + "<b>onelongword",
    "spaces": ("many words & a " * 14)[:200].strip(),
    "arabic": "\u0645\u0631\u062d\u0628\u0627 <b>\u0628\u0627\u0644\u0639\u0627\u0644\u0645 \u05e9\u05dc\u05d5\u05dd \u200f(1)",
    "emoji": "\U0001f469\u200d\U0001f469\u200d\U0001f467 caf\u00e9 e\u0301 \U0001f3f3\ufe0f\u200d\U0001f308 <u>",
    "path": "../../etc/passwd",
    "template": "{{name}}{{{body}}}{{#a}}{{/a}}",
    "entity": "&amp;&lt;b&gt;&#60;",
    "title": "</title></style></textarea><h1>",
    "cdata": "]]><!-- --><![CDATA[",
    "percent": "%00%3Cscript%3E\\u003c\\",
    "address": "javascript:alert(1)",
    "formula": "=cmd()|' /C calc'!A0",
    "plus": "+1+1*cmd",
    "minus": "-2+3,\"x\"",
    "at": "@SUM(A1:A2)",
    "dollar": "${alert(1)}`x`;*/",
}
# A channel's number of a payment may hold -, _, |, * and @ and no other marks.
TRANSACTIONS = ["@SUM|A1*A2-1", "-1-2|cmd", "W" * 64, "__proto__", "constructor", "*|*-_-@", "@@@@@@@@"]
# What a catalog refuses and other places take.
CONTROLS = {
    "lines": "a line\nanother\tand \r a third <br>",
    "turned": "\u202eevil\u202c \u2067x\u2066 <i>",
    "unseen": "\u0001\u001b[31m\u0085\u2028\u2029\ufffe <s>",
}
HARMLESS = str.maketrans({letter: "x" for letter in "<>\"'&{}[]%:=+@\\|!#$`;*()"})


class Maker:
    def __init__(self, bm, folder, is_tame):
        self.bm, self.folder, self.is_tame = bm, pathlib.Path(folder), is_tame
        self.fields = []      # [field, kind, text, shown]: SHOWN says whether the site has it, None of what only some pages have
        self.refused = []
        self.count = 0

    def text(self, field, value=None, shown=True, controls=False):
        """A text for a field: its own, by a number at its end; the values take turns."""
        values = {**VALUES, **CONTROLS} if controls else VALUES
        names = list(values)
        name = value or names[self.count % len(names)]
        text = {**VALUES, **CONTROLS}[name] + f"~{self.count:03}"
        self.count += 1
        # What turns text around or is not seen stays in the tame one: only what a page could take for its own goes.
        self.fields.append([field, name, text, shown])
        return text.translate(HARMLESS) if self.is_tame else text

    def both(self, field, first=None, second=None, **more):
        return {"en": self.text(field + ", English", first, **more), "zh-Hans": self.text(field + ", Chinese", second, **more)}

    def run(self, *words, code=0, says="", at="2026-06-01T09:00:00+08:00", stdin=None):
        line = [self.bm]
        for word in words:
            # A value that begins like an option goes with its own.
            if word.startswith("-") and not word.startswith("--"):
                line[-1] += "=" + word
            else:
                line.append(word)
        line += ["--ledger", "ledger.sqlite", "--as-of", at]
        told = subprocess.run(line, cwd=self.folder, input=stdin, capture_output=True, text=True)
        if told.returncode != code or says not in told.stdout + told.stderr:
            raise SystemExit(f"{line} ends with {told.returncode}, not {code} “{says}”:\n{told.stdout[-2000:]}{told.stderr[-2000:]}")
        return told.stdout

    def refuses(self, what, *words, code=65, **more):
        """What cannot be taken is said so, with what to do, and nothing is kept."""
        before = (self.folder / "ledger.sqlite").read_bytes()
        line = [self.bm, *words, "--ledger", "ledger.sqlite", "--as-of", more.get("at", "2026-06-01T09:00:00+08:00")]
        told = subprocess.run(line, cwd=self.folder, capture_output=True, text=True)
        if told.returncode != code or "try: " not in told.stderr:
            raise SystemExit(f"{what}: {line} ends with {told.returncode}, not {code}:\n{told.stdout}{told.stderr}")
        if (self.folder / "ledger.sqlite").read_bytes() != before:
            raise SystemExit(f"{what}: was refused and changed the ledger")
        self.refused.append(what)

    def write(self, name, content):
        path = self.folder / name
        path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), "utf-8")
        return name


CODES = ["91990000MA00000A9E", "91990000MA0001077C"]


def merchant(make, number, first, second):
    text, both = make.text, make.both
    return {
        "id": f"mer_{number}", "name": both("merchant's name", first, second),
        "product": both("merchant's product", second, first), "registration": CODES[number - 1],
        "address": both("merchant's address", shown=False), "email": text("merchant's email", shown=False),
        "time_zone": "Asia/Shanghai", "language": "en", "tax": {"name": both("tax's name"), "percent": "6"},
        "payment_terms_days": 14,
        "channels": {"wechat_pay": {"mchid": f"190000010{number}", "appid": text("appid", shown=False)},
                     "alipay": {"pid": f"208800000000010{number}"}},
        "settlement": {"currency": "USD", "bank": {"name": text("bank's name", shown=number == 1), "account_last4": "1234"},
                       "platform_fee_percent": "2.5", "subscription": "0", "wire_fee": "0", "minimum_payout": "0"}}


def catalog(make, number, first, second, customers, dimensions):
    text, both = make.text, make.both
    metrics = [
        {"code": "calls", "name": both("metric's name", shown=False), "unit": both("metric's unit", shown=False),
         "event": text("event's name", "attribute"), "aggregation": "count"},
        {"code": "tokens", "name": both("metric's name", shown=False), "unit": both("metric's unit", shown=False),
         "event": text("event's name", "title"), "aggregation": "tokens",
         "tokens": {"input": "in", "output": "out"}, "input_includes_cache": True},
        {"code": "images", "name": both("metric's name", shown=False), "unit": both("metric's unit", shown=False),
         "event": text("event's name", "arabic"), "aggregation": "sum", "field": text("metric's field", shown=False)}]
    plans = [
        {"code": "usage", "name": both("plan's name"), "currency": "USD", "interval": "monthly", "base_fee": "30",
         "entitlements": {"tier": text("entitlement", shown=False)},
         "charges": [
             {"code": "each", "name": both("charge's name"), "metric": "calls", "group_by": dimensions[:2],
              "price": {"model": "standard", "unit_price": "0.5"}},
             {"code": "tiers", "name": both("charge's name"), "metric": "images",
              "price": {"model": "graduated", "per": "1", "tiers": [
                  {"up_to": "5", "unit_price": "1"}, {"up_to": None, "unit_price": "2"}]}}]},
        {"code": "models", "name": both("plan's name"), "currency": "USD", "interval": "monthly", "base_fee": "0",
         "seats": {"fee": "3", "included": 0},
         "charges": [{"code": "tokens", "name": both("charge's name"), "metric": "tokens", "group_by": [dimensions[0]],
                      "price": {"model": "tokens", "price_book": "house", "dimension": dimensions[0]}}]}]
    return {
        "effective": "2026-01-01", "merchant": merchant(make, number, first, second), "metrics": metrics,
        "features": [{"code": "tier", "name": both("feature's name", shown=False), "type": "custom"}], "plans": plans,
        "add_ons": [{"code": "extra", "name": both("add-on's name"), "currency": "USD", "fee": "10"}],
        "coupons": [{"code": "off", "name": both("coupon's name"), "percent": "10", "duration": "forever"}],
        "customers": [
            {"id": id, "name": {"en": text("customer's name, English", name), "zh-Hans": text("customer's name, Chinese", name)},
             "address": both("customer's address", shown=False), "email": text("customer's email", shown=False),
             "purchase_order": text("purchase order"), "language": "both", "plan": plan, "since": "2026-01-01",
             **({"seats": 2} if plan == "models" else {}), "add_ons": [{"code": "extra"}], "coupons": ["off"]}
            for id, name, plan in customers]}


def order_of(make, number, merchant, channel="wechat_pay"):
    db = sqlite3.connect(make.folder / "ledger.sqlite")
    row = db.execute("""SELECT outTradeNo, o.amountFen FROM paymentOrder o JOIN invoice i ON i.id = o.invoiceId JOIN merchant m
        ON m.id = i.merchantId WHERE i.number = ? AND m.code = ? AND o.channel = ? ORDER BY attempt DESC""",
        [number, merchant, channel]).fetchone()
    db.close()
    return row


FUND = "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号"


def yuan(fen):
    return f"{abs(fen) // 100}.{abs(fen) % 100:02}"


def fund(make, name, rows, account):
    """rows: time, the channel's number, its flow, kind, fen, applicant, note, voucher"""
    lines, balance = [FUND], 0
    for time, source, flow, kind, fen, applicant, note, voucher in rows:
        balance += fen
        cells = [time, source, flow, "交易", kind, "收入" if fen > 0 else "支出", yuan(fen), yuan(balance), applicant, note, voucher]
        lines.append(",".join("`" + cell for cell in cells))
    sums = [[abs(row[4]) for row in rows if (row[4] > 0) == is_in] for is_in in (True, False)]
    lines.append("资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额")
    lines.append(f"`{len(rows)},`{len(sums[0])},`{yuan(sum(sums[0]))},`{len(sums[1])},`{yuan(sum(sums[1]))}")
    (make.folder / name).write_bytes(b"\xef\xbb\xbf" + ("\r\n".join(lines) + "\r\n").encode())


def make_ledger(make):
    text, run = make.text, make.run
    names = list(VALUES)
    dimensions = [text("dimension's name", "attribute"), "模型", "地区"]
    shops = []
    for number, (first, second), some in ((1, ("script", "long"), names[:13]), (2, ("arabic", "image"), names[13:])):
        customers = [(f"cus_{number}_{place}", name, "usage" if place % 2 == 0 else "models") for place, name in enumerate(some)]
        # Two names of dimensions that have no letter of ASCII.
        own = dimensions if number == 1 else [dimensions[0], "地区"]
        shops.append((number, customers, catalog(make, number, first, second, customers, own)))
    run("init", at="2026-01-01T00:00:00Z")
    long = text("catalog's file", "script", shown=False).replace("/", "x")
    for number, _, shop in shops:
        file = make.write(f"{long}{number}.yaml", shop)
        run("catalog", "apply", file, at="2026-01-01T00:00:00Z")
    root = pathlib.Path(os.environ["BM_HOME"])
    run("fx", "import", str(next(root.glob("examples/fx/*.csv"))), "--format", "ecb", at="2026-05-01T08:00:00+08:00")

    # What a catalog and the commands refuse.
    if not make.is_tame:
        for what, value in CONTROLS.items():
            shop = json.loads(json.dumps(shops[0][2]))
            shop["customers"][0]["name"]["en"] = value
            make.refuses(f"a name with {what}", "catalog", "apply", make.write("refused.yaml", shop))
        for what, change in (("a customer’s id", lambda shop: shop["customers"][0].update(id=VALUES["path"])),
                             ("a merchant’s id", lambda shop: shop["merchant"].update(id=VALUES["script"])),
                             ("a plan’s code", lambda shop: shop["plans"][0].update(code=VALUES["script"])),
                             ("a theme", lambda shop: shop["merchant"].update(theme="../documents")),
                             ("a pay link", lambda shop: shop["merchant"].update(
                                 checkout={"pay_link": "javascript:alert('{invoice}')"}))):
            shop = json.loads(json.dumps(shops[0][2]))
            change(shop)
            make.refuses(what, "catalog", "apply", make.write("refused.yaml", shop))
        make.write("rates.csv", "date,base,quote,rate\n2026-05-29,USD,CNY,6.8\n")
        make.refuses("a publisher of rates", "fx", "import", "rates.csv", "--format", "csv", "--source", VALUES["script"], code=64)
        make.refuses("a grant’s id", "credits", "grant", "cus_1_0", "5", "--id", VALUES["script"])
        make.refuses("a unit of credit", "credits", "grant", "cus_1_0", "5", "--unit", VALUES["script"], "--rate", "1")
        make.refuses("a code", "codes", "create", "--merchant", "mer_1", "--amount", "5", "--currency", "USD", "--code", VALUES["script"])

    # Prices by model, and models by their names.
    models = [text("model", name) for name in names]
    with open(make.folder / "house.csv", "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(["model", "per", "input", "output"])
        out.writerows([model, "1000", "1", "2"] for model in models)
    run("pricing", "import", "house.csv", "--format", "csv", "--book", "house", "--effective", "2026-01-01", at="2026-01-02T00:00:00Z")

    # Credit, so little of it that it pays for a part of the first line whatever that is called.
    may = "2026-05-02T09:00:00+08:00"
    for place in range(4):
        run("credits", "grant", f"cus_1_{place}", "0.05", "--reason", text("grant's reason", shown=False, controls=True),
            "--by", text("grant's maker", shown=False, controls=True), at=may)
    run("credits", "void", "cus_1_3-credit-1", "--reason", text("grant's end", shown=False), at=may)
    run("credits", "hold", "cus_1_2", "0.01", "--id", "hold-1", "--reason", text("hold's reason", shown=False), at=may)
    run("codes", "create", "--merchant", "mer_1", "--amount", "0.05", "--currency", "USD", "--code", "SPRING-1",
        "--description", text("code's words", shown=False, controls=True), at=may)
    run("codes", "redeem", "SPRING-1", "cus_1_4", at=may)

    # Usage: as many events of each value that no two are equally many, so that their order hangs on no name.
    lines = []
    def event(customer, kind, quantity, **dimensions):
        # The first of them have ids of every kind.
        id = text("event's id", shown=None, controls=True) if len(lines) < 30 else f"event-{len(lines)}"
        lines.append(json.dumps({
            "id": id, "customer_id": customer, "metric": kind, "quantity": quantity,
            "timestamp": f"2026-05-{len(lines) % 27 + 1:02}T{len(lines) % 24:02}:30:00Z", "dimensions": dimensions}, ensure_ascii=False))
    kinds = [text("value", name, controls=True) for name in (*CONTROLS, *names[:10])]
    left = [kind for count, kind in enumerate(kinds) for _ in range(count + 1)]
    for number, customers, shop in shops:
        calls, tokens, images = (metric["event"] for metric in shop["metrics"])
        for customer, _, plan in customers:
            if plan == "usage":
                event(customer, images, "1", **{shop["metrics"][2]["field"]: "12"})
        for place, model in enumerate(models):
            for turn in range(place + 1 if number == 1 else place - 13):
                customer, _, plan = customers[(place * 3 + turn) % len(customers)]
                if plan == "models":
                    event(customer, tokens, "1", **{dimensions[0]: model, "in": 700, "out": 900})
                else:
                    more = {"模型": left.pop() if left else kinds[-1]} if number == 1 else {}
                    event(customer, calls, "1", **{dimensions[0]: model, "地区": "north"}, **more)
    if left:
        raise SystemExit("too few events for all values")
    make.write("events.ndjson", "\n".join(lines) + "\n")
    told = run("usage-events", "ingest", "events.ndjson", at="2026-06-01T08:00:00+08:00", says="0 rejected")
    ids = [json.loads(line)["id"] for line in lines]
    run("usage-events", "cancel", ids[0], "--reason", text("cancelling's reason", shown=False, controls=True), at="2026-06-01T08:10:00+08:00")
    run("usage-events", "adjust", ids[1], "--quantity", "2", "--id", text("event's id", shown=None),
        "--reason", text("adjusting's reason", shown=False), at="2026-06-01T08:10:00+08:00")
    run("close", "--period", "2026-05")

    # Payments: of merchant 1 by WeChat Pay.
    db = sqlite3.connect(make.folder / "ledger.sqlite")
    invoices = [number for number, in db.execute(
        "SELECT number FROM invoice i JOIN merchant m ON m.id = i.merchantId WHERE m.code = 'mer_1' AND totalMinorUnits > 0 ORDER BY number")]
    db.close()
    for invoice in invoices[:9]:
        run("checkout", "create", invoice, "--merchant", "mer_1", "--channel", "both", at="2026-06-01T10:00:00+08:00")
    run("checkout", "fail", order_of(make, invoices[0], "mer_1", "alipay")[0], "--reason",
        text("order's end", shown=False, controls=True), at="2026-06-01T10:05:00+08:00")
    run("checkout", "create", invoices[10], "--merchant", "mer_1", "--payload",
        "weixin://wxpay/bizpayurl?pr=\"><script>alert(1)</script>", at="2026-06-01T10:10:00+08:00")
    paid = []
    for place, invoice in enumerate(invoices[:7]):
        order, fen = order_of(make, invoice, "mer_1")
        transaction = TRANSACTIONS[place].translate(HARMLESS if make.is_tame else {})
        make.fields.append(["channel's transaction", "narrow", TRANSACTIONS[place], True])
        message = make.write("message.json", {
            "appid": shops[0][2]["merchant"]["channels"]["wechat_pay"]["appid"], "mchid": "1900000101", "out_trade_no": order,
            "transaction_id": transaction, "trade_type": "NATIVE", "trade_state": "SUCCESS",
            "success_time": f"2026-06-02T1{place}:00:00+08:00", "payer": {"openid": text("payer", shown=False)},
            "amount": {"total": fen, "payer_total": fen, "currency": "CNY", "payer_currency": "CNY"}})
        run("payments", "notify", message, "--channel", "wechat_pay", at=f"2026-06-02T1{place}:01:00+08:00")
        paid.append((transaction, fen))
    # What the channel paid to the bank, and who asked for it.
    kinds = (("交易", 900000, "script"), ("提现", -5000, "formula"), ("交易", 100, "image"), ("提现", -6000, "long"))
    fund(make, "fund.csv", [
        (f"2026-06-03 10:00:0{place}", text("bill's number", name, shown=False),
         text("withdrawal's number", name, shown=kind == "提现"), kind, fen, text("bill's applicant", name, shown=False),
         text("bill's note", name, shown=False), text("bill's voucher", name, shown=False))
        for place, (kind, fen, name) in enumerate(kinds)],
         "1900000101")
    run("payments", "import", "fund.csv", "--channel", "wechat_pay", "--account", "1900000101", at="2026-06-04T11:00:00+08:00")
    june = "2026-06-12T11:00:00+08:00"
    for place, name in ((0, "script"), (2, "long")):
        run("payments", "chargeback", paid[place][0], "--channel", "wechat_pay", "--reference", text("dispute's number", name),
            "--amount", "10.00", "--at", f"2026-06-12T10:0{place}:00+08:00", "--reason", text("dispute's reason", controls=True), at=june)
    for place, name in enumerate(("lines", "turned", "unseen", "image", "spaces")):
        run("credit-note", "create", invoices[2 + place], "--merchant", "mer_1", "--reason", text("credit note's reason", name, controls=True),
            "--line", "1=1.00", "--id", f"note-{place}", at=june)
    run("invoices", "void", invoices[9], "--merchant", "mer_1", "--reason", text("void's reason", "template"), at=june)
    run("settlements", "adjust", "mer_1", "120.00", "--month", "2026-06", "--reason", text("adjustment's reason", "title"), "--id", "adj-1", at=june)
    run("settlements", "adjust", "mer_1", "20.00", "--month", "2026-06", "--reason", text("adjustment's reason", "lines", controls=True),
        "--id", "adj-2", at=june)
    make.write("hand.csv", "book,account,currency,debit,credit\nmer_1,tax_payable,CNY,1.00,\nmer_1,bank:CNY,CNY,,1.00\n")
    run("books", "post", "hand.csv", "--id", "hand-1", "--day", "2026-06-12", "--note", text("posting's note", shown=False, controls=True), at=june)
    report = subprocess.run([make.bm, "reconcile", "--ledger", "ledger.sqlite", "--as-of", june, "--json"], cwd=make.folder,
                            capture_output=True, text=True)
    for difference in [one for one in json.loads(report.stdout)["differences"] if one["state"] == "open"][:3]:
        run("reconcile", "resolve", difference["id"], "--note", text("decision's note", controls=True), at=june)
    july = "2026-07-01T10:00:00+08:00"
    run("close", "--period", "2026-06", at=july)
    run("settlements", "payout", "SET-2026-06-mer_1-USD", "sent", "--bank-reference", text("bank's reference", "long"), "--at",
        "2026-07-02T10:00:00+08:00", at="2026-07-02T11:00:00+08:00")
    run("settlements", "payout", "SET-2026-06-mer_1-USD", "paid", "--bank-reference", text("bank's reference", "script"), "--at",
        "2026-07-03T10:00:00+08:00", at="2026-07-03T11:00:00+08:00")
    run("verify", "--record", at="2026-07-03T12:00:00+08:00")


if __name__ == "__main__":
    bm, folder, kind = sys.argv[1:]
    maker = Maker(bm, folder, kind == "tame")
    make_ledger(maker)
    maker.write("fields.json", maker.fields)
    if maker.refused:
        print(f"{len(maker.refused)} texts are refused with what to do, and change nothing")
    print(f"{len(maker.fields)} texts in {len({field for field, *_ in maker.fields})} fields")
