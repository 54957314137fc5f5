"""The papers of fonts/: NOTICE, SHA256SUMS and the coverage table in README.md, all measured."""

import hashlib
import re
import sys
import unicodedata

from fontTools.ttLib import TTFont

from fonts_faces import NAMES, charset, spans

NOTICE = """\
Fonts of bm: where each file comes from and what was done to it

Every font in this folder is a modified version of a font of the Noto project, made by
Scripts/fonts with {tool}. The OFL allows subsetting, changing the format,
embedding, and distribution with software; the fonts may not be sold by themselves. None of the
sources declares a Reserved Font Name. "Noto" is a trademark of Google LLC; its use here names
the origin of the fonts and claims no endorsement. The licence, with the copyright lines, is
OFL.txt.

Sources are files of Debian packages, below /usr/share/fonts.
"""

ENTRY = """
{file}
  source     {package} {version} (Debian)
             {source}{number}
             {name}, {release}
             sha256 {sha256}
  command    Scripts/fonts ({script})
  options    {options}
  changed    {changed}
  copyright  {copyright}
  licence    SIL Open Font License 1.1 (OFL.txt)
"""

CHANGED = {
    "latin": "subset to Latin, Greek, Cyrillic and symbols; hints and signature removed",
    "thai": "hints and signature removed; every character kept",
    "han": "one face of the collection as a font of its own, named Noto Sans SC; subset to GBK,\n"
           "             JIS X 0208 with its vendor rows, the table of 2013, kana and symbols;\n"
           "             outlines converted from cubic (CFF) to quadratic (glyf); hints and\n"
           "             vertical metrics removed; forms of Japan, Taiwan and Hong Kong kept for\n"
           "             cp932, Big5 and Big5-HKSCS, of Korea removed",
}


def chosen(codes, prefix):
    return {code for code in codes if unicodedata.name(chr(code), "").startswith(prefix)}


def assigned(text):
    """The code points of spans that stand for something, spaces and letters alike."""
    return {code for code in spans(text) if unicodedata.category(chr(code)) not in ("Cn", "Cc")}


COVERAGE = {
    "Latin to U+017F": assigned("20-17F"),
    "Vietnamese": assigned("1EA0-1EF9"),
    "Greek": assigned("370-3FF"),
    "Cyrillic": assigned("400-4FF"),
    "GB 2312": chosen(charset("gb2312"), "CJK UNIFIED"),
    "GBK": chosen(charset("gbk"), "CJK UNIFIED"),
    "names beyond GBK": {ord(c) for c in NAMES},
    "JIS X 0208": chosen(charset("shift_jis"), "CJK UNIFIED"),
    "kana": spans("3041-3096 30A1-30FA"),
    "Thai": assigned("E01-E5B"),
    "arrows": assigned("2190-21FF"),
    "box and blocks": assigned("2500-259F"),
}


def coverage(folder, faces):
    """One row a set, one column a family; a bold face must cover what its regular does."""
    families, covered = {}, {}
    for face in faces:
        font = TTFont(folder / face.file, lazy=True)
        family = font["name"].getDebugName(1)
        cmap = set(font.getBestCmap())
        if covered.setdefault(family, cmap) != cmap:
            sys.exit(f"fonts: {face.file} covers other characters than {families[family]}")
        families.setdefault(family, face.file)
    yield ["characters", "of", *covered]
    yield ["---", *("---:" for _ in range(len(covered) + 1))]
    for name, codes in COVERAGE.items():
        yield [name, len(codes), *(len(codes & cmap) or "–" for cmap in covered.values())]
    yield ["everything", "", *(len(cmap) for cmap in covered.values())]


def notice(folder, faces, features, tool, error):
    yield NOTICE.format(tool=tool)
    for face in faces:
        names = TTFont(folder / face.file, lazy=True)["name"]
        if names.getDebugName(0) not in (folder / "OFL.txt").read_text("utf-8"):
            sys.exit(f"fonts: OFL.txt lacks {face.file}'s line: {names.getDebugName(0)}")
        converted = f", outlines within {error} of 1000 units" if face.kind == "han" else ""
        yield ENTRY.format(
            **face._asdict() | {"number": f", face {face.number}" if face.number else ""},
            name=names.getDebugName(4).replace(" SC", " CJK SC"),
            release=names.getDebugName(5).split(";")[0], script="Scripts/fonts.py",
            options=f"features {features[face.kind]};\n             no hints{converted}",
            changed=CHANGED[face.kind], copyright=names.getDebugName(0))


def write(folder, faces, features, tool, error):
    """All but OFL.txt and the words of README.md, which people write."""
    (folder / "NOTICE").write_text("".join(notice(folder, faces, features, tool, error)), "utf-8")
    readme = folder / "README.md"
    table = "".join("| " + " | ".join(map(str, row)) + " |\n" for row in coverage(folder, faces))
    readme.write_text(re.sub(r"(<!-- coverage -->\n).*?(<!-- end -->)",
                             lambda mark: mark[1] + table + mark[2],
                             readme.read_text("utf-8"), flags=re.S), "utf-8")
    listed = sorted([face.file for face in faces] + ["NOTICE", "OFL.txt"])
    (folder / "SHA256SUMS").write_text("".join(
        f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n"
        for name in listed), "utf-8")
