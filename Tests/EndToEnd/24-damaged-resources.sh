#!/usr/bin/env bash
# A font, profile or template that is not whole or not there stops a run by its name: nothing is drawn with half of it.
source "$(dirname "$0")/lib.sh"

folder="$work/resources"
rm -rf "$folder"
mkdir -p "$folder/home"
cp -R "$project/templates" "$project/fonts" "$folder/home/"
ln -s "$project/examples" "$folder/home/examples"
export BM_HOME="$folder/home"
cd "$folder"
cp "$demo/demo.sqlite" ledger.sqlite
at=(--ledger ledger.sqlite --output output --as-of 2026-07-10T10:00:00+08:00)
render=("$bm" render statements --period 2026-05 --merchant mer_001 --format pdf "${at[@]}")
count=0
cut_to() { # cut_to BYTES FILE CODE WORDS COMMAND…: the file cut so far is named, and the run leaves nothing.
    local bytes=$1 file=$2 code=$3 words=$4
    shift 4
    cp "home/$file" whole
    head -c "$bytes" whole >"home/$file"
    expect "$code" "$file.*$words" "$@"
    grep -qi 'restore' out || fail "$file cut to $bytes: it is not said what to do: $(cat out)"
    [ ! -e output ] || fail "$file cut to $bytes: something was written"
    mv whole "home/$file"
    count=$((count + 1))
}
# A file that is gone ends a run as it does when it is cut off: one way to say that bm's own files are not as they were.
without() { # without FILE CODE COMMAND…: the file is named, what to do is said, and the run leaves nothing.
    local file=$1 code=$2
    shift 2
    mv "home/$file" whole
    expect "$code" "$(basename "$file")" "$@"
    grep -qi 'restore' out || fail "without $file it is not said what to do: $(cat out)"
    [ ! -e output ] || fail "without $file something was written"
    mv whole "home/$file"
    gone=$((gone + 1))
}
gone=0
for font in home/fonts/*.ttf; do
    without "fonts/$(basename "$font")" 70 "${render[@]}"
    size=$(wc -c <"$font")
    for bytes in 0 100 100000 $((size / 2)) $((size - 4)); do
        [ "$bytes" -ge "$size" ] || cut_to "$bytes" "fonts/$(basename "$font")" 70 'cannot be read as a font' "${render[@]}"
    done
done
profile=templates/documents/sRGB.icc
size=$(wc -c <home/$profile)
for bytes in 0 100 $((size / 2)) $((size - 1)); do cut_to "$bytes" $profile 70 'is damaged' "${render[@]}"; done
site=("$bm" site "${at[@]}")
for template in home/templates/site/*; do
    without "templates/site/$(basename "$template")" 65 "${site[@]}"
    size=$(wc -c <"$template")
    for bytes in 0 $((size / 3)) $((size / 2)) $((size - 12)); do
        cut_to "$bytes" "templates/site/$(basename "$template")" 65 'is cut off' "${site[@]}"
    done
done

# One word less in the wording of documents: file and key are named, whichever key it is.
wording=templates/documents/wording.yaml
cp home/$wording whole
keys=0
for key in $(sed -nE 's/^([a-zA-Z][^:]*):.*/\1/p' whole | awk 'NR % 20 == 1'); do
    awk -v key="$key:" 'index($0, key) != 1' whole >home/$wording
    expect 65 "$wording:[0-9]+: the key $key is missing" "${render[@]}"
    [ ! -e output ] || fail "without the words of $key something was written"
    keys=$((keys + 1))
done
[ "$keys" -gt 5 ] || fail "only $keys keys were tried"
mv whole home/$wording

for file in sRGB.icc wording.yaml theme.yaml; do without "templates/documents/$file" 70 "${render[@]}"; done
expect 0 statement "${render[@]}"
echo "$gone files that are not there and $keys words were refused by name"
echo "$count cuts of fonts, profile and templates were refused by name"
