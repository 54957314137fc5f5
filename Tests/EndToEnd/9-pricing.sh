#!/usr/bin/env bash
# Price books in and out, and whether what was used has a price.
source "$(dirname "$0")/lib.sh"

folder="$work/pricing"
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
at=(--as-of 2026-06-01T09:00:00+08:00)
tables="$project/Tests/PriceTables"

expect 0 ready "$bm" init
expect 0 'version 1' "$bm" catalog apply "$project/examples/catalog/mer_001-lantern.yaml" "${at[@]}"
expect 0 '^litellm from 2026-01-01 · [0-9]+ priced · [0-9]+ zero · 0 free · [0-9]+ unpriced$' \
    "$bm" pricing import "$tables/litellm-1.109.1.json" --format litellm --effective 2026-01-01 "${at[@]}"
grep -q '^  mode (' out || fail "keys that were not read are not listed by name: $(cat out)"
expect 0 'imported before, nothing new' \
    "$bm" pricing import "$tables/litellm-1.109.1.json" --format litellm --effective 2026-01-01 "${at[@]}"
echo '{"m":{"mode":"chat"}}' >none.json
expect 65 'none of its 1 models has a price' \
    "$bm" pricing import none.json --format litellm "${at[@]}"
expect 66 'there is no price book house' \
    "$bm" pricing export --book house --format csv "${at[@]}"
grep -q -- '--format csv --book house' out || fail "how to import a book of another name is not said"
expect 0 '^genai-prices from 2026-01-01' \
    "$bm" pricing import "$tables/genai-prices-0.2.3.json" --format genai-prices \
    --effective 2026-01-01 "${at[@]}"

# Out and in again: the same bytes a second time, and the day and markup with json.
for book in litellm genai-prices; do
    "$bm" pricing export --book "$book" --format csv "${at[@]}" >"$book.csv"
    "$bm" pricing import "$book.csv" --format csv --book "$book-csv" --effective 2026-01-01 \
        --markup 1.20 "${at[@]}" --quiet >/dev/null
    "$bm" pricing export --book "$book-csv" --format csv "${at[@]}" | cmp - "$book.csv" ||
        fail "the csv of $book does not read back as it was"
    "$bm" pricing export --book "$book-csv" --format json "${at[@]}" >"$book.json"
    grep -q '"markup": "1.2"' "$book.json" || fail "the markup is not in $book.json"
    "$bm" pricing import "$book.json" --format json --book "$book-json" "${at[@]}" --quiet >/dev/null
    "$bm" pricing export --book "$book-json" --format json "${at[@]}" >again.json
    diff <(sed "s/\"book\": .*//" "$book.json") \
        <(sed "s/\"book\": .*//" again.json) ||
        fail "the json of $book does not read back as it was"
done

# What was used, against the book: one model priced, then one misspelt.
call() { # call ID MODEL STATUS
    printf '{"id":"%s","customer_id":"cus_cn_002","metric":"model_call","quantity":"1","timestamp":"2026-05-20T00:00:00Z","dimensions":{"model":"%s","status":"%s","input_tokens":1200,"output_tokens":34}}\n' "$@"
}
call a claude-opus-4-6 ok >events
call b failed-anyway error >>events
expect 0 accepted "$bm" usage-events ingest events "${at[@]}"
expect 0 'all 1 have a price' "$bm" pricing check --period 2026-05 "${at[@]}"
grep -q failed-anyway out && fail "a call that is not billed needs no price: $(cat out)"
call c Claude-Opus-4.6 ok >events
expect 0 accepted "$bm" usage-events ingest events "${at[@]}"
expect 1 'unknown +mer_001 +litellm +1 events +Claude-Opus-4.6 +near: claude-opus-4-6' \
    "$bm" pricing check --period 2026-05 "${at[@]}"
expect 0 'no usage of 2026-04' "$bm" pricing check --period 2026-04 "${at[@]}"
expect 1 '"ok": false' "$bm" pricing check --period 2026-05 --json "${at[@]}"
# By rules for names, in another book; a look at every event that names a model.
expect 1 'priced +mer_001 +genai-prices +1 events +Claude-Opus-4.6 +by anthropic/claude-opus-4-6' \
    "$bm" pricing check --period 2026-05 --book genai-prices --dimension model "${at[@]}"
grep -qE 'unknown +.*failed-anyway' out || fail "the failed call is not held against the book"

expect 64 'needs --book' "$bm" pricing import litellm.csv --format csv "${at[@]}"
expect 64 'goes with' "$bm" pricing import litellm.csv --format csv --book b --provider x "${at[@]}"
expect 64 'above zero' "$bm" pricing import litellm.csv --format csv --book b --markup 0 "${at[@]}"
expect 66 'no price book none' "$bm" pricing export --book none --format csv "${at[@]}"
expect 66 'no version 99' "$bm" pricing export --version 99 --format csv "${at[@]}"
expect 66 'is in force' "$bm" pricing export --format csv --as-of 2025-12-31T00:00:00Z
printf 'model,input\nm,3\n' >bare.csv
expect 65 'bare.csv:1: the column input does not say' \
    "$bm" pricing import bare.csv --format csv --book b "${at[@]}"
expect 65 'providers is without nobody' "$bm" pricing import "$tables/genai-prices-0.2.3.json" \
    --format genai-prices --provider nobody "${at[@]}"
echo "prices go in and out as they are; what was used is held against them"
