"""A site made of hostile text in a real browser: nothing runs, nothing is asked for, nothing is too wide, what is clicked
and searched stays text.

    site_hostile_browser.py FOLDER      FOLDER has fields.json, out/site and open/site
"""
import collections, json, pathlib, shutil, sys
from selenium.common.exceptions import UnexpectedAlertPresentException
import site_layout
from site_browser import LANGUAGES, Browser, leaves

folder = pathlib.Path(sys.argv[1])
site = folder / "out/site"
faults = collections.defaultdict(list)
counts = collections.Counter()
# What a text that got out of its place would leave behind.
STRAY = "return document.querySelectorAll('img,iframe,object,embed,base,form,textarea,[onerror],[onload],[onmouseover],[onclick]').length"
# All that the page's script does with texts: each head sorts, each filter filters, each mark is pointed at, each id is copied.
USE = """
    const point = (mark) => mark.dispatchEvent(new Event('mouseover', {bubbles: true}));
    for (const head of document.querySelectorAll('th[data-sort]')) head.click();
    for (const input of document.querySelectorAll('.filter')) {
        input.value = '<script>alert(1)</script>'; input.dispatchEvent(new Event('input')); input.value = ''; input.dispatchEvent(new Event('input'));
    }
    let marks = 0;
    for (const mark of [...document.querySelectorAll('.plot .m')].slice(0, 60)) { point(mark); marks++; mark.dispatchEvent(new Event('mouseout', {bubbles: true})); }
    return marks;"""
# What lies upon words: the files and the filter of a table, which stand above it beside what is said of it; and a month on two lines.
COVERED = """
    const lines = (element) => { const range = document.createRange(); range.selectNodeContents(element);
        return [...range.getClientRects()].filter((box) => box.width > 0 && box.height > 0); };
    const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    const covered = [];
    for (const files of document.querySelectorAll('.files')) {
        const place = files.getBoundingClientRect();
        const words = files.closest('section')?.querySelectorAll(':scope > p, :scope > h2') ?? [];
        const under = [...words].find((one) => lines(one).some((box) => meet(box, place)));
        if (under && files.checkVisibility()) covered.push(`the files of a table lie upon “${under.innerText.slice(0, 60)}”`);
    }
    for (const month of document.querySelectorAll('.periods li > *')) {
        if (month.checkVisibility() && new Set(lines(month).map((box) => box.top)).size > 1) {
            covered.push(`${month.textContent} is broken over two lines`);
            break;
        }
    }
    for (const chart of document.querySelectorAll('figure svg')) {
        const own = chart.getBoundingClientRect();
        const texts = [...chart.querySelectorAll('text')].filter((text) => text.checkVisibility({opacityProperty: true, visibilityProperty: true})).map((text) => [text, text.getBoundingClientRect()]);
        const out = texts.find(([, box]) => box.left < own.left - 20 || box.right > own.right + 20);
        if (out) covered.push(`a chart is too narrow for “${out[0].textContent.slice(0, 60)}”`);
        for (const [one, box] of texts) {
            const other = texts.find(([text, place]) => text !== one && meet(box, place));
            if (other) {
                covered.push(`in a chart “${one.textContent.slice(0, 60)}” lies upon “${other[0].textContent.slice(0, 60)}”`);
                break;
            }
        }
    }
    return covered;"""
TIP = """
    const point = (mark) => mark.dispatchEvent(new Event('mouseover', {bubbles: true}));
    const leave = (mark) => mark.dispatchEvent(new Event('mouseout', {bubbles: true}));
    const root = document.documentElement;
    const wide = [];
    for (const figure of document.querySelectorAll('figure')) {
        const marks = [...figure.querySelectorAll('.plot .m')];
        for (const mark of new Set([marks[0], marks[marks.length >> 1], marks.at(-1)])) {
            if (!mark) continue;
            const before = root.scrollWidth;
            point(mark);
            if (root.scrollWidth > before) wide.push(`${root.scrollWidth} > ${innerWidth}: ${figure.querySelector('.float').textContent.slice(0, 80)}`);
            leave(mark);
        }
    }
    return wide;"""
SEARCH = """
    const [text, done] = arguments;
    const input = document.getElementById('search');
    const list = document.getElementById('found');
    list.replaceChildren();
    input.focus();
    input.value = text;
    input.dispatchEvent(new Event('input'));
    const wait = (turns) => list.children.length || !turns
        ? done([...list.children].map((item) => [item.firstChild.data, item.dataset.path ?? '', item.querySelectorAll(':not(small)').length]))
        : setTimeout(wait, 20, turns - 1);
    setTimeout(wait, 60, 100);"""


def looked(browser, page, home):
    name = page.relative_to(folder).as_posix()
    browser.open(page)
    browser.unfold(True)
    counts["marks"] += browser.run(USE)
    for language in LANGUAGES:
        browser.speak(language)
        for width in (390, 1440):
            browser.wide(width)
            counts["widths"] += 1
            for told in browser.run(site_layout.BEYOND):
                faults[f"wider than the window: {language} {width}"].append(f"{name}: {told}")
            for told in browser.run(COVERED):
                faults[f"words cannot be read: {language} {width}"].append(f"{name}: {told}")
            for told in browser.run(TIP):
                faults[f"a tip wider than the window: {language} {width}"].append(f"{name}: {told}")
    if browser.run(STRAY):
        faults["an element of no page of ours"].append(name)
    counts["pages"] += 1
    asked(browser, name, home)


def asked(browser, name, home):
    for address, failure in browser.requests():
        counts["requests"] += 1
        if address != "about:blank" and (leaves(address, home) or failure):
            faults["asked for"].append(f"{name}: {address} {failure}")
    for words in browser.complaints():
        faults["the console says"].append(f"{name}: {words}")


def searched(browser, home, texts):
    """TEXTS: what is searched, and the title under which it is to be found; None where by its id alone."""
    browser.open(home / "index.html")
    browser.speak("en")
    for text, title in texts:
        found = browser.later(SEARCH, text)
        counts["searches"] += 1
        right = [one for one in found if (title is None or one[0] == title) and one[1]]
        if not right or any(more for *_, more in found):
            faults["not found"].append(f"{text[:60]!r}: {found[:3]}")
        for _, path, _ in right:
            if not (home / path.partition("#")[0]).is_file() or ":" in path:
                faults["found where nothing is"].append(path)
    asked(browser, "search", home)


def controls(browser):
    """A page that does all of it, so that each check is seen to fail."""
    page = folder / "control.html"
    page.write_text("""<!doctype html><html lang="en"><title>c</title><meta http-equiv="Content-Security-Policy" content="img-src 'none'">
        <h1><span class="en">c</span><span class="zh" hidden>c</span></h1><label for="en">e</label><label for="zh">z</label>
        <img src="https://else.invalid/x" onerror="1"><iframe src="https://else.invalid/y"></iframe><p style="width:3000px">wide</p>
        <section><p>words</p><div><p class="files" style="margin:0;position:relative;top:-30px">CSV</p></div></section>
        <ul class="periods" style="width:0"><li><a>2026- 05</a></li></ul>
        <figure><svg width="50" height="20"><text y="10">wider than it</text></svg><div class="plot"><a class="m">m</a></div><div class="float" style="white-space:nowrap"></div></figure>
        <script>document.querySelector('.m').onmouseover = () => { document.querySelector('.float').textContent = 'W'.repeat(3000); };
        document.querySelector('.m').onmouseout = () => { document.querySelector('.float').textContent = ''; };</script>""", "utf-8")
    browser.speak = lambda language: None
    looked(browser, page, folder)
    del browser.speak
    found = {*(what.partition(":")[0] for what in faults)}
    if found != {"wider than the window", "an element of no page of ours", "asked for", "the console says", "a tip wider than the window",
                 "words cannot be read"} or len({told for what in faults for told in faults[what] if what.startswith("words")}) != 3:
        raise SystemExit(f"of a page that does all of it is found: {faults}")
    faults.clear()
    page.write_text("<!doctype html><html lang=en><title>c</title><h1>c</h1><script>setTimeout(() => alert(1), 1)</script>", "utf-8")
    try:
        browser.open(page)
        for _ in range(50):
            browser.run("return 1")
        raise SystemExit("an alert is not seen")
    except UnexpectedAlertPresentException:
        pass
    searched(browser, site, [("<script>in no ledger", None)])
    if "not found" not in faults:
        raise SystemExit("a search for nothing finds something")
    browser.requests()
    browser.complaints()
    faults.clear()
    counts.clear()


shutil.rmtree(folder / "browser", ignore_errors=True)
(folder / "browser").mkdir()
browser = Browser(folder / "browser")
try:
    controls(browser)
    # A merchant's pages below the platform's have the bodies of its own site: each is looked at once.
    pages = [(page, site) for page in sorted(site.glob("*.html")) + sorted(site.glob("20*/*.html")) + sorted(site.glob("merchants/*/index.html"))]
    for merchant in ("mer_1", "mer_2"):
        share = site / "share" / merchant
        pages += [(page, share) for page in sorted(share.rglob("*.html")) if merchant == "mer_1" or page.parent.name == "customers"]
    coded = folder / "open/site/share/mer_1"
    pages += [(page, coded) for page in sorted(coded.glob("invoices/*.html")) if 'class="codes"' in page.read_text("utf-8")][:2]
    for page, home in pages:
        looked(browser, page, home)
    fields = json.loads((folder / "fields.json").read_text("utf-8"))
    names = [(text, text) for field, _, text, _ in fields if field == "customer's name, English"]
    searched(browser, site, names + [(text, None) for field, _, text, _ in fields if field == "channel's transaction" and len(text) > 5])
except UnexpectedAlertPresentException as error:
    faults["an alert"].append(f"{page}: {error.alert_text}")
finally:
    try:
        browser.close()
    except Exception:
        pass
for what, where in sorted(faults.items()):
    print(f"{what} ({len(where)} times): " + " || ".join(where[:4]))
if faults:
    sys.exit(1)
print(f"{counts['pages']} pages in a browser: nothing runs, {counts['widths']} times nothing is too wide, {counts['requests']} requests stay inside, "
      f"{counts['marks']} marks are told as text, {counts['searches']} names and numbers are found")
