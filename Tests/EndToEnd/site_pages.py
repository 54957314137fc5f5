"""One page of every kind in a real browser.

    site_pages.py SITE OPENED FOLDER    OPENED is the site of an hour at which codes are open; FOLDER is for its own files
"""
import collections, pathlib, queue, shutil, sys, threading
import site_axe, site_kinds, site_layout, site_print
from site_browser import Browser, leaves

site, opened, folder = map(pathlib.Path, sys.argv[1:])
faults = collections.defaultdict(list)   # what is wrong: where and when
counts = collections.Counter()
told = []


def looked(browser, kind, page, home, own):
    """All that is asked of a page as it is."""
    browser.requests()
    browser.complaints()
    moved, tasks = site_layout.movement(browser, page)
    for what in moved:
        faults[f"{kind}: {what}"].append("")
    if kind == "index":
        told.extend(f"{when}: {count} long tasks, the longest {longest} ms" for when, (count, longest) in tasks.items())
    wide, looks = site_layout.overflow(browser, page)
    for what in wide:
        faults[f"{kind}: wider than the window: {what}"].append("")
    counts["widths"] += looks
    printed, texts = site_print.check(browser, page, own)
    for what in printed:
        faults[f"{kind}: {what}"].append("")
    counts["texts"] += texts
    for address, failure in browser.requests():
        if address == "about:blank":
            continue
        counts["requests"] += 1
        if leaves(address, home) or failure:
            faults[f"{kind}: asked for {address} {failure}".rstrip()].append("")
    for words in browser.complaints():
        faults[f"{kind}: the console says {words}"].append("")


def axed(browser, kind, page, has_script):
    found, states = site_axe.check(browser, page, has_script)
    counts["states"] += states
    # What a rule finds many times on a page is told once, with the first of them.
    rules = collections.defaultdict(list)
    for (rule, element), when in found.items():
        rules[rule].append((element, when))
    for rule, elements in rules.items():
        element, when = elements[0]
        faults[f"{kind}: axe {rule}: {len(elements)} times, such as {element}"] += when


def controls(browser, own):
    """Each check is shown a page that has what it looks for: one that finds nothing there proves nothing."""
    page = own / "control.html"
    page.write_text("""<!doctype html><html lang="en"><title>c</title><script src="https://site.invalid/x.js"></script>
        <h1><span class="en" lang="en">c</span><span class="zh" hidden>c</span></h1><label for="en">e</label><input id="en">
        <label for="zh">z</label><input id="zh"><img src="missing.png"><p style="color:#999;background:#aaa">pale</p>
        <details><summary>s</summary><p>never printed</p></details><style>@media print{details p{display:none}}</style>
        <div id="late"></div><table style="width:3000px"><tr><td>wide</td></tr></table><script>
        setTimeout(() => { late.style.height = '300px'; }, 100);</script>""", "utf-8")
    browser.speak = lambda language: None
    browser.requests()
    browser.complaints()
    wide, _ = site_layout.overflow(browser, page)
    moved, _ = site_layout.movement(browser, page)
    printed, _ = site_print.check(browser, page, own)
    rules = {rule for rule, _ in site_axe.check(browser, page)[0]}
    asked = browser.requests()
    found = {
        "overflow": len(wide) == 16, "movement": len(moved) == 4, "too wide a table": any("3000" in one for one in printed),
        "print": any("never printed" in one for one in printed), "axe": {"image-alt", "color-contrast"} <= rules,
        "requests": any(leaves(address, own) for address, _ in asked), "failures": any(failure for _, failure in asked),
        "console": bool(browser.complaints())}
    del browser.speak
    for name, is_found in found.items():
        counts["controls"] += 1
        if not is_found:
            faults[f"the check of {name} does not see what is wrong on a page made for it"].append("")


def work(number, jobs):
    own = folder / f"browser-{number}"
    own.mkdir()
    browser = Browser(own)
    try:
        while True:
            try:
                act, *arguments = jobs.get_nowait()
            except queue.Empty:
                return
            act(browser, *arguments, *([own] if act in (looked, controls) else []))
    except BaseException as error:
        faults[f"{type(error).__name__}: {error}"].append("")
    finally:
        browser.close()


shutil.rmtree(folder, ignore_errors=True)
folder.mkdir(parents=True)
pages = site_kinds.kinds(site, opened)
plain = site_kinds.without_script(pages, folder / "plain")
# A browser keeps one core busy: two, each for the next that is to be looked at.
jobs = queue.SimpleQueue()
jobs.put((controls,))
for kind, (page, home) in pages.items():
    jobs.put((axed, kind, page, True))
    jobs.put((axed, kind, plain[kind][0], False))
    jobs.put((looked, kind, page, home))
threads = [threading.Thread(target=work, args=(number, jobs)) for number in (1, 2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

for fault, states in sorted(faults.items()):
    when = [state for state in states if state]
    print(fault + (f"  [{len(when)} states: {'; '.join(when[:3])}]" if when else ""))
for line in sorted(told):
    print(f"the overview, {line}")
if faults or not jobs.empty():
    print(f"{len(faults)} faults on {len(pages)} pages")
    sys.exit(1)
print(f"{len(pages)} pages, one of every kind: axe finds nothing in {counts['states']} states, nothing is too wide at "
      f"{counts['widths']} sizes, nothing moves, {counts['requests']} requests stay inside, {counts['texts']} folded texts "
      f"are printed; {counts['controls']} faults made for it were found")
