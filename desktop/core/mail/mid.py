"""mid: addresses (RFC 2392), by which other programs lead back to a mail: what a task or an event made from it carries.

Pure; any thread. What comes in is foreign: bounded, and never more than a Message-ID to be looked for.
"""

from __future__ import annotations

from urllib.parse import unquote

LONGEST = 998


def parse_mid(url: str) -> str:
    """The Message-ID, without brackets, that a mid: URL names; "" when it is none. A part of the mail that it may name besides
    is left out."""
    if url[:4].lower() != "mid:" or len(url) > 4 * LONGEST:
        return ""
    rest = url[4:].partition("?")[0].partition("#")[0]
    found = (
        unquote(rest.removeprefix("//").partition("/")[0], errors="replace").strip().removeprefix("<").removesuffix(">")
    )
    return found if found and len(found) <= LONGEST and found.isprintable() and " " not in found else ""
