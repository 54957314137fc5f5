"""Where things stand on a page: nothing beyond its width, nothing that moves while it loads."""
from site_browser import LANGUAGES, WIDTHS

# Who reaches beyond the window, the innermost first; what scrolls in a box of its own does not.
BEYOND = """
    const root = document.documentElement;
    if (root.scrollWidth <= innerWidth) return [];
    const isBoxed = (element) => {
        for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
            if (getComputedStyle(box).overflowX !== 'visible') return true;
        }
        return false;
    };
    const out = [...document.body.querySelectorAll('*')].filter((element) =>
        element.getBoundingClientRect().right > innerWidth + 0.5 && !isBoxed(element));
    const names = out.filter((element) => !out.some((other) => other !== element && element.contains(other)))
        .slice(0, 3).map((element) => element.outerHTML.slice(0, 120));
    return [`${root.scrollWidth} > ${innerWidth}: ${names.join(' | ')}`];"""

MOVED = """
    const done = arguments[0];
    let sum = 0, longest = 0, count = 0, names = [];
    const shifts = (list) => { for (const one of list.getEntries()) {
        sum += one.value;
        for (const source of one.sources) names.push(source.node?.outerHTML?.slice(0, 120) ?? 'a text');
    } };
    const tasks = (list) => { for (const one of list.getEntries()) { count++; longest = Math.max(longest, one.duration); } };
    const watch = (type, take) => {
        const observer = new PerformanceObserver(take);
        observer.observe({type, buffered: true});
        return observer;
    };
    const both = [[watch('layout-shift', shifts), shifts], [watch('longtask', tasks), tasks]];
    /* Two frames after all is loaded, and then what was seen until then. */
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
        for (const [observer, take] of both) take({getEntries: () => observer.takeRecords()});
        done({sum, names: [...new Set(names)].slice(0, 3), count, longest});
    }, 200)));"""


def overflow(browser, page):
    """([what reaches beyond], how many times it was looked)."""
    faults, looks = [], 0
    browser.media()
    browser.open(page)
    for language in LANGUAGES:
        browser.speak(language)
        for is_open in (False, True):
            browser.unfold(is_open)
            for width in WIDTHS:
                browser.wide(width)
                looks += 1
                folds = "unfolded" if is_open else "folded"
                faults += [f"{language} {width} {folds}: {told}" for told in browser.run(BEYOND)]
    return faults, looks


def movement(browser, page):
    """([what moved], {width and language: long tasks}): loaded anew for each width and language, which is kept."""
    faults, tasks = [], {}
    for language in LANGUAGES:
        browser.open(page)
        browser.speak(language)
        for width in (390, 1440):
            browser.driver.get("about:blank")
            browser.open(page, width)
            seen = browser.later(MOVED)
            tasks[f"{language} {width}"] = (seen["count"], round(seen["longest"]))
            if seen["sum"] > 0:
                faults.append(f"{language} {width}: moved by {seen['sum']:.4f}: {' | '.join(seen['names'])}")
    return faults, tasks
