#!/usr/bin/env python3
"""Makes fonts/ from the Debian font packages; run it through Scripts/fonts, which brings them.

Every document embeds its fonts, so what is left out here is left out of every PDF: hints
(3.3 KB a face), glyph names, scripts nobody writes an invoice in. The Han face becomes TrueType
because Cairo parses the whole of a CFF font for every document, and only the glyphs used of a
TrueType one. Sources are pinned by hash, times in the fonts stay those of the source: two runs
give the same bytes.
"""

import argparse
import hashlib
import pathlib
import sys

FONTTOOLS = "4.68.0"
try:
    import fontTools
    from fontTools import subset
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import TTFont, newTable
except ImportError:
    sys.exit("fonts.py: fontTools is missing: run Scripts/fonts, "
             f"or pip install fonttools=={FONTTOOLS}")

import fonts_papers
from fonts_faces import FACES, FEATURES, REGIONS, charset, wanted

MAX_ERROR = 1  # of 1000 units to the em: 0.009 pt in 9 pt text, below what any printer shows


def narrow_regions(font):
    """Drops regional forms of characters the region does not write: a quarter of the file."""
    cmap, gsub = font.getBestCmap(), font["GSUB"].table
    lookups = {}  # language: the lookups of its locl features
    for script in gsub.ScriptList.ScriptRecord:
        for language in script.Script.LangSysRecord:
            for index in language.LangSys.FeatureIndex:
                record = gsub.FeatureList.FeatureRecord[index]
                if record.FeatureTag == "locl":
                    lookups.setdefault(language.LangSysTag, set()).update(
                        record.Feature.LookupListIndex)
    for language, codec in REGIONS.items():
        keep = {cmap[code] for code in charset(codec) if code in cmap}
        for index in lookups[language] - lookups["ZHS "]:
            for table in gsub.LookupList.Lookup[index].SubTable:
                single = getattr(table, "ExtSubTable", table)
                single.mapping = {k: v for k, v in single.mapping.items() if k in keep}


def keep_only(font, kind):
    options = subset.Options()
    options.layout_features = FEATURES[kind].split()
    options.hinting = False
    options.notdef_outline = True  # a missing glyph must show as a box, never as nothing
    options.name_IDs = options.name_languages = ["*"]  # copyright, trademark and licence stay
    if kind == "han":
        narrow_regions(font)
        options.drop_tables += ["VORG", "vhea", "vmtx"]  # nothing is set vertically
        options.layout_scripts = [f"{script}.{language}"
                                  for script in ("DFLT", "cyrl", "grek", "hani", "kana", "latn")
                                  for language in ("dflt", "ZHS ", *REGIONS)]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted(kind) or font.getBestCmap())
    subsetter.subset(font)


def to_truetype(font):
    """Cubic outlines to quadratic ones, each within MAX_ERROR of the original."""
    order, outlines = font.getGlyphOrder(), font.getGlyphSet()
    glyf, hmtx = newTable("glyf"), font["hmtx"]
    glyf.glyphOrder, glyf.glyphs = order, {}
    for name in order:
        pen = TTGlyphPen(None)
        outlines[name].draw(Cu2QuPen(pen, MAX_ERROR, reverse_direction=True))
        glyf.glyphs[name] = glyph = pen.glyph(dropImpliedOnCurves=True)
        glyph.recalcBounds(glyf)
        hmtx[name] = (hmtx[name][0], glyph.xMin if glyph.numberOfContours else 0)
    font["loca"], font["glyf"] = newTable("loca"), glyf
    del font["CFF "]
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for field in ("Points", "Contours", "CompositePoints", "CompositeContours", "TwilightPoints",
                  "Storage", "FunctionDefs", "InstructionDefs", "StackElements",
                  "SizeOfInstructions", "ComponentElements", "ComponentDepth"):
        setattr(maxp, "max" + field, 0)  # counted anew on saving
    maxp.maxZones = 1
    font.sfntVersion = "\0\1\0\0"


def rename(font, kind):
    """The Han face takes the name of its own region; the version says the file was changed."""
    how = {"latin": "subset, unhinted", "thai": "unhinted",
           "han": "subset, TrueType outlines"}[kind]
    for record in font["name"].names:
        text = record.toUnicode()
        if record.nameID in (1, 3, 4, 6) and kind == "han":
            text = text.replace("Noto Sans CJK SC", "Noto Sans SC").replace("CJKsc", "SC")
        if record.nameID == 5:
            text = f"{text.split(';')[0]}; {how}"
        record.string = text


def make(face, sources, folder):
    source = sources / face.source
    if not source.exists():
        sys.exit(f"fonts.py: {source} is missing: apt-get install {face.package}")
    if hashlib.sha256(source.read_bytes()).hexdigest() != face.sha256:
        sys.exit(f"fonts.py: {source} is not the file of {face.package} {face.version}, "
                 "so the result would differ: install that version, or change the pin")
    font = TTFont(source, fontNumber=face.number, lazy=True, recalcTimestamp=False)
    keep_only(font, face.kind)
    if "CFF " in font:
        to_truetype(font)
    rename(font, face.kind)
    font.save(folder / face.file)


def main():
    root = pathlib.Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sources", type=pathlib.Path, default="/usr/share/fonts")
    parser.add_argument("--into", type=pathlib.Path, default=root / "fonts")
    options = parser.parse_args()
    if fontTools.version != FONTTOOLS:
        sys.exit(f"fonts.py: fontTools {fontTools.version} is not the pinned {FONTTOOLS}")
    options.into.mkdir(parents=True, exist_ok=True)
    for name in ("OFL.txt", "README.md"):  # what people wrote goes along
        (options.into / name).write_bytes((root / "fonts" / name).read_bytes())
    for face in FACES:
        make(face, options.sources, options.into)
        print(face.file, (options.into / face.file).stat().st_size, flush=True)
    fonts_papers.write(options.into, FACES, FEATURES, f"fontTools {FONTTOOLS}", MAX_ERROR)


if __name__ == "__main__":
    main()
