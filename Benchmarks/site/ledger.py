#!/usr/bin/env python3
"""Catalogs, rates and events for a year of many merchants.

    ledger.py FOLDER [MERCHANTS CUSTOMERS EVENTS]   # 50 merchants, 1,246 customers, 20 events a customer and month

FOLDER/catalog/mer_*.yaml, FOLDER/rates.csv and FOLDER/events.ndjson, for June 2025 to May 2026. Customers come and
grow over the year, some change their models, and each is billed a base fee and its tokens by model. The same
arguments give the same bytes.
"""
import datetime
import json
import random
import sys
from pathlib import Path

folder = Path(sys.argv[1])
merchants, customers, events = (int(a) for a in sys.argv[2:5]) if len(sys.argv) > 2 else (50, 1246, 20)
random.seed(7)
(folder / "catalog").mkdir(parents=True, exist_ok=True)

CURRENCIES = ["USD", "NZD", "AUD", "HKD", "THB", "EUR", "GBP", "SGD", "JPY"]
ANIMALS = ["Otter", "Heron", "Lynx", "Ibis", "Marten", "Quail", "Tapir", "Viper", "Wren", "Yak"]
HAN = "獭鹭猞鹮貂鹑貘蝰鹪牦"
PLACES = ["Harbour", "Ridge", "Valley", "Delta", "Meadow"]
HAN_PLACES = ["港湾", "山脊", "谷地", "三角洲", "草甸"]
MODELS = ["swift-mini", "swift-large", "scribe-2", "vision-1", "reason-3"]
MONTHS = [(2025, m) for m in range(6, 13)] + [(2026, m) for m in range(1, 6)]

MERCHANT = """\
effective: 2025-01-01
merchant:
  id: mer_{n:03}
  name: {{en: Example {en} (Bench) Ltd, zh-Hans: 示例{zh}（基准）有限公司}}
  product: {{en: {en} AI, zh-Hans: {zh}智能}}
  registration: 91990000MA0001034Y
  address: {{en: "{n} Bench Court, Demo District, Hefei", zh-Hans: "合肥市演示区基准院{n}号"}}
  email: billing@m{n:03}.example.com
  time_zone: Asia/Shanghai
  language: en
  tax: {{name: {{en: VAT, zh-Hans: 增值税}}, percent: "6"}}
  payment_terms_days: 14
  channels:
    wechat_pay: {{mchid: "19000{n:05}", appid: wx{n:016}}}
    alipay: {{pid: "2088{n:012}"}}
  settlement:
    currency: {currency}
    bank: {{name: Example Bench Bank, account_last4: "{n:04}"}}
    platform_fee_percent: "2.5"
    subscription: "99.00"
    wire_fee: "0"
    minimum_payout: "0"
metrics:
  - code: tokens_{n:03}
    name: {{en: Tokens, zh-Hans: 词元}}
    unit: {{en: tokens, zh-Hans: 个}}
    event: generate
    aggregation: sum
    field: tokens
  - code: images_{n:03}
    name: {{en: Images, zh-Hans: 图像}}
    unit: {{en: images, zh-Hans: 张}}
    event: draw
    aggregation: count
plans:
  - code: team_{n:03}
    name: {{en: Team, zh-Hans: 团队版}}
    currency: USD
    interval: monthly
    base_fee: "{fee}"
    charges:
      - code: tokens
        name: {{en: Tokens, zh-Hans: 词元}}
        metric: tokens_{n:03}
        group_by: [model]
        price: {{model: graduated, per: "1000000", tiers: [{{up_to: "1000000", unit_price: "3.00"}}, {{up_to: null, unit_price: "2.20"}}]}}
      - code: images
        name: {{en: Images, zh-Hans: 图像}}
        metric: images_{n:03}
        price: {{model: standard, unit_price: "0.04", per: "1"}}
customers:
"""

CUSTOMER = """\
  - id: cus_{c:05}
    name: {{en: Example Customer {c:05} Ltd, zh-Hans: 示例客户{c:05}有限公司}}
    address: {{en: "{c} Bench Road, Demo District, Guangzhou", zh-Hans: "广州市演示区基准路{c}号"}}
    email: accounts@c{c:05}.example.com
    language: both
    plan: team_{n:03}
    since: {since}
"""

since = {}
for n in range(1, merchants + 1):
    animal, place = (n - 1) % len(ANIMALS), (n - 1) // len(ANIMALS) % len(PLACES)
    with open(folder / "catalog" / f"mer_{n:03}.yaml", "w", encoding="utf-8") as catalog:
        catalog.write(MERCHANT.format(
            n=n, en=f"{ANIMALS[animal]} {PLACES[place]}", zh=f"{HAN[animal]}{HAN_PLACES[place]}",
            currency=CURRENCIES[(n - 1) % len(CURRENCIES)], fee=["20", "49", "99"][n % 3]))
        for c in range(n, customers + 1, merchants):
            # Half are there from the start; the others come over the year.
            month = 0 if c % 2 else random.randrange(12)
            since[c] = month
            year, number = MONTHS[month]
            catalog.write(CUSTOMER.format(c=c, n=n, since=f"{year}-{number:02}-01"))

# The European Central Bank's own layout: units of each currency for one euro.
with open(folder / "rates.csv", "w", encoding="utf-8") as rates:
    euro = {"USD": 1.14, "NZD": 1.94, "AUD": 1.78, "HKD": 8.9, "THB": 37.0, "GBP": 0.85, "SGD": 1.47, "JPY": 165.0, "CNY": 8.2}
    days = []
    day = datetime.date(2025, 5, 20)
    while day <= datetime.date(2026, 6, 30):
        if day.weekday() < 5:
            for code in euro:
                euro[code] *= 1 + random.uniform(-0.002, 0.002)
            days.append(f"{day}," + "".join(f"{value:.4f}," for value in euro.values()) + "\n")
        day += datetime.timedelta(1)
    rates.write("Date," + "".join(f"{code}," for code in euro) + "\n" + "".join(reversed(days)))

with open(folder / "events.ndjson", "w", encoding="utf-8") as lines:
    number = 0
    for index, (year, month) in enumerate(MONTHS):
        for c in range(1, customers + 1):
            if since[c] > index or (c % 17 == 0 and index > 8):  # some stop using it
                continue
            own = random.Random(c)
            models = own.sample(MODELS, 3)
            size = 10 ** own.uniform(2.5, 5) * (1 + 0.08 * index)
            for _ in range(events):
                number += 1
                day, hour = random.randint(1, 28), min(23, int(abs(random.gauss(14, 4))))
                kind = random.random()
                event = {
                    "id": f"evt_{number:08}", "customer_id": f"cus_{c:05}",
                    "metric": "generate" if kind < 0.85 else "draw", "quantity": "1",
                    "timestamp": f"{year}-{month:02}-{day:02}T{hour:02}:{number % 60:02}:00+08:00",
                    "dimensions": {"model": models[0 if kind < 0.5 else 1 if kind < 0.75 else 2]},
                }
                if kind < 0.85:
                    event["dimensions"]["tokens"] = int(size * random.uniform(0.2, 2))
                lines.write(json.dumps(event, separators=(",", ":")) + "\n")
