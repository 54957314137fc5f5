#!/usr/bin/env python3
"""A Hugo project that makes the same pages from their bodies: what another generator takes for as many bytes.

    hugo_peer.py SITE FOLDER      # SITE is what bm site made; then: hugo --source FOLDER --destination out

Hugo is given each page's body as finished HTML and puts the head, the navigation, the path and the footer around it;
files that are no pages it copies. It reads no ledger, adds nothing up, draws no chart and makes no table.
"""
import json
import re
import shutil
import sys
from pathlib import Path

site, folder = Path(sys.argv[1]), Path(sys.argv[2])
shutil.rmtree(folder, ignore_errors=True)
(folder / "layouts/_default").mkdir(parents=True)
(folder / "config.toml").write_text(
    'baseURL = "/"\nuglyURLs = true\ndisableKinds = ["taxonomy", "term", "RSS", "sitemap", "home", "section", "404", "robotsTXT"]\n'
    'relativeURLs = false\n[params]\n')

# One page is taken apart once: what surrounds its body is the layout.
MAIN = re.compile(r'^(.*?<title>)(.*?)(</title>.*?)(<header class="side">.*?</header>)(.*?<main[^>]*>)(.*)(</main>.*)$', re.S)
sample = MAIN.match((site / "index.html").read_text("utf-8"))
(folder / "layouts/_default/single.html").write_text(
    sample[1] + "{{ .Title }}" + sample[3] + "{{ partial \"rail.html\" . }}" + sample[5] + "{{ .Content }}" + sample[7])
(folder / "layouts/partials").mkdir()
# The navigation as a template has it: a link each, and which of them is here.
(folder / "layouts/partials/rail.html").write_text(
    '<header class="side"><div class="rail"><nav>{{ $here := .Params.rail }}{{ range .Params.entries }}'
    '<a href="{{ .href }}"{{ if eq .name $here }} aria-current="page"{{ end }}>{{ .name | safeHTML }}</a>{{ end }}</nav>'
    '{{ .Params.rest | safeHTML }}</div></header>')
LINK = re.compile(r'<a href="([^"]*)"( aria-current="page")?>(.*?)</a>', re.S)

pages = others = bytes_in = 0
for path in sorted(site.rglob("*")):
    if path.is_dir():
        continue
    place = path.relative_to(site)
    if path.suffix != ".html":
        target = folder / "static" / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
        others += 1
        continue
    text = path.read_text("utf-8")
    parts = MAIN.match(text)
    rail = parts[4]
    entries = [{"href": href, "name": name} for href, _, name in LINK.findall(rail)]
    here = next((name for _, is_here, name in LINK.findall(rail) if is_here), "")
    front = {"title": parts[2], "rail": here, "entries": entries, "rest": LINK.sub("", rail), "url": "/" + str(place)}
    # Numbered: Hugo takes an index.html for a page whose neighbours belong to it.
    target = folder / "content" / str(place.parent).replace("/", "-") / f"{pages}.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    body = parts[6].replace("{{", "{ {")
    target.write_text(json.dumps(front, ensure_ascii=False) + "\n\n" + body, "utf-8")
    pages += 1
    bytes_in += len(text.encode())
print(json.dumps({"pages": pages, "page_bytes": bytes_in, "other_files": others}))
