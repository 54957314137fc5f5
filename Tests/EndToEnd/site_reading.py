"""A page of the site as its reader has it: tables and key figures, each word in English and in Chinese."""
import html.parser, re

FIGURE = re.compile(r"\d[\d,.]*\d|\d")
VOID = {"meta", "link", "input", "br", "img", "hr", "rect", "line", "path", "circle"}


def figures(text):
    """Those in a text, in an order that no language decides."""
    return sorted(FIGURE.findall(text))


class Page(html.parser.HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.tables = {}        # id: {"head": rows, "body": rows, "foot": rows}; a row is [(English, Chinese)]
        self.keys = []          # [(name, value, note)], each (English, Chinese)
        self.pairs = []         # [(English, Chinese)] of all that stands in both
        self.as_of = None       # as the foot of the page has it
        self.open = []          # (tag, classes)
        self.texts = []         # those being read: [English, Chinese]
        self.table = self.part = self.pending = None
        self.spans = []
        self.feed(open(path, encoding="utf-8").read())
        self.close()
        if self.open:
            raise SystemExit(f"{path}: {self.open} is not closed")

    def inside(self, *tags):
        return any(tag in tags for tag, _ in self.open)

    def has(self, word):
        return any(word in classes for _, classes in self.open)

    def handle_starttag(self, tag, attributes):
        if tag in VOID:
            return
        told = dict(attributes)
        classes = (told.get("class") or "").split()
        if tag == "table" and "id" in told:
            self.table = self.tables[told["id"]] = {"head": [], "body": [], "foot": []}
        elif tag in ("thead", "tbody", "tfoot"):
            self.part = {"thead": "head", "tbody": "body", "tfoot": "foot"}[tag]
        elif tag == "tr" and self.table is not None:
            self.table[self.part].append([])
        elif tag == "div" and self.open and "keys" in self.open[-1][1]:
            self.keys.append([])
        elif tag == "time" and self.inside("footer") and self.as_of is None:
            self.as_of = told["datetime"]
        if tag in ("td", "th", "dt", "dd"):
            self.texts.append(["", ""])
        if "en" in classes or "zh" in classes:
            self.spans.append("")
        self.open.append((tag, classes))

    def handle_startendtag(self, tag, attributes):
        pass

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        started, classes = self.open.pop()
        if started != tag:
            raise SystemExit(f"{tag} ends where {started} is open")
        if "en" in classes:
            self.pending = " ".join(self.spans.pop().split())
        elif "zh" in classes:
            self.pairs.append((self.pending, " ".join(self.spans.pop().split())))
            self.pending = None
        if tag in ("td", "th", "dt", "dd"):
            told = tuple(" ".join(text.split()) for text in self.texts.pop())
            if tag in ("td", "th") and self.table is not None:
                self.table[self.part][-1].append(told)
            elif self.has("keys"):
                self.keys[-1].append(told)
        elif tag == "table":
            self.table = None

    def handle_data(self, data):
        if self.spans:
            self.spans[-1] += data
        if not self.texts or self.inside("small", "svg"):
            return
        if not self.has("zh"):
            self.texts[-1][0] += data
        if not self.has("en"):
            self.texts[-1][1] += data
