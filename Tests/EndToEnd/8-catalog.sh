#!/usr/bin/env bash
# Catalogs go out as YAML and come back as they were, also through a reader that is not ours; what
# differs and what is suspicious is found, with the exit codes of diff and of a check.
source "$(dirname "$0")/lib.sh"

folder="$work/catalog"
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
at=(--as-of 2026-06-01T09:00:00+08:00)

"$bm" init >/dev/null
"$bm" catalog apply "$project"/examples/catalog/*.yaml "${at[@]}" >/dev/null
for file in "$project"/examples/catalog/*.yaml; do
    merchant=$(basename "$file" | cut -c1-7)
    "$bm" catalog export "$merchant" "${at[@]}" >"$merchant.yaml"
    expect 0 'nothing new' "$bm" catalog apply "$merchant.yaml" "${at[@]}"
    expect 0 'say the same' "$bm" catalog diff "$file" "$merchant.yaml"
    expect 0 'say the same' "$bm" catalog diff "$merchant" "$file" "${at[@]}"
done
echo "every example comes back from the ledger as it went in"

sed 's/unit_price: "0.04"/unit_price: "0.05"/; s/^effective: .*/effective: 2026-05-01/' \
    "$project/examples/catalog/mer_001-lantern.yaml" >raised.yaml
change='charges\[developer_images\].price.unit_price: "0.04" → "0.05"'
expect 1 "$change" "$bm" catalog diff mer_001 raised.yaml "${at[@]}"
expect 0 'version 8 · 0 added · 1 changed' "$bm" catalog apply raised.yaml "${at[@]}"
expect 1 "$change" "$bm" catalog diff mer_001@1 mer_001@8
expect 1 '"equal": false' "$bm" catalog diff mer_001@8 mer_001@1 --json
expect 66 'its versions are 1, 8' "$bm" catalog diff mer_001@2 mer_001@8
expect 66 'there is no file' "$bm" catalog diff none.yaml raised.yaml
expect 0 '0.05 each' "$bm" catalog show mer_001 "${at[@]}"
expect 0 '0.04 each' "$bm" catalog show mer_001 --at 2026-04-30T15:59:59Z
expect 0 'no catalog is in force' "$bm" catalog show --at 2025-01-01T00:00:00Z
expect 66 'there is no merchant mer_9' "$bm" catalog show mer_9
expect 0 '"schema": "bm.catalog/1"' "$bm" catalog show --json
echo "what differs and what is in force is said"

# The two traps that stand in the examples' developer plan, and a tool that nobody gave a price, which is
# meant to stop the bill; the other files have notes at most.
expect 1 'mer_001-lantern.yaml:112: .*tiers\[1\]: warning closed_last_tier' \
    "$bm" catalog lint "$project/examples/catalog/mer_001-lantern.yaml"
expect 0 '0 errors · 0 warnings' \
    "$bm" catalog lint "$project"/examples/catalog/mer_00[23456]-*.yaml
expect 1 'warning matrix_gap: a combination of tool' \
    "$bm" catalog lint "$project/examples/catalog/mer_007-bridge.yaml"
expect 1 '0 errors · 1 warning · 0 notes' \
    "$bm" catalog lint "$project/examples/catalog/mer_007-bridge.yaml"
expect 1 'ledger mer_001: .*error unknown_price' "$bm" catalog lint "${at[@]}"
expect 1 '"rule": "closed_last_tier"' "$bm" catalog lint --json "${at[@]}"
expect 65 'the file is empty' "$bm" catalog lint /dev/null
echo "lint finds the traps of the examples, and no others"

"$project/.tools/venv/bin/python" -c 'import yaml' 2>/dev/null || { echo "skipped: PyYAML is not there"; exit 77; }
"$project/.tools/venv/bin/python" - "$bm" <<'PYTHON'
import json, subprocess, sys, yaml

program = sys.argv[1]
texts = ["off", "null", "~", "Null", "yes", "2026-01-01", "0.08", "1_000", "0x1F", "0o17", "1e3",
         ".inf", "12:30:45", "a: b", "a #b", "- x", "#x", '"q"', "it's", "{a}", "[b", "&a", "*b",
         "!t", "|", ">", "%", "@", "`", " lead", "trail ", "x  y", "<<", "=", "---", "a\ufeffb",
         "文字，标点。", "e\u0301", "🍵", "\u00a0", "tab\\t", "y", "N", "On"]
example = yaml.load(open("mer_001.yaml"), yaml.BaseLoader)
# A last tier has no end; a plain null is none, and only a quoted one is the text.
for plan in example["plans"]:
    for charge in plan.get("charges", []):
        for tier in charge["price"].get("tiers", []):
            if tier.get("up_to") == "null":
                tier["up_to"] = None
example["merchant"]["id"] = "off"
example["customers"] = []
for index, text in enumerate(texts):
    customer = {"id": f"cus_{index}", "name": {"en": text, "zh-Hans": text}, "email": text,
                "address": {"en": text, "zh-Hans": text}, "language": "en",
                "plan": "ai_free", "since": "2026-01-01"}
    example["customers"].append(customer)
example["metrics"][0]["filter"] = {text: [text, "x"] for text in texts}
with open("hostile.yaml", "w") as file:
    json.dump(example, file, ensure_ascii=False)

def bm(*words):
    return subprocess.run([program, *words], check=True, capture_output=True, text=True).stdout

bm("catalog", "apply", "hostile.yaml")
exported = bm("catalog", "export", "off")
read = yaml.safe_load(exported)
# The one flag is written as a truth value, and kept as a text like everything else.
for metric in read["metrics"]:
    if "input_includes_cache" in metric:
        metric["input_includes_cache"] = "true"

def by_code(catalog):
    return {part: {item.get("code") or item["id"]: item for item in catalog[part]}
            for part in ("metrics", "plans", "customers")} | {"merchant": catalog["merchant"]}

assert read == json.loads(bm("catalog", "export", "off", "--json")), "YAML and JSON differ"
assert by_code(read) == by_code(example), "PyYAML reads another catalog than was applied"
print(len(texts), "hostile texts read by PyYAML as they were applied")
PYTHON
