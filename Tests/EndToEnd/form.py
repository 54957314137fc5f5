"""Whether PDFs are sound files that a reader aloud can follow: what qpdf, poppler and pdfua say of each.

    form.py zh-Hans|en|both|own FOLDER…    the language every PDF below is asked to be in
"""
import glob, json, pathlib, re, subprocess, sys

language, folders = sys.argv[1], sys.argv[2:]
# A page sent by mail or a chat should not weigh more than a picture of it; two faces with Chinese are most of it.
MOST_BYTES_OF_ONE_PAGE = 60_000


def said(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def check(pdf):
    said("qpdf", "--check", pdf)
    # Columns of pdffonts end in: emb sub uni object id.
    fonts = [line.split() for line in said("pdffonts", pdf).splitlines()[2:]]
    assert fonts and all((font[-5], font[-3]) == ("yes", "yes") for font in fonts), "a font is not inside or has no ToUnicode"

    objects = json.loads(said("qpdf", "--json", "--json-key=qpdf", pdf))["qpdf"][1]
    trailer = objects["trailer"]["value"]
    catalog = objects["obj:" + trailer["/Root"]]["value"]
    info = objects["obj:" + trailer["/Info"]]["value"]
    # Of two languages the document is in the first; a text in Chinese is titled in Chinese.
    known = {"zh-Hans": ["zh-Hans"], "en": ["en"], "both": ["zh-Hans"], "own": ["zh-Hans", "en"]}[language]
    tongue = catalog["/Lang"].removeprefix("u:")
    assert tongue in known, f"its language is {tongue}"
    title = info["/Title"].removeprefix("u:")
    assert title and bool(re.search("[一-鿿]", title)) == (tongue == "zh-Hans"), f"it is titled {title}"
    number = pdf.rpartition("/")[2][:-4]
    assert number in title or not number.startswith(("INV-", "CN-")), f"{title} does not name it"
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"] is True, "a window does not show its title"
    assert catalog["/MarkInfo"]["/Marked"] is True, "it is not tagged"

    outline = [line.strip() for line in said("pdfinfo", "-struct", pdf).splitlines()]
    tags = [line.split()[0].rstrip(":") for line in outline if line]
    assert tags[0] == "Document" and tags.count("Document") == 1, f"it begins with {tags[0]}"
    assert tags.count("H1") == 1, f"it has {tags.count('H1')} titles"
    assert {"P", "Table", "TR", "TD"} <= set(tags), f"it has only {sorted(set(tags))}"
    assert "H2" not in tags or tags.index("H1") < tags.index("H2"), "a section comes before the title"
    # Each head of a table says what it heads, among the attributes below it.
    heads = re.findall(r"(?m)^TH\b.*\n((?:/.*\n)*)", "\n".join(outline) + "\n")
    assert heads and all(re.search("(?m)^/Scope /(Row|Column|Both)$", head) for head in heads), "a head has no scope"

    size, count = len(open(pdf, "rb").read()), int(re.search(r"(?m)^Pages: +(\d+)", said("pdfinfo", pdf))[1])
    assert count > 1 or size <= MOST_BYTES_OF_ONE_PAGE, f"its only page has {size} bytes"
    return count


def findings(pdfs):
    """What a machine can check of PDF/UA-1, which the files claim."""
    pdfua = pathlib.Path(__file__).resolve().parents[2] / ".tools/venv/bin/pdfua"
    text = subprocess.run([pdfua, "check", "--format", "json", *pdfs], capture_output=True, text=True).stdout
    files = []
    while text.strip():  # One JSON document a file, one after the other.
        report, end = json.JSONDecoder().raw_decode(text.lstrip())
        files.append(report)
        text = text.lstrip()[end:]
    assert len(files) == len(pdfs), f"pdfua tells of {len(files)} files of {len(pdfs)}"
    return [(report["file"], finding) for report in files for finding in report["findings"]]


pdfs = sorted(path for folder in folders for path in glob.glob(folder + "/**/*.pdf", recursive=True))
ones = 0
for pdf in pdfs:
    try:
        ones += check(pdf) == 1
    except subprocess.CalledProcessError as wrong:
        sys.exit(f"{pdf}: {' '.join(wrong.cmd)}: {wrong.stdout}{wrong.stderr}")
    except (AssertionError, KeyError) as wrong:
        sys.exit(f"{pdf}: {wrong}")
assert pdfs, "no PDF"
found = findings(pdfs)
if found:
    sys.exit(f"pdfua finds {found[:3]}")
print(f"{len(pdfs)} PDFs are sound, tagged and titled, pdfua finds nothing; {ones} of one page are small")
