"""Where a link really goes, and whether its words say so: asked before anything is opened.

Only http, https and mailto can be opened at all. `evaluate_link` names every reason for asking the user first; without a
reason a click opens the address that the status line has shown. Pure; any thread.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from enum import StrEnum
from urllib.parse import unquote, urlsplit

from desktop.core.mail.domain import mixes_scripts, readable_host, same_owner
from desktop.core.mail.visible_text import hides_something, visible_text
from desktop.values import dataclass

OPENABLE = frozenset({"http", "https", "mailto"})
LONGEST = 8_192


class LinkReason(StrEnum):
    WORDS_NAME_OTHER_PLACE = "words_name_other_place"
    NAME_BEFORE_AT = "name_before_at"
    """https://bank.example@other.example goes to other.example."""
    MIXED_LETTERS = "mixed_letters"
    NUMBER_ADDRESS = "number_address"
    """A bare IP address instead of a name."""
    HIDDEN_CHARACTERS = "hidden_characters"
    ODD_PORT = "odd_port"


@dataclass(frozen=True, slots=True)
class LinkVerdict:
    """`openable` False: a scheme that nothing may open, or no address at all. `host` is the true one, readable;
    `shown` the place that the words named, when they named another one."""

    target: str
    host: str
    openable: bool
    reasons: tuple[LinkReason, ...] = ()
    shown: str = ""


_PLACE = re.compile(
    r"(?:(?:https?://)(?:[^\s/@<>\"']{0,200}@)?|(?<![\w.@-]))((?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24})(?::\d{1,5})?(?=[/?#\s)\]>.,;:!\"'…»]|$)"
)
_SUFFIXES = frozenset(
    """
    com org net info biz edu gov mil int io co me eu es pt fr de it uk ie nl be ch at pl ro gr se no fi dk cz sk hu
    bg us ca mx ar br cl pe uy py bo ec ve cr pa do gt hn ni sv cu pr au nz jp cn kr in ru ua tr il za app dev shop
    site online store xyz top club cloud tech bank cat gal eus
    """.split()  # noqa: SIM905 -- one word a line would be twice as long as what it says
)


def evaluate_link(href: str, words: Iterable[str] = ()) -> LinkVerdict:
    """`href` as it stands in the page, `words` each text that links there (a page may link twice to one address)."""
    target = href.strip()[:LONGEST]
    scheme = target.partition(":")[0].lower()
    if scheme not in OPENABLE or any(ord(c) < 33 for c in target):
        return LinkVerdict(visible_text(target), "", False)
    try:
        parts = urlsplit(target)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return LinkVerdict(visible_text(target), "", False)
    if scheme == "mailto":
        return _evaluate_mailto(target, words)
    if not host:
        return LinkVerdict(visible_text(target), "", False)
    reasons = []
    shown = _other_place(words, host)
    if shown:
        reasons.append(LinkReason.WORDS_NAME_OTHER_PLACE)
    if "@" in parts.netloc:
        reasons.append(LinkReason.NAME_BEFORE_AT)
    if mixes_scripts(host):
        reasons.append(LinkReason.MIXED_LETTERS)
    if _is_number(host):
        reasons.append(LinkReason.NUMBER_ADDRESS)
    if any(hides_something(text) for text in words) or hides_something(unquote(parts.netloc)):
        reasons.append(LinkReason.HIDDEN_CHARACTERS)
    if port not in (None, 80, 443):
        reasons.append(LinkReason.ODD_PORT)
    return LinkVerdict(visible_text(target), visible_text(readable_host(host)), True, tuple(reasons), shown)


def _evaluate_mailto(target: str, words: Iterable[str]) -> LinkVerdict:
    address = unquote(target[7:].partition("?")[0])
    domain = address.rpartition("@")[2]
    shown = _other_place(words, domain) if domain else ""
    reasons = (LinkReason.WORDS_NAME_OTHER_PLACE,) if shown else ()
    return LinkVerdict(visible_text(target), visible_text(readable_host(domain)), True, reasons, shown)


def _other_place(words: Iterable[str], host: str) -> str:
    """The first host name among the words that belongs to somebody else than `host`."""
    for text in words:
        text = visible_text(text)[:500]
        for place in _PLACE.finditer(text):
            name = place.group(1).lower()
            named = place.group(0).lower().startswith(("http", "www.")) or name.rpartition(".")[2] in _SUFFIXES
            if named and not same_owner(name, host) and not same_owner(readable_host(name), readable_host(host)):
                return name
        for address in re.finditer(r"@((?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24})", text):
            if not same_owner(address.group(1), host):
                return address.group(1).lower()
    return ""


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        # 3232235777, 0xC0A80101 and 192.168.257 are addresses to a browser too.
        return all(re.fullmatch(r"\d+|0x[0-9a-f]*", label) for label in host.split("."))
    return True
