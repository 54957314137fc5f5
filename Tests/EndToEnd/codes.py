"""Reads every payment code by two readers, no finer than a screen shows a whole page: 72 dpi.

    codes.py OUTPUT LEDGER FOLDER    invoices as PDF, cards as SVG and PNG; FOLDER is for the pictures
"""
import glob, json, os, pathlib, sqlite3, subprocess, sys
import numpy, zxingcpp

output, ledger, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])


def draw(pdf, *options):
    """Grey pictures of the pages of a PDF, in their order."""
    for old in folder.glob("page*.pgm"):
        old.unlink()
    subprocess.run(["pdftoppm", "-r", "72", "-gray", *options, pdf, folder / "page"], check=True)
    return sorted(folder.glob("page*.pgm"))


def by_zxing(picture):
    _, size, _, pixels = picture.read_bytes().split(b"\n", 3)
    width, height = map(int, size.split())
    image = numpy.frombuffer(pixels, numpy.uint8, width * height).reshape(height, width)
    return sorted(code.text for code in zxingcpp.read_barcodes(image) if "QR" in str(code.format))


def by_zbar(picture):
    command = ["zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable", picture]
    return sorted(subprocess.run(command, capture_output=True, text=True).stdout.splitlines())


def read(picture, wanted, what):
    for reader in (by_zxing, by_zbar):
        found = reader(picture)
        if found != sorted(wanted):
            sys.exit(f"{what}: {reader.__name__[3:]} read {found}, the ledger has {sorted(wanted)}")
    return len(wanted)


def orders(pdf):
    # The file beside the PDF has the orders as the ledger had them when it was drawn.
    return [order["payload"] for order in json.load(open(pdf[:-4] + ".json"))["orders"] if order["payload"]]


def order_of_card(path):
    """A card holds the code of the first order of its invoice on its channel."""
    merchant, _, name = path.split("/")[-3:]
    number, _, channel = name.rpartition(".")[0].rpartition("-")
    rows = sqlite3.connect(f"file:{ledger}?mode=ro", uri=True).execute(
        """SELECT payload FROM paymentOrder JOIN invoice ON invoice.id = invoiceId
        JOIN merchant ON merchant.id = merchantId WHERE code = ? AND number = ? AND channel = ?
        ORDER BY paymentOrder.id LIMIT 1""", (merchant, number, channel))
    return [row[0] for row in rows]


pdfs = sorted(glob.glob(output + "/*/*/invoices/*.pdf"))
codes = sum(read(draw(pdf, "-f", "1", "-l", "1")[0], orders(pdf), pdf) for pdf in pdfs)
assert codes, "no code was read"
print(f"{codes} codes of {len(pdfs)} invoices read at 72 dpi by zxing and zbar as the ledger has them")

# Cards, and the first page of an invoice as SVG, as a browser draws them, each in its own size on a page of its own.
vectors = sorted(glob.glob(output + "/*/*/cards/*.svg"))
pixels = sorted(glob.glob(output + "/*/*/cards/*.png"))
assert vectors and [path[:-4] for path in vectors] == [path[:-4] for path in pixels], "a card is not in both forms"
invoice = next(pdf for pdf in pdfs if orders(pdf))
wanted = {path: order_of_card(path) for path in vectors + pixels} | {invoice[:-4] + "-1.svg": orders(invoice)}
style = """@page { size: 595.28pt 841.89pt; margin: 0 } body { margin: 0 } img { display: block; break-after: page }
img[src$=png] { width: 280pt }"""
images = "".join(f'<img src="file://{os.path.abspath(path)}">' for path in wanted)
(folder / "sheet.html").write_text(f"<!doctype html><style>{style}</style>{images}")
subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile",
                "--no-pdf-header-footer", f"--print-to-pdf={folder}/sheet.pdf", folder / "sheet.html"],
               check=True, capture_output=True)
drawn = draw(folder / "sheet.pdf")
assert len(drawn) == len(wanted), f"{len(drawn)} pages of {len(wanted)} pictures"
for picture, (path, payloads) in zip(drawn, wanted.items()):
    assert payloads, f"{path} has no order"
    read(picture, payloads, path)
print(f"{len(vectors)} cards read so as SVG and as PNG, and {os.path.basename(invoice)[:-4]} as SVG")
