"""A page on paper: A4 as a browser prints it, backgrounds off."""
import base64, pathlib, subprocess

# A4 in inches less the browser's margins of 0.4 on both sides, 96 pixels an inch.
A4 = (8.27, 11.69)
WIDTH = int((A4[0] - 2 * 0.4) * 96)

TOO_WIDE = r"""
    const wide = [...document.querySelectorAll('table, svg, figure, th, td, svg text')].filter((element) => {
        const box = element.getBoundingClientRect();
        return box.width > 0 && box.right > arguments[0] + 1 && element.checkVisibility();
    });
    /* Of a table and its cells the table. */
    return wide.filter((element) => !wide.some((other) => other !== element && other.contains(element))).map((element) => `${Math.round(element.getBoundingClientRect().right)} > ${arguments[0]}: `
        + element.outerHTML.replace(/\s+/g, ' ').slice(0, 120));"""

# Each run of text within what is folded, as far as it is of the language that is shown. The months to choose from are
# of no use on paper.
FOLDED = """
    const found = [];
    for (const details of document.querySelectorAll('details')) {
        if (details.closest('.periods')) continue;
        const walker = document.createTreeWalker(details, NodeFilter.SHOW_TEXT);
        for (let text = walker.nextNode(); text; text = walker.nextNode()) {
            const owner = text.parentElement;
            if (owner.closest('summary, caption, .files, svg, .copy, .zh') || !text.data.trim()) continue;
            found.push(text.data);
        }
    }
    return found;"""


def packed(text):
    """Without spaces: a column breaks words where it likes."""
    return "".join(text.split())


def check(browser, page, folder, languages=("en", "zh")):
    """([what is wrong], how many texts that are folded on the screen stand on the paper)."""
    faults = []
    browser.open(page, WIDTH)
    browser.media("print")
    for language in languages:
        browser.speak(language)
        faults += [f"{language}, on paper: {told}" for told in browser.run(TOO_WIDE, WIDTH)]
    browser.media()
    browser.speak("en")
    browser.unfold(False)
    texts = browser.run(FOLDED)
    told = browser.command("Page.printToPDF", paperWidth=A4[0], paperHeight=A4[1])
    pdf = pathlib.Path(folder) / "page.pdf"
    pdf.write_bytes(base64.b64decode(told["data"]))
    # In the order it was drawn, so that what stands in one cell stays together.
    paper = packed(subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True).stdout)
    missing = [text for text in texts if packed(text) not in paper]
    if missing:
        faults.append(f"{len(missing)} of {len(texts)} folded texts are not printed: {missing[:5]}")
    return faults, len(texts)
