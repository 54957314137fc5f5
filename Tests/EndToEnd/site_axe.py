"""axe-core on a page in each of its states."""
import itertools, pathlib
import axe_core_python

AXE = (pathlib.Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
COLOURS = {"runOnly": ["color-contrast"]}
NO_COLOURS = {"rules": {"color-contrast": {"enabled": False}}}
# Dark changes colours and nothing else, and what is folded has the colours that it has unfolded: the rule of colours,
# which takes most of the time, is asked of the unfolded page in light and dark, all others folded and unfolded.
STATES = (("folded", "light", NO_COLOURS), ("unfolded", "light", {}), ("unfolded", "dark", COLOURS))
# The script brings no colours but those of its own inputs, so without it each language is asked at one width.
PLAIN = (("folded", "light", NO_COLOURS), ("unfolded", "light", NO_COLOURS))
PLAINLY = (("en", 390), ("zh", 1440))


def faults_here(browser, options):
    """Of the page as it stands: (rule, element). Its policy is nothing to axe, which the driver brings in."""
    found = browser.later("""
        const done = arguments[1];
        const options = {resultTypes: ['violations'], iframes: false, preload: false, ...arguments[0]};
        /* axe 4.4 does not know content-visibility, by which a browser now hides what is folded: it takes it for shown. */
        const context = {include: [['html']], exclude: [['details:not([open]) > :not(summary)']]};
        const why = (node) => node.any[0]?.data?.contrastRatio ? ' ' + node.any[0].message : '';
        axe.run(context, options).then(
            (told) => done(told.violations.flatMap((rule) => rule.nodes.map((node) => [rule.id, node.html + why(node)]))),
            (error) => done([['axe itself', String(error)]]));""", options)
    return [tuple(one) for one in found]


def check(browser, page, has_script=True):
    """({(rule, element): states}, how many states were looked at)."""
    faults, states = {}, 0
    how = "with its script" if has_script else "without its script"
    browser.media()
    browser.open(page)
    browser.run(AXE)
    for language, width in itertools.product(("en", "zh"), (390, 1440)):
        browser.speak(language)
        browser.wide(width)
        plain = not has_script and (language, width) in PLAINLY
        for folds, colours, options in PLAIN if plain else STATES:
            browser.unfold(folds == "unfolded")
            browser.media(colours=colours)
            states += 1
            for fault in faults_here(browser, options):
                faults.setdefault(fault, []).append(f"{language} {width} {folds} {colours} {how}")
    return faults, states
