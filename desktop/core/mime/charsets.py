"""Foreign bytes to text: which codec a charset label really means, and what to do when it lies.

Never raises, never returns control characters (but tab and newline) nor lone surrogates. Only codecs on the list below are
ever used: Python also knows "idna", "unicode_escape" or "zlib", which mail must not reach. Pure; any thread.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

# Labels are compared in lower case without punctuation: "ISO_8859-1:1987", "iso8859-1" and "ISO 8859 1" are one.
# Where a superset is what senders use in practice (as the WHATWG encoding standard found), the superset is taken.
_NAMED = {
    "utf8": "utf_8",
    "unicode11utf8": "utf_8",
    "utf7": "utf_7",
    "unicode11utf7": "utf_7",
    "utf16": "utf_16",
    "utf16le": "utf_16_le",
    "utf16be": "utf_16_be",
    "ucs2": "utf_16",
    "utf32": "utf_32",
    "utf32le": "utf_32_le",
    "utf32be": "utf_32_be",
    "gb2312": "gb18030",
    "gb231280": "gb18030",
    "gbk": "gb18030",
    "xgbk": "gb18030",
    "cngb": "gb18030",
    "euccn": "gb18030",
    "gb18030": "gb18030",
    "hzgb2312": "hz",
    "hz": "hz",
    "big5": "cp950",
    "xxbig5": "cp950",
    "cnbig5": "cp950",
    "big5hkscs": "big5hkscs",
    "ksc5601": "cp949",
    "ksc56011987": "cp949",
    "ksc56011989": "cp949",
    "euckr": "cp949",
    "korean": "cp949",
    "uhc": "cp949",
    "iso2022kr": "iso2022_kr",
    "johab": "johab",
    "shiftjis": "cp932",
    "xsjis": "cp932",
    "sjis": "cp932",
    "mskanji": "cp932",
    "windows31j": "cp932",
    "eucjp": "euc_jp",
    "xeucjp": "euc_jp",
    "iso2022jp": "iso2022_jp",
    "iso2022jp1": "iso2022_jp_1",
    "iso2022jp2": "iso2022_jp_2",
    "iso2022jp3": "iso2022_jp_3",
    "iso2022jpms": "iso2022_jp_ext",
    "koi8r": "koi8_r",
    "koi8": "koi8_r",
    "koi8u": "koi8_u",
    "koi8t": "koi8_t",
    "macintosh": "mac_roman",
    "macroman": "mac_roman",
    "xmacroman": "mac_roman",
    "xmaccyrillic": "mac_cyrillic",
    "tis620": "cp874",
    "visual": "iso8859_8",
    "ptcp154": "ptcp154",
    "usascii": "ascii",
    "ascii": "ascii",
    "ansix341968": "ascii",
    "iso646us": "ascii",
    "us": "ascii",
    "latin1": "cp1252",
    "l1": "cp1252",
    "ansi": "cp1252",
    "latin2": "iso8859_2",
    "latin9": "iso8859_15",
}
_PAGES = frozenset(
    str.split(
        "437 720 737 775 850 852 855 857 858 860 861 862 863 864 865 866 869 874 932 936 949 950 1006 1125 "
        "1250 1251 1252 1253 1254 1255 1256 1257 1258"
    )
)
_PAGE = re.compile(r"(?:x?cp|x?windows|x?win|x?ibm|ms|mswin|dos|ansi)0?(\d{3,4})")
_ISO_8859 = re.compile(r"(?:x?iso|isoir)?8859(\d{1,2})(?:19\d\d)?[ie]?")
_PUNCTUATION = re.compile(r"[^a-z0-9]")
_ISO_SUPERSETS = {"1": "cp1252", "9": "cp1254", "11": "cp874", "12": ""}

# Deleting these bytes before decoding is only right where they cannot be part of a character.
_CONTROL_BYTES = bytes(set(range(32)) - {9, 10, 13}) + b"\x7f"
_CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_STATEFUL = frozenset({"hz", "utf_7"})
_SECOND_TRY = {"iso2022_jp": "iso2022_jp_ext", "cp950": "big5hkscs", "euc_jp": "euc_jis_2004", "cp949": "johab"}


@lru_cache(maxsize=512)
def codec_of(label: str) -> str:
    """The Python codec for a charset label of a message; empty text when it is unknown or not for text."""
    name = _PUNCTUATION.sub("", label.partition("*")[0].lower()[:60])
    known = _NAMED.get(name)
    if known is not None:
        return known
    if page := _PAGE.fullmatch(name):
        number = page[1]
        return ("gb18030" if number == "936" else f"cp{number}") if number in _PAGES else ""
    if iso := _ISO_8859.fullmatch(name):
        number = iso[1].lstrip("0")
        if number in _ISO_SUPERSETS:
            return _ISO_SUPERSETS[number]
        return f"iso8859_{number}" if number and 1 < int(number) <= 16 else ""
    return ""


def decode_text(data: bytes, label: str = "") -> str:
    """The text of `data`; `label` is a charset name as found in mail. Line ends become "\\n", controls are dropped."""
    codec = codec_of(label) if label else "ascii"
    if codec.startswith(("utf_16", "utf_32", "iso2022")) or codec in _STATEFUL:
        text = _decode_wide(data, codec)
        return _CONTROL_CHARACTERS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    data = data.translate(None, _CONTROL_BYTES)
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if data.isascii():
        return data.decode("ascii")
    if codec in ("ascii", "", "utf_8"):
        return decode_unlabelled(data, expect_utf8=codec == "utf_8")
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        pass
    if codec == "cp1252":
        return data.decode(codec, "replace")
    other = _SECOND_TRY.get(codec, "utf_8")
    try:
        return data.decode(other)
    except UnicodeDecodeError:
        return data.decode(codec, "replace")


def decode_unlabelled(data: bytes, *, expect_utf8: bool = False) -> str:
    """UTF-8 when it is, else Windows-1252, the commonest unlabelled charset.

    With `expect_utf8` damaged UTF-8 (a cut character, one stray byte) stays UTF-8 as long as it has real multi-byte characters.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as broken:
        if not expect_utf8 and broken.start < len(data) - 3:
            return data.decode("cp1252", "replace")
        text = data.decode("utf-8", "replace")
        if not any(character > "\x7f" and character != "\ufffd" for character in text):
            return data.decode("cp1252", "replace")
    return text.removeprefix("\ufeff")


def _decode_wide(data: bytes, codec: str) -> str:
    if codec == "utf_16" and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        codec = "utf_16_be" if data[:1] == b"\0" else "utf_16_le"
    try:
        return data.decode(codec).removeprefix("\ufeff")
    except (UnicodeDecodeError, UnicodeError):
        pass
    other = _SECOND_TRY.get(codec)
    if other:
        try:
            return data.decode(other)
        except UnicodeDecodeError:
            pass
    if codec.startswith("utf_") and codec != "utf_7" and b"\0" not in data:
        return decode_unlabelled(data)  # labelled wide, but a gateway has made it UTF-8
    try:
        return data.decode(codec, "replace").removeprefix("\ufeff")
    except UnicodeError:
        return data.decode("ascii", "replace")
