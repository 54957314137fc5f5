"""One page of every kind, and the same pages without their script."""
import pathlib, re

SCRIPT = re.compile(r'<script src="[^"]*site\.js"></script>\n?')


def first(folder, pattern, words=""):
    for path in sorted(pathlib.Path(folder).glob(pattern)):
        if words in path.read_text("utf-8"):
            return path
    raise SystemExit(f"{folder} has no {pattern} with “{words}”")


def kinds(site, opened):
    """{kind: (page, the folder it must stay in)}. OPENED is the site of an hour at which codes are open."""
    pages = {path.stem: (path, site) for path in sorted(pathlib.Path(site).glob("*.html"))}
    if len(pages) < 10:
        raise SystemExit(f"{site} has no page of each section: {', '.join(pages)}")
    for kind, pattern, words in (
            ("merchant", "merchants/*/index.html", ""), ("customer", "merchants/*/customers/*.html", ""),
            ("paid invoice", "merchants/*/invoices/*.html", '<span class="state good">'),
            ("settlement", "merchants/*/settlements/*.html", "")):
        pages[kind] = (first(site, pattern, words), site)
    pages["open invoice"] = (first(opened, "merchants/*/invoices/*.html", 'class="codes"'), opened)
    # A share is a folder that is handed on alone: it may not even ask for what lies beside it.
    share = first(site, "share/*/index.html")
    pages["share"] = (share, share.parent)
    return pages


def without_script(pages, folder):
    """Copies that name no script, which is what a page without JavaScript is; its policy stays."""
    copies = {}
    for kind, (page, site) in pages.items():
        copy = folder / kind.replace(" ", "-") / page.relative_to(site)
        copy.parent.mkdir(parents=True, exist_ok=True)
        text, count = SCRIPT.subn("", page.read_text("utf-8"))
        if count != 1 or "<script" in text:
            raise SystemExit(f"{page} has not its one script alone")
        copy.write_text(text, "utf-8")
        style = folder / kind.replace(" ", "-") / "style.css"
        style.write_bytes((pathlib.Path(site) / "style.css").read_bytes())
        copies[kind] = (copy, folder)
    return copies
