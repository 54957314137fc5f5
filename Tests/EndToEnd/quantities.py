"""The export `quantities` of a month against sums that are made here from every event of the ledger, by the catalog's words.

    quantities.py LEDGER QUANTITIES.json MONTH

Counts, sums and tokens by class, which is what the demo's metrics are; any other is a failure, so that none goes unchecked.
"""
import collections, datetime, json, sqlite3, sys
from decimal import Decimal

ledger, exported, month = sys.argv[1:]
db = sqlite3.connect(ledger)
first = datetime.datetime.fromisoformat(month + "-01T00:00:00+08:00")
after = (first + datetime.timedelta(days=32)).replace(day=1)
start, end = (int(at.timestamp()) * 10**9 for at in (first, after))
zones = [json.loads(d).get("timezone") for (d,) in db.execute("SELECT document FROM catalogRevision WHERE kind = 'merchant'")]
assert set(zones) <= {None, "Asia/Shanghai"}, zones

metrics = collections.defaultdict(dict)
for merchant, code, document in db.execute(
        "SELECT merchant.code, catalogRevision.code, document FROM catalogRevision "
        "JOIN merchant ON merchant.id = merchantId WHERE kind = 'metric' ORDER BY effectiveFrom, catalogRevision.id"):
    metrics[merchant][code] = json.loads(document)

sums, events, ends = collections.defaultdict(Decimal), collections.Counter(), {}
for merchant, customer, name, at, quantity, properties, dimensions in db.execute(
        "SELECT merchant.code, customer.code, name, occurredAt, quantity, properties, document FROM usageEvent "
        "JOIN usageEventDetail USING (sequence) JOIN usageSeries ON usageSeries.id = seriesId "
        "JOIN customer ON customer.id = customerId JOIN merchant ON merchant.id = customer.merchantId "
        "JOIN usageEventName ON usageEventName.id = eventNameId JOIN dimensionSet ON dimensionSet.id = dimensionSetId "
        "WHERE occurredAt >= ? AND occurredAt < ? AND sequence NOT IN (SELECT sequence FROM usageCorrection)", (start, end)):
    fields = {**json.loads(properties or "{}", parse_float=Decimal), **json.loads(dimensions), "quantity": quantity}
    for code, metric in metrics[merchant].items():
        assert "rounding" not in metric, code
        if metric.get("event", code) != name: continue
        if any(fields.get(key) not in values for key, values in metric.get("filter", {}).items()): continue
        place = merchant, customer, code
        events[place] += 1
        ends[place] = min(at, ends.get(place, (at, at))[0]), max(at, ends.get(place, (at, at))[1])
        match metric["aggregation"]:
            case "count": sums[place, None] += 1
            case "sum": sums[place, None] += Decimal(str(fields.get(metric.get("field", "quantity")) or 0))
            case "tokens":
                tokens = {key: Decimal(str(fields.get(field) or 0)) for key, field in metric["tokens"].items()}
                assert set(tokens) <= {"input", "output", "cache_read", "cache_write"}, metric
                if metric["input_includes_cache"] == "true":
                    tokens["input"] -= tokens.get("cache_read", 0) + tokens.get("cache_write", 0)
                for key, count in tokens.items(): sums[place, key] += count
            case other: raise AssertionError(f"{code} is a {other}, which nothing here can check")

wanted = {(*place, key): (amount, events[place]) for (place, key), amount in sums.items() if amount or key is None}
rows = json.load(open(exported))["quantities"]
found = {(r["merchant_id"], r["customer_id"], r["metric"], r["token_class"]): (Decimal(r["quantity"]), r["events"]) for r in rows}
assert len(found) == len(rows)
for key in wanted.keys() | found.keys():
    assert wanted.get(key) == found.get(key), (key, wanted.get(key), found.get(key))
for row in rows:
    for key, at in zip(("first_at", "last_at"), ends[row["merchant_id"], row["customer_id"], row["metric"]]):
        second = datetime.datetime.fromtimestamp(at // 10**9, datetime.timezone.utc).isoformat()[:19]
        assert row[key].startswith(second), (row, at)
assert len(rows) > 100
print(len(rows), "quantities are what", sum(events.values()), "events come to, added up by Python")
