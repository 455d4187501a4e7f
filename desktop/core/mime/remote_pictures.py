"""Which pictures of a sanitised page may be asked for on the network, and which are there to report that it was opened.

Invariant: an address that leaves here is https on its usual port without a name or password in it; a picture that is too small
to be looked at, hidden, or known to belong to a tracker is never among them. Pure; worker threads.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from html import unescape
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from desktop.core.api.pictures import SCHEME, PicturePlan, TrackerRow
from desktop.core.mime.css import hides
from desktop.core.mime.html_clean import is_tracking_pixel
from desktop.values import dataclass

MAX_PICTURES = 100
MAX_ADDRESS = 4_000
_AS_IS = "/%:@!$&'()*+,;=[]"
_SLASHES = re.compile("//+")
_IMAGE = re.compile(r'<img((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')


@dataclass(frozen=True, slots=True)
class KnownTracker:
    """`hosts` with all below them, empty for any; `path` is how the path begins, in lower case, up to where a word ends."""

    name: str
    hosts: tuple[str, ...]
    path: str

    def runs(self, host: str, path: str) -> bool:
        at_home = not self.hosts or any(host == one or host.endswith(f".{one}") for one in self.hosts)
        plain = _SLASHES.sub("/", unquote(path)).lower()  # as servers read it, however it is spelt
        rest = plain.removeprefix(self.path)
        return (
            at_home
            and plain.startswith(self.path)
            and (self.path.endswith("/") or not self.path or not rest[:1].isalpha())
        )


def parse_trackers(text: str) -> tuple[KnownTracker, ...]:
    """The table of `resources/trackers.toml`. Raises ValueError for an entry that would match everything."""
    found = []
    for values in tomllib.loads(text)["tracker"]:
        one = KnownTracker(str(values["name"]), tuple(values.get("hosts", ())), str(values.get("path", "")).lower())
        if not one.hosts and len(one.path) < 6:
            raise ValueError(f"{one.name} would match every picture")
        found.append(one)
    return tuple(found)


def plan_pictures(html: str, known: tuple[KnownTracker, ...]) -> PicturePlan:
    """`html` as `sanitise` gives it, with its remote pictures held back in `data-remote-src`."""
    planner = _Planner(known)
    planned = _IMAGE.sub(planner.rewrite, html)
    trackers = tuple(TrackerRow(name, count) for name, count in planner.trackers.most_common())
    return PicturePlan(planned, tuple(planner.numbers), trackers, planner.refused)


class _Planner:
    def __init__(self, known: tuple[KnownTracker, ...]) -> None:
        self._known = known
        self.numbers: dict[str, int] = {}
        self.trackers: Counter[str] = Counter()
        self.refused = 0

    def rewrite(self, match: re.Match[str]) -> str:
        attributes = dict(_ATTRIBUTE.findall(match[1]))
        remote = attributes.get("data-remote-src")
        if remote is None or "src" in attributes:
            return match[0]
        address = https_address(unescape(remote))
        if address is None:
            self.refused += 1
            return match[0]
        parts = urlsplit(address)
        host = parts.hostname or ""
        name = next((one.name for one in self._known if one.runs(host, parts.path)), "")
        if name or is_tracking_pixel(attributes) or hides(attributes.get("style", "")):
            self.trackers[name or host] += 1
            return match[0]
        if address not in self.numbers and len(self.numbers) >= MAX_PICTURES:
            self.refused += 1
            return match[0]
        number = self.numbers.setdefault(address, len(self.numbers))
        del attributes["data-remote-src"]
        kept = "".join(f' {name}="{value}"' for name, value in attributes.items())
        return f'<img src="{SCHEME}:{number}"{kept}>'


def https_address(url: str) -> str | None:
    """The address to ask for: http becomes https, since what cannot be asked for unseen is not asked for. What an address
    must not hold as it is (spaces, letters beyond ASCII) is percent-encoded, as browsers do."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    name = (parts.hostname or "").removesuffix(".")  # the root, which makes it no other host
    if usual is None or not name or parts.username is not None or port not in (None, usual):
        return None
    if len(url) > MAX_ADDRESS:
        return None
    host = f"[{name}]" if ":" in name else name
    path, query = quote(parts.path or "/", safe=_AS_IS), quote(parts.query, safe=_AS_IS + "?")
    return urlunsplit(("https", host, path, query, ""))
