"""Names for files that come from mail, safe to write on Windows, macOS and Linux, and honest about what they are.

The invariant: the result is one path component, at most `MAX_BYTES` of UTF-8, without control, direction or unseen characters,
not a device name, not hidden, not ending in a dot or blank, and its last extension is the one the system will act on. Pure; any thread.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

MAX_BYTES = 240
"""Below the 255 of common file systems, so that " (100)" can be added."""

_MAX_EXTENSION = 20
_SEPARATORS = re.compile(r"[/\\\u2044\u2215\u29f5\u29f8\uff0f\uff3c]")
_FORBIDDEN = re.compile(r'[<>:"|?*\uff1a\ua789\u2236]')
_DEVICES = re.compile(
    r"(?:con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3]|conin\$|conout\$|clock\$)", re.I
)
_BLANKS = re.compile(r"[\s\u00a0\u115f\u1160\u2800\u3164\uffa0]+")
_DOTS = str.maketrans({"\u2024": ".", "\uff0e": ".", "\ufe52": "."})

# For parts that were sent without a name. Nothing in here is run by any system.
_EXTENSIONS = {
    "application/json": ".json",
    "application/msword": ".doc",
    "application/ms-tnef": ".dat",
    "application/octet-stream": ".bin",
    "application/pdf": ".pdf",
    "application/pgp-encrypted": ".txt",
    "application/pgp-keys": ".asc",
    "application/pgp-signature": ".asc",
    "application/pkcs7-mime": ".p7m",
    "application/pkcs7-signature": ".p7s",
    "application/rtf": ".rtf",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.ms-powerpoint": ".ppt",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/x-pkcs7-mime": ".p7m",
    "application/x-pkcs7-signature": ".p7s",
    "application/xml": ".xml",
    "application/zip": ".zip",
    "audio/mpeg": ".mp3",
    "audio/ogg": ".ogg",
    "audio/wav": ".wav",
    "image/bmp": ".bmp",
    "image/gif": ".gif",
    "image/heic": ".heic",
    "image/jpeg": ".jpg",
    "image/jpg": ".jpg",
    "image/png": ".png",
    "image/svg+xml": ".svg",
    "image/tiff": ".tiff",
    "image/webp": ".webp",
    "message/delivery-status": ".txt",
    "message/disposition-notification": ".txt",
    "message/rfc822": ".eml",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/directory": ".vcf",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/rfc822-headers": ".txt",
    "text/vcard": ".vcf",
    "text/x-vcard": ".vcf",
    "video/mp4": ".mp4",
}


def safe_file_name(name: str, content_type: str = "", fallback: str = "attachment") -> str:
    """A safe name made of a foreign one. Without a usable name: `fallback` plus the extension usual for `content_type`."""
    name = unicodedata.normalize("NFC", name[-5_000:] if len(name) > 5_000 else name).translate(_DOTS)
    name = _SEPARATORS.split(name)[-1] if _SEPARATORS.search(name.rstrip("/\\")) else name.strip("/\\")
    name = _FORBIDDEN.sub("_", name)
    name = "".join(character for character in _BLANKS.sub(" ", name) if _is_seen(character))
    name = _BLANKS.sub(" ", name).strip(" .")
    if not name or not name.strip("._ "):
        name = fallback + _EXTENSIONS.get(content_type, "" if content_type.startswith("text/") else ".bin")
    elif "." not in name and content_type in _EXTENSIONS and content_type != "application/octet-stream":
        name += _EXTENSIONS[content_type]
    name = _shorten(name)
    if _DEVICES.fullmatch(name.partition(".")[0].rstrip()):
        name = "_" + name
    return name


def unique_file_names(names: Iterable[str]) -> list[str]:
    """The same names in the same order, repeated ones numbered "name (2).ext". Case does not count: it does not on Windows and macOS."""
    taken: set[str] = set()
    following: dict[str, int] = {}
    result = []
    for name in names:
        unique, key = name, name.casefold()
        stem, dot, extension = name.rpartition(".")
        while unique.casefold() in taken:
            following[key] = number = following.get(key, 1) + 1
            unique = f"{stem} ({number}).{extension}" if dot and stem else f"{name} ({number})"
        taken.add(unique.casefold())
        result.append(unique)
    return result


def _is_seen(character: str) -> bool:
    # Cc control, Cf format (direction, zero width), Cs surrogates, Co private use, Zl and Zp line ends
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


def _shorten(name: str) -> str:
    if len(name.encode()) <= MAX_BYTES:
        return name
    stem, dot, extension = name.rpartition(".")
    if not dot or not stem or len(extension.encode()) > _MAX_EXTENSION:
        stem, dot, extension = name, "", ""
    room = MAX_BYTES - len((dot + extension).encode())
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .") + dot + extension
