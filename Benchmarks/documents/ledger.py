#!/usr/bin/env python3
"""A catalog and its events, for months whose invoices all have one shape.

    ledger.py FOLDER CUSTOMERS LINES    # FOLDER/catalog.yaml and FOLDER/events.ndjson

Each customer has one invoice for May 2026, in both languages, with LINES usage lines: one price, grouped by
project, and one event a project. The same arguments give the same bytes.
"""
import json
import sys
from pathlib import Path

folder, customers, lines = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
folder.mkdir(parents=True, exist_ok=True)

CATALOG = """\
effective: 2026-01-01
merchant:
  id: mer_b01
  name: {en: Example Bench Models Ltd, zh-Hans: 示例基准模型有限公司}
  product: {en: Model calls, zh-Hans: 模型调用}
  registration: 91990000MA0001034Y
  address: {en: "7 Bench Court, Demo District, Hefei", zh-Hans: "合肥市演示区基准院7号"}
  email: billing@bench.example.com
  time_zone: Asia/Shanghai
  language: en
  theme: bench
  tax: {name: {en: VAT, zh-Hans: 增值税}, percent: "6"}
  payment_terms_days: 14
  channels:
    wechat_pay: {mchid: "1900000103", appid: wx0000000000000103}
    alipay: {pid: "2088000000000103"}
  settlement:
    currency: EUR
    bank: {name: Example Bench Bank, account_last4: "3388"}
    platform_fee_percent: "2.0"
    subscription: "0"
    wire_fee: "0"
    minimum_payout: "0"
metrics:
  - code: calls
    name: {en: Calls, zh-Hans: 调用}
    unit: {en: calls, zh-Hans: 次}
    event: call
    aggregation: sum
    field: quantity
plans:
  - code: per_call
    name: {en: Per call, zh-Hans: 按次计费}
    currency: USD
    interval: monthly
    base_fee: "0"
    charges:
      - code: call
        name: {en: Calls, zh-Hans: 调用}
        metric: calls
        group_by: [project]
        price: {model: standard, unit_price: "0.0125", per: "1"}
customers:
"""

CUSTOMER = """\
  - id: cus_b{n:05}
    name: {{en: Example Customer {n:05} Ltd, zh-Hans: 示例客户{n:05}有限公司}}
    address: {{en: "{n} Bench Road, Demo District, Guangzhou", zh-Hans: "广州市演示区基准路{n}号"}}
    email: accounts@c{n:05}.example.com
    language: both
    plan: per_call
    since: 2026-01-01
"""

with open(folder / "catalog.yaml", "w", encoding="utf-8") as catalog:
    catalog.write(CATALOG)
    for n in range(1, customers + 1):
        catalog.write(CUSTOMER.format(n=n))

with open(folder / "events.ndjson", "w", encoding="utf-8") as events:
    for n in range(1, customers + 1):
        for line in range(1, lines + 1):
            event = {
                "id": f"evt_{n}_{line}",
                "customer_id": f"cus_b{n:05}",
                "metric": "call",
                "quantity": str(1_000 + (n * 7_919 + line * 104_729) % 900_000),
                "timestamp": f"2026-05-{1 + line % 28:02}T{(n + line) % 24:02}:00:00Z",
                "dimensions": {"project": f"project-{line:04}"},
            }
            events.write(json.dumps(event, separators=(",", ":")) + "\n")
