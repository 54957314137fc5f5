#!/usr/bin/env bash
# A merchant's theme is on its documents and on nobody else's; one that cannot be used stops the run before anything
# is drawn, and says file, line and key; a preview shows a theme and leaves nothing behind.
source "$(dirname "$0")/lib.sh"
need pdftotext pdftoppm python3

folder="$work/themes"
rm -rf "$folder"
mkdir -p "$folder/home"
cp -R "$project/templates" "$folder/home/templates"
for part in fonts examples; do ln -s "$project/$part" "$folder/home/$part"; done
export BM_HOME="$folder/home"
cd "$folder"
cp "$demo/demo.sqlite" ledger.sqlite
themes=home/templates/documents/themes
at=(--ledger ledger.sqlite --as-of 2026-07-10T10:00:00+08:00)
render=("$bm" render invoices --period 2026-05 --format pdf --output output "${at[@]}")

expect 0 'invoices' "${render[@]}"
for number in $(seq 2 7); do
    text=$(pdftotext -layout "output/2026-06/mer_001/invoices/INV-2026-0601-000$number.pdf" -)
    grep -q 'support@lantern.example.com' <<<"$text" || fail "$number has no field of its theme"
    grep -q '付款条款\|Payment terms' <<<"$text" || fail "$number has no terms of its theme"
done
others=0
while IFS= read -r -d '' pdf; do
    others=$((others + 1))
    pdftotext -layout "$pdf" others.txt
    grep -q 'lantern' others.txt && fail "$pdf has the look of another merchant"
done < <(find output -name '*.pdf' ! -path '*mer_001*' -print0)
[ "$others" -gt 20 ] || fail "only $others invoices of others were drawn"
echo "a theme is on its merchant's invoices, and on none of $others others"

# What cannot be used: nothing is drawn, and what was there stays.
sum() { find output -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum; }
before=$(sum)
refused() { # refused CODE PLACE WORDS: the run stops, says where and what, and the folder is as it was.
    expect "$1" "$2" "${render[@]}"
    grep -qE -- "$3" out || fail "a refused theme is not told “$3”: $(cat out)"
    [ "$(sum)" = "$before" ] || fail "a refused theme changed the output"
}
own=$themes/lantern/theme.yaml
cp "$own" kept.yaml
# One merchant's theme that cannot be used stops no other merchant's documents.
printf '%s\n' "# broken" 'accent: "#FBBF24"' >"$own"
expect 65 'mer_001/invoices/INV-2026-0601-0001 and [0-9]+ more are not drawn: .*lantern/theme.yaml:2: ' \
    "${render[@]}" --output fresh
[ "$(grep -c '^error' out)" -eq 1 ] || fail "one cause is told more than once: $(cat out)"
[ "$(find fresh -name '*.pdf' | wc -l)" -eq "$others" ] || fail "not all documents of the others were made"
[ ! -e fresh/2026-06/mer_001 ] || fail "a document was drawn with half a theme"
# A card that cannot be drawn is not counted as drawn.
expect 65 'mer_001/cards/INV-2026-0601-0001 and [0-9]+ more are not drawn: ' "$bm" render cards \
    --ledger ledger.sqlite --output cards --as-of 2026-06-01T10:30:00+08:00
drawn=$(find cards -path '*/cards/*.svg' | wc -l)
[ "$drawn" -gt 10 ] || fail "only $drawn cards of others were drawn"
grep -q "^$drawn checkout cards" out || fail "$drawn cards are there, and it says: $(cat out)"
cp kept.yaml "$own"
broken() { # broken WORDS LINE: the theme with that line instead is refused, by its place.
    printf '%s\n' "# broken" "$2" >"$own"
    refused 65 'lantern/theme.yaml:2: ' "$1"
}
broken 'contrast of 4.5' 'accent: "#FBBF24"'
broken 'why: allowed: a contrast of 4.5 to ink,' 'surface: "#000000"'
broken 'why: allowed: a contrast of 4.5 to the surface, “#F8FAFC”' 'ink3: "#767676"'
broken 'why: .* a contrast of 2.0 to white' 'wechat: "#FFFFFF"'
broken 'acent' 'acent: "#9A3412"'
broken 'the name of a file beside' 'logo: ../../../fonts/OFL.txt'
broken 'a4, letter' 'paper: a5'
printf '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>L</text></svg>' >$themes/lantern/bad.svg
printf 'logo: bad.svg\n' >"$own"
refused 65 'lantern/theme.yaml:1: logo: .*lantern/bad.svg' 'outlines'
printf 'logo: gone.png\n' >"$own"
refused 66 'lantern/theme.yaml:1: logo: .*lantern/gone.png' 'check the path'
printf '# own\nfont: {regular: gone.ttf, bold: gone.ttf}\n' >"$own"
refused 66 'lantern/theme.yaml:2: font.regular: .*lantern/gone.ttf' 'check the path'
head -c 100000 home/fonts/NotoSans-Bold.ttf >$themes/lantern/cut.ttf
printf '# own\nfont: {regular: cut.ttf, bold: cut.ttf}\n' >"$own"
refused 65 'lantern/theme.yaml:2: font.regular: .*lantern/cut.ttf .*cut off: 100000 of' "leave the theme's font out"
printf 'logo: [\n' >"$own"
refused 65 'lantern/theme.yaml:' 'not YAML'
grep -q catalog out && fail "a theme is called a catalog: $(cat out)"
cp kept.yaml "$own"
cp $themes/lantern/wording.yaml kept-wording.yaml
printf 'dueBy: {en: Pay soon, zh-Hans: 请付款}\n' >$themes/lantern/wording.yaml
refused 65 'lantern/wording.yaml:1: ' '[{]day[}]'
cp kept-wording.yaml $themes/lantern/wording.yaml
mv $themes/lantern $themes/lampion
refused 66 'names the theme “lantern”' 'there are lampion'
mv $themes/lampion $themes/lantern
echo "15 themes that cannot be used were refused before anything was drawn"

# A preview: another look, marked as what it is, and recorded nowhere.
mkdir $themes/blue
printf 'accent: "#1D4ED8"\npaper: letter\nannex: []\n' >$themes/blue/theme.yaml
files=$("$bm" verify --output output "${at[@]}" --json | python3 -c 'import json,sys; print(json.load(sys.stdin)["invariants"] is not None)')
[ "$files" = True ] || fail "verify says nothing"
expect 0 'preview-blue.pdf' "$bm" render --preview --theme blue --merchant mer_001 --output output "${at[@]}"
text=$(pdftotext -layout output/preview-blue.pdf -)
grep -q 'not to be sent\|请勿发送' <<<"$text" || fail "a preview does not say that it is one"
grep -q 'Page size: *612 x 792' <<<"$(pdfinfo output/preview-blue.pdf)" || fail "the preview is not on Letter"
grep -q preview output/SHA256SUMS && fail "a preview is in the list of what was published"
expect 0 'invariants hold' "$bm" verify --output output "${at[@]}"
for name in ../themes/blue . '' blue/ .. ; do
    expect 64 'not the name of a folder of templates/documents/themes' "$bm" render --preview --theme "$name" "${at[@]}"
done
expect 66 '^error.*--theme names the theme “bleu”' "$bm" render --preview --theme bleu "${at[@]}"
grep -q 'there are blue, lantern' out || fail "the themes there are go unnamed: $(cat out)"
expect 64 'look of a --preview' "$bm" render --theme blue "${at[@]}"
echo "a preview shows a theme, says what it is, and is recorded nowhere"
