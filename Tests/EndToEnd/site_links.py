"""Every link of a site leads to a file that is there or to a place in its own page.

    site_links.py SITE
"""
import html.parser, os, sys, urllib.parse

site = sys.argv[1]


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.links, self.ids = [], set()

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ("href", "src"):
                self.links.append(value)
            if name == "id":
                self.ids.add(value)


pages = links = broken = 0
for folder, _, files in os.walk(site):
    for file in sorted(files):
        if not file.endswith(".html"):
            continue
        path = os.path.join(folder, file)
        page = Page()
        page.feed(open(path, encoding="utf-8").read())
        pages += 1
        for link in page.links:
            links += 1
            if link.startswith(("data:text/csv;", "data:application/json;")):
                continue
            target, _, place = link.partition("#")
            target = os.path.join(folder, urllib.parse.unquote(target)) if target else path
            if ":" in link or not os.path.isfile(target) or (not link.partition("#")[0] and place not in page.ids):
                print(f"{os.path.relpath(path, site)} -> {link}")
                broken += 1
if broken or not links:
    sys.exit(1)
print(f"{links} links on {pages} pages lead where they say")
