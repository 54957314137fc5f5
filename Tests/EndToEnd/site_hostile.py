"""A site made of hostile text is the site that tame text makes: the same elements and attributes, and the text shown.

    site_hostile.py HOSTILE TAME        each a folder with fields.json, out/site and open/site
"""
import collections, csv, html.parser, io, json, pathlib, re, sys, urllib.parse

hostile, tame = map(pathlib.Path, sys.argv[1:])
VOID = {"meta", "link", "input", "br", "img", "hr", "wbr", "rect", "line", "path", "circle", "polyline", "polygon"}
# What no page of ours has, whatever is in the ledger; the one script and the one style sheet are held against the tame site.
FOREIGN = {"img", "iframe", "object", "embed", "base", "form", "style", "template", "video", "audio", "foreignobject", "textarea"}
ADDRESSES = {"href", "src", "action", "formaction", "poster", "srcset", "xlink:href", "data"}
DATA = ("data:text/csv;charset=utf-8,", "data:application/json;charset=utf-8,")
faults = collections.defaultdict(list)    # what is wrong: where


def fault(where, what):
    faults[what].append(where)


def visible(text):
    """As a page may show it: what is not seen as U+FFFD, each white space one blank."""
    shown = re.sub(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufffe\uffff]", "\ufffd", text)
    return " ".join(shown.split())


class Page(html.parser.HTMLParser):
    """Its elements in their order, its text without elements, its addresses."""

    def __init__(self, source):
        super().__init__()
        self.elements, self.texts, self.attributes, self.open, self.wrong = [], [], [], [], []
        self.is_short = False
        self.feed(source)
        self.close()
        self.text = visible("".join(self.texts))

    def handle_starttag(self, tag, attributes):
        names = [name for name, _ in attributes]
        told = dict(attributes)
        if tag in FOREIGN:
            self.wrong.append(f"<{tag}>")
        self.wrong += [f"<{tag} {name}>" for name in names if name.startswith("on") or name in ("style", "srcdoc") or names.count(name) > 1]
        for name, value in attributes:
            self.attributes.append(value or "")
            if name in ADDRESSES:
                parts = urllib.parse.urlsplit(value)
                if (parts.scheme or parts.netloc or value.startswith("/")) and not value.startswith(DATA):
                    self.wrong.append(f"<{tag} {name}={value[:60]!r}>")
        # Where a line may end, and that a name is kept to itself, goes with the name.
        # A name too long for its chart stands there twice, for wide and for narrow screens: W is wider than a.
        kinds = (told.get("class") or "").split() if tag == "text" else []
        self.is_short = "short" in kinds
        if "long" in kinds:
            told["class"] = " ".join(kind for kind in kinds if kind != "long") or None
            names = [name for name in names if name != "class" or told["class"]]
        if tag not in ("wbr", "bdi") and not self.is_short:
            words = tuple(told.get(name) for name in ("class", "role", "type", "http-equiv", "for", "lang"))
            self.elements.append((tag, tuple(names), words))
        if tag not in VOID:
            self.open.append(tag)
        if tag in ("br", "td", "th", "p", "li", "dt", "dd", "div", "small", "text", "tr"):
            self.texts.append(" ")

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> out of place")
        if tag not in ("bdi",) and not self.is_short:
            self.elements.append(("/" + tag,))

    def handle_data(self, data):
        self.texts.append(data)

    def handle_comment(self, data):
        self.wrong.append(f"a comment: {data[:60]!r}")

    def unknown_decl(self, data):
        self.wrong.append(f"a declaration: {data[:60]!r}")


def structure(mine, other, is_ordered=True):
    """Where the elements of two pages part; None where they do not. The lines of an invoice are in the order of their names."""
    if not is_ordered:
        counts = [collections.Counter(page.elements) for page in (mine, other)]
        return f"it has {counts[0] - counts[1]} too many and {counts[1] - counts[0]} too few" if counts[0] != counts[1] else None
    for place, (one, two) in enumerate(zip(mine.elements, other.elements)):
        if one != two:
            return f"element {place} is {one}, not {two}"
    if len(mine.elements) != len(other.elements):
        return f"{len(mine.elements)} elements, not {len(other.elements)}"
    return None


def is_formula(cell):
    return cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not re.fullmatch(r"-[0-9.]+", cell)


def tables(page_or_file):
    """The cells of a CSV, or what is wrong with it."""
    rows = list(csv.reader(io.StringIO(page_or_file, newline=""), strict=True))
    if len({len(row) for row in rows}) > 1:
        raise ValueError("rows of other lengths")
    return [cell for row in rows for cell in row]


def checked(name, source):
    """A page with all that is wrong in itself."""
    page = Page(source)
    wrong = list(page.wrong) + [f"<{tag}> is open at the end" for tag in page.open]
    if re.search(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\ufffe\uffff]", source.replace("\u2068", "").replace("\u2069", "")):
        wrong.append("a character that is not seen")
    # In a title or a tooltip no element can keep a name to itself: an isolate is opened and ended, one at a time.
    for text in page.texts + page.attributes:
        if re.search("[\u2066-\u2069]", text) and re.sub("[^\u2066-\u2069]", "", text).replace("\u2068\u2069", ""):
            wrong.append(f"an isolate that does not end: {text[:60]!r}")
    cells = 0
    for value in page.attributes:
        if not value.startswith("data:"):
            continue
        kind, _, content = value.partition(",")
        try:
            content = urllib.parse.unquote(content, errors="strict")
            if "csv" in kind:
                found = tables(content)
                cells += len(found)
                wrong += [f"a spreadsheet runs {cell[:60]!r}" for cell in found if is_formula(cell)]
            else:
                json.loads(content)
        except (ValueError, csv.Error) as error:
            wrong.append(f"{kind} cannot be read: {error}")
    for what in wrong:
        fault(name, what)
    return page, cells


def check(one, two, folder):
    """Every file of a site against its tame twin. Returns all text that is shown, and counts."""
    texts, pages, cells = [], 0, 0
    mine, theirs = [sorted(path.relative_to(home / folder).as_posix() for path in (home / folder).rglob("*") if path.is_file())
                    for home in (one, two)]
    for name in set(mine) ^ set(theirs):
        fault(name, "it is in one site alone")
    for name in mine:
        if not re.fullmatch(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*[A-Za-z0-9_-][A-Za-z0-9._-]*\.(?:html|css|js|csv|json)", name):
            fault(name, f"a file is called {name!r}")
        source = (one / folder / name).read_bytes().decode("utf-8", "strict")
        if name.endswith(".html"):
            page, found = checked(f"{folder}/{name}", source)
            pages, cells = pages + 1, cells + found
            if (two / folder / name).is_file():
                parts = structure(page, Page((two / folder / name).read_text("utf-8")), "/invoices/" not in "/" + name)
                if parts:
                    fault(f"{folder}/{name}", f"{parts}")
            ids = re.findall(r' id="([^"]*)"', source)
            for id, count in collections.Counter(ids).items():
                if count > 1:
                    fault(f"{folder}/{name}", f"{count} elements have the id {id!r}")
            texts.append(page.text)
        elif name.endswith((".csv", ".json")):
            try:
                found = tables(source) if name.endswith(".csv") else json.loads(source) and []
                cells += len(found)
                for cell in filter(is_formula, found):
                    fault(f"{folder}/{name}", f"a spreadsheet runs {cell[:60]!r}")
            except (ValueError, csv.Error) as error:
                fault(f"{folder}/{name}", f"cannot be read: {error}")
        elif name.endswith("names.js"):
            rows = json.loads(re.fullmatch(r"bm\.names\((.*),\d+\);\n", source, re.S)[1])
            texts.append("\n".join(visible(cell) for row in rows for cell in row))
        elif "/search/" in "/" + name:
            paths, found = json.loads(f"[{re.fullmatch(r'bm[.]ids[(](.*)[)];', source.rstrip(), re.S)[1]}]")
            # Pairs, not an object: __proto__ as a key of an object is none of its keys.
            if not isinstance(found, list) or any(place >= len(paths) for _, *places in found for place in places):
                fault(f"{folder}/{name}", "ids lead to no path")
        elif source != (two / folder / name).read_text("utf-8"):
            fault(f"{folder}/{name}", "it hangs on the ledger's texts")
    return texts, pages, cells


def controls():
    """Each check is shown what it looks for."""
    good = "<!doctype html><html><head><title>t</title></head><body><p class=\"a\">x</p></body></html>"
    bad = {
        "an element": good.replace("x</p>", "x<b>y</b></p>"), "a script": good.replace("x</p>", "<script>1</script></p>"),
        "an image": good.replace("x</p>", "<img src=x onerror=1></p>"), "an attribute": good.replace("class=\"a\"", "class=\"a\" onclick=\"1\""),
        "a class": good.replace("\"a\"", "\"b\""), "an end too early": good.replace("<title>t", "<title></title>t"),
        "a comment": good.replace("x</p>", "<!-- --></p>"), "an address": good.replace("x</p>", "<a href=\"javascript:1\"></a></p>"),
        "another site": good.replace("x</p>", "<a href=\"//else.invalid/\"></a></p>"),
        "a formula": good.replace("x</p>", "<a href=\"data:text/csv;charset=utf-8,a%0D%0A%3D1\"></a></p>"),
        "a turned text": good.replace("x</p>", "\u202e</p>"), "an open isolate": good.replace("x</p>", "\u2068x</p>"),
        "an open element": good.replace("</p>", "")}
    for name, source in bad.items():
        faults.clear()
        page, _ = checked("control", source)
        if not faults and not structure(page, Page(good)):
            raise SystemExit(f"{name} made for it is not found")
    faults.clear()
    if structure(Page(good.replace("x", "y")), Page(good)) or checked("control", good)[0].wrong or faults:
        raise SystemExit("a page without faults has one")
    if [is_formula(cell) for cell in ("=1", "@a", "-1", "-1.5", "-a", "'=1", "+1", "\t=1")] != [True, True, False, False, True, False, True, True]:
        raise SystemExit("cells that a spreadsheet runs are not known")
    return len(bad)


made = controls()
every, pages, cells = [], 0, 0
for folder in ("out/site", "open/site/share/mer_1"):
    texts, some, more = check(hostile, tame, folder)
    every += texts
    pages, cells = pages + some, cells + more
together = "\n".join(every)
fields = json.loads((hostile / "fields.json").read_text("utf-8"))
shown = 0
for field, kind, text, is_shown in fields:
    is_there = visible(text) in together
    shown += is_there
    if is_shown and not is_there:
        fault(text[:60], f"{field}: it is shown nowhere")
    if is_shown is False and is_there:
        fault(text[:60], f"{field}: it is shown, which the list of fields does not say")
if visible(CONTROL := "<script>alert(1)</script>~nowhere") in together:
    fault("<script>", "a text that is in no ledger is shown")
for what, where in sorted(faults.items()):
    print(f"{what} ({len(where)} times, first in {where[0]})")
if faults:
    sys.exit(1)
print(f"{pages} pages have the elements of their tame twins, {cells} cells run nothing, {shown} of {len(fields)} texts are shown as text; "
      f"{made} faults made for it were found")
