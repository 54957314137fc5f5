"""What fonts/ holds: the faces and their pinned sources, the characters and features kept."""

from typing import NamedTuple

NOTO = "20201225-1"
CJK = "1:20220127+repack1-1"


class Face(NamedTuple):
    """One file of fonts/ and where it comes from."""

    file: str
    package: str
    version: str
    source: str  # below the system's font folder
    sha256: str
    kind: str  # "latin", "thai" or "han": what is kept
    number: int = 0  # the face in a collection


FACES = [
    Face("NotoSans-Regular.ttf", "fonts-noto-core", NOTO, "truetype/noto/NotoSans-Regular.ttf",
         "89c3c497f618fdaa0b2d1e98fef93582f28c71debd2c4a8cdf41f190ced2909d", "latin"),
    Face("NotoSans-Bold.ttf", "fonts-noto-core", NOTO, "truetype/noto/NotoSans-Bold.ttf",
         "e83493c945848ecd4a9ad0f6d19164541a0d3e23a9c952304a00a46e00272ac5", "latin"),
    Face("NotoSansMono-Regular.ttf", "fonts-noto-mono", NOTO,
         "truetype/noto/NotoSansMono-Regular.ttf",
         "6b692c4b6d15ccf59f1c1fe8d11cb8a92f51960f3e9f1f523781755a3af7e29f", "latin"),
    Face("NotoSansThai-Regular.ttf", "fonts-noto-core", NOTO,
         "truetype/noto/NotoSansThai-Regular.ttf",
         "dfbd5ed0f1e68c3cbc51aa08f646d1ab0e68e7c4ceab70a69e465225ff701f93", "thai"),
    Face("NotoSansThai-Bold.ttf", "fonts-noto-core", NOTO, "truetype/noto/NotoSansThai-Bold.ttf",
         "97bbc8ea98328325285f2f552228c7aac1db39d8f38f0096a61ba7df1f1f780e", "thai"),
    Face("NotoSansSC-Regular.ttf", "fonts-noto-cjk", CJK, "opentype/noto/NotoSansCJK-Regular.ttc",
         "b76b0433203017ca80401b2ee0dd69350349871c4b19d504c34dbdd80541690a", "han", 2),
    Face("NotoSansSC-Bold.ttf", "fonts-noto-cjk", CJK, "opentype/noto/NotoSansCJK-Bold.ttc",
         "faa5f3656a78b2e2d450d27fe8382c778bc2b6bb5ea29c986664a6a435056ceb", "han", 2),
]

FEATURES = {
    "latin": "kern mark mkmk ccmp locl liga tnum pnum lnum zero case frac numr dnom sups subs ordn",
    "thai": "kern mark mkmk ccmp locl liga",
    "han": "kern mark mkmk ccmp locl",
}


def spans(text):
    """The code points of "20-7E A0"."""
    ends = [[int(end, 16) for end in span.split("-")] for span in text.split()]
    return {code for end in ends for code in range(end[0], end[-1] + 1)}


# Latin with Vietnamese, pinyin and Romanian, Greek, Cyrillic, then every symbol the face has.
LATIN = spans("20-24F 259 2B0-3FF 400-52F 1E00-1EFF 2000-27BF FB00-FB06 FFFC-FFFD")
# Symbols Noto Sans lacks, radicals (pasted from PDFs in place of the characters), kana, bopomofo,
# enclosed and squared forms, small, vertical, full-width and half-width forms.
HAN = spans("20-17F 2000-27BF 2E80-2FDF 3000-312F 3190-33FF FE10-FE6F FF00-FF9F FFE0-FFEF "
            "FFFC-FFFD")
# The characters of the official table of 2013 (8105, Unihan's kTGH) outside GBK: GB 18030-2022
# wants them in every system that takes a person's name.
NAMES = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃䎖"
    "䏝䏡䏲䐃䓖䓛䓨䓫䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮鿍鿎鿏𠅤𠙶𠳐𡎚𡐓𣗋𣲗𣲘𣸣𤧛𤩽𤫉"
    "𥔲𥕢𥖨𥻗𦈡𦒍𦙶𦝼𦭜𦰡𧿹𨐈𨙸𨚕𨟠𨭉𨱇𨱏𨱑𨱔𨺙𩽾𩾃𩾌𪟝𪣻𪤗𪨰𪨶𪩘𪾢𫄧𫄨𫄷𫄸𫇭𫌀𫍣𫍯𫍲𫍽𫐄𫐐𫐓𫑡𫓧"
    "𫓯𫓶𫓹𫔍𫔎𫔶𫖮𫖯𫖳𫗧𫗴𫘜𫘝𫘦𫘧𫘨𫘪𫘬𫚕𫚖𫚭𫛭𫞩𫟅𫟦𫟹𫟼𫠆𫠊𫠜𫢸𫫇𫭟𫭢𫭼𫮃𫰛𫵷𫶇𫷷𫸩𬀩𬀪𬂩𬃊𬇕"
    "𬇙𬇹𬉼𬊈𬊤𬌗𬍛𬍡𬍤𬒈𬒔𬒗𬕂𬘓𬘘𬘡𬘩𬘫𬘬𬘭𬘯𬙂𬙊𬙋𬜬𬜯𬞟𬟁𬟽𬣙𬣞𬣡𬣳𬤇𬤊𬤝𬨂𬨎𬩽𬪩𬬩𬬭𬬮𬬱𬬸𬬹"
    "𬬻𬬿𬭁𬭊𬭎𬭚𬭛𬭤𬭩𬭬𬭯𬭳𬭶𬭸𬭼𬮱𬮿𬯀𬯎𬱖𬱟𬳵𬳶𬳽𬳿𬴂𬴃𬴊𬶋𬶍𬶏𬶐𬶟𬶠𬶨𬶭𬶮𬷕𬸘𬸚𬸣𬸦𬸪𬹼𬺈𬺓"
)
# Regional forms are kept for the characters that region writes; Hangul is not in the set at all.
REGIONS = {"JAN ": "cp932", "ZHT ": "big5", "ZHH ": "big5hkscs"}


def charset(codec):
    """The characters beyond ASCII that an old character set has, private ones left out."""
    return {code for code in range(0x80, 0x2FA20)
            if not 0xD800 <= code < 0xF900 and len(chr(code).encode(codec, "ignore")) > 1}


def wanted(kind):
    """The characters to keep; none means all the face has."""
    if kind == "thai":
        return set()
    if kind == "latin":
        return LATIN
    return HAN | {ord(c) for c in NAMES} | charset("gbk") | charset("cp932")
