#!/usr/bin/env bash
# Bundles of a month: whole, signed, the same when made again, and checked with common tools alone.
source "$(dirname "$0")/lib.sh"
need openssl python3 sha256sum zcat

folder="$work/bundles"
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"
cp "$demo/demo.sqlite" ledger.sqlite
openssl genpkey -algorithm ed25519 -out key.pem 2>/dev/null
bundle=("$bm" bundle --ledger ledger.sqlite)

expect 0 '7 bundles, [0-9]+ files written · signed' "${bundle[@]}" --period 2026-06 --key key.pem
cd output/bundles/2026-06
for place in . mer_*/; do
    (
        cd "$place"
        sha256sum --quiet -c SHA256SUMS || fail "$place is not as its list says"
        openssl pkeyutl -verify -pubin -inkey signing-key.pub -rawin -in SHA256SUMS -sigfile SHA256SUMS.sig \
            >/dev/null || fail "openssl does not take the signature of $place"
        # Ed25519 leaves no choice: OpenSSL signs the list with the same bytes.
        openssl pkeyutl -sign -inkey "$folder/key.pem" -rawin -in SHA256SUMS -out "$folder/own.sig"
        cmp -s "$folder/own.sig" SHA256SUMS.sig || fail "openssl signs $place otherwise"
    )
done
[ "$(wc -l <SHA256SUMS)" -eq 7 ] || fail "not seven bundles are listed"

# The ZIP is the folder, the manifest names every file, and evidence has the digest that its invoice prints.
python3 - mer_*/ <<'PY' || fail "a bundle is not what it says"
import gzip, hashlib, json, pathlib, sys, zipfile
events = 0
for name in sys.argv[1:]:
    root = pathlib.Path(name)
    files = {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    with zipfile.ZipFile(name.rstrip("/") + ".zip") as archive:
        assert {n.split("/", 1)[1]: archive.read(n) for n in archive.namelist()} == files, name
    manifest = json.loads(files["manifest.json"])
    listed = {item["path"]: item["sha256"] for item in manifest["files"]}
    unlisted = set(files) - set(listed)
    assert unlisted == {"manifest.json", "SHA256SUMS", "SHA256SUMS.sig", "signing-key.pub"}, unlisted
    assert all(hashlib.sha256(files[path]).hexdigest() == digest for path, digest in listed.items())
    assert manifest["merchant_id"] + "-" + manifest["month"] == root.name
    for path in files:
        if not path.endswith(".json") or not path.startswith("invoices/"): continue
        invoice = json.loads(files[path])
        for line in invoice["lines"]:
            if not line.get("evidence"): continue
            found = gzip.decompress(files[f"evidence/{invoice['number']}/line-{line['no']:02}.ndjson.gz"])
            assert hashlib.sha256(found).hexdigest() == line["evidence"]["sha256"], (name, path, line["no"])
            events += found.count(b"\n")
    assert any(path.startswith("statement-") and path.endswith(".csv") for path in files), name
assert events > 1000, events
print(f"{events} events stand behind the lines of seven bundles")
PY
cd "$folder"

# Made again, at any time, nothing changes; without the key the signatures go, and nothing else.
find output -type f -exec sha256sum {} + | sort -k 2 >first
expect 0 '7 bundles, 0 files written · signed' "${bundle[@]}" --period 2026-06 --key key.pem
expect 0 '1 bundle, 0 files written · signed' "${bundle[@]}" --period 2026-06 --merchant mer_002 --key key.pem \
    --as-of 2027-01-01T00:00:00Z
find output -type f -exec sha256sum {} + | sort -k 2 >second
cmp -s first second || fail "a second run changed $(diff first second | sed -n 1,3p)"
expect 0 'all [0-9]+ invariants hold' "$bm" verify --ledger ledger.sqlite
expect 0 'not signed: --key signs' "${bundle[@]}" --period 2026-06 --merchant mer_002
[ ! -e output/bundles/2026-06/mer_002-2026-06/SHA256SUMS.sig ] || fail "an old signature stands"
[ -e output/bundles/2026-06/mer_001-2026-06/SHA256SUMS.sig ] || fail "another bundle lost its signature"

# A bundle that somebody changed is named.
printf x >>output/bundles/2026-06/mer_002-2026-06/README.txt
expect 1 'mer_002-2026-06/README.txt has SHA-256' "$bm" verify --ledger ledger.sqlite

expect 66 'nothing is settled in 2026-09' "${bundle[@]}" --period 2026-09
expect 66 'no merchant mer_zzz' "${bundle[@]}" --all --merchant mer_zzz
expect 64 'period' "${bundle[@]}"
expect 64 'period' "${bundle[@]}" --all --period 2026-06
openssl genpkey -algorithm rsa -out rsa.pem 2>/dev/null
expect 65 'rsa.pem holds no key to sign with: a key of another kind' "${bundle[@]}" --all --key rsa.pem
expect 65 'holds no key to sign with: no PEM' "${bundle[@]}" --all --key first
expect 66 'no file nothing.pem' "${bundle[@]}" --all --key nothing.pem
cp output/bundles/2026-06/signing-key.pub public.pem 2>/dev/null ||
    cp output/bundles/2026-06/mer_001-2026-06/signing-key.pub public.pem
expect 65 'BEGIN PUBLIC KEY' "${bundle[@]}" --all --key public.pem
echo "bundles are whole, signed for OpenSSL, and the same when they are made again"
