"""From an address to the calendars behind it: RFC 6764, then the principal, its calendar home, and what lies in it.

Never leaves the origin that the user has typed: a server that names another one is told to the user, as the password would go
there. The connector's thread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from urllib.parse import quote, unquote

from desktop.core.api.errors import Code, SecurityError, SetupError
from desktop.core.api.linking import LinkKind
from desktop.core.connectors.caldav.items import COMPONENTS
from desktop.core.connectors.caldav.multistatus import (
    CALDAV,
    DAV,
    NotDav,
    Resource,
    build_propfind,
    parse_multistatus,
)
from desktop.core.connectors.http import Answer, Http
from desktop.core.connectors.statuses import error_of
from desktop.values import dataclass

WELL_KNOWN = "/.well-known/caldav"
MOST_CALENDARS = 25
_MOST_HOMES = 3
_PATH = re.compile(r"/(?!/)[!-~]{0,2000}|/")
_ORIGIN = re.compile(r"https?://[^/]+", re.IGNORECASE)

Ask = Callable[[str, str, bytes, Mapping[str, str]], Answer]
"""(method, path, body, headers)."""


@dataclass(frozen=True, slots=True)
class CalendarPlace:
    path: str
    """Ends with a slash."""
    name: str
    components: frozenset[str]


@dataclass(frozen=True, slots=True)
class Calendars:
    """Those that we may write to, as the server lists them; `organizer` is our address there, "" when it tells none."""

    places: tuple[CalendarPlace, ...]
    organizer: str

    def of(self, kind: LinkKind) -> list[CalendarPlace]:
        return [place for place in self.places if COMPONENTS[kind] in place.components]

    def choose(self, kind: LinkKind, name: str) -> CalendarPlace | None:
        """The one called so (by its name or the last part of its address), else the first that takes this kind alone, else
        the first."""
        offered = self.of(kind)
        if name:
            wanted = name.casefold().rstrip("/")
            return next((one for one in offered if wanted in (one.name.casefold(), _last_part(one.path))), None)
        return next((one for one in offered if len(one.components) == 1), offered[0] if offered else None)

    def holds(self, path: str) -> bool:
        return any(unquote(place.path) == unquote(path) for place in self.places)


def discover(ask: Ask, http: Http) -> Calendars:
    """Raises SetupError when there is no CalDAV at the address, and what `ask` raises."""
    principal = _principal(ask, http)
    found = _properties(ask, http, principal, 0, "C:calendar-home-set", "C:calendar-user-address-set")
    about = found[0] if found else None
    homes = about.hrefs(CALDAV, "calendar-home-set") if about else []
    addresses = about.hrefs(CALDAV, "calendar-user-address-set") if about else []
    organizer = next((one[7:] for one in addresses if one.lower().startswith("mailto:")), "")
    places: list[CalendarPlace] = []
    for home in homes[:_MOST_HOMES]:
        inside = _properties(
            ask, http, _path(http, home), 1,
            "D:resourcetype", "D:displayname", "D:current-user-privilege-set", "C:supported-calendar-component-set",
        )  # fmt: skip
        places += [place for resource in inside if (place := _calendar(http, resource)) is not None]
    if not homes:
        raise SetupError(Code.CALENDAR_MISSING, host=http.host)
    return Calendars(tuple(places[:MOST_CALENDARS]), organizer)


def _principal(ask: Ask, http: Http) -> str:
    """Path of our principal: asked at the address itself, then where RFC 6764 says."""
    refused: Answer | None = None
    for start in ("", WELL_KNOWN):
        for _hop in range(4):
            answer = ask("PROPFIND", start, build_propfind("D:current-user-principal"), {"Depth": "0", **_XML})
            if not 300 <= answer.status < 400:
                break
            start = _path(http, answer.headers.get("location", ""))
        if answer.status == 207:
            hrefs = [href for one in _parse(http, answer) for href in one.hrefs(DAV, "current-user-principal")]
            if hrefs:
                return _path(http, hrefs[0])
        elif answer.status in (401, 429) or answer.status >= 500:
            raise error_of(http, answer)
        refused = answer if answer.status == 403 else refused
    if refused is not None:
        raise error_of(http, refused)
    raise SetupError(Code.SERVICE_MISSING, host=http.host, service="CalDAV")


_XML = {"Content-Type": "application/xml; charset=utf-8"}


def _properties(ask: Ask, http: Http, path: str, depth: int, *names: str) -> list[Resource]:
    answer = ask("PROPFIND", path, build_propfind(*names), {"Depth": str(depth), **_XML})
    if answer.status != 207:
        raise error_of(http, answer)
    return _parse(http, answer)


def _parse(http: Http, answer: Answer) -> list[Resource]:
    try:
        return parse_multistatus(answer.body)
    except NotDav as error:
        raise http.unanswered(Code.SERVER_CONFUSED, str(error)) from None


def _calendar(http: Http, resource: Resource) -> CalendarPlace | None:
    types = resource.properties.get(f"{DAV} resourcetype")
    if types is None or types.first(CALDAV, "calendar") is None or not _may_write(resource):
        return None
    listed = resource.properties.get(f"{CALDAV} supported-calendar-component-set")
    names = {one.attributes.get("name", "").upper() for one in listed.all(CALDAV, "comp")} if listed else set()
    path = _path(http, resource.href)
    path = path if path.endswith("/") else f"{path}/"
    return CalendarPlace(
        path, resource.text(DAV, "displayname") or _last_part(path), frozenset(names or COMPONENTS.values())
    )


def _may_write(resource: Resource) -> bool:
    """True also for a server that does not tell."""
    privileges = resource.properties.get(f"{DAV} current-user-privilege-set")
    if privileges is None:
        return True
    granted = {one.name for privilege in privileges.all(DAV, "privilege") for one in privilege.children}
    return bool(granted & {f"{DAV} {name}" for name in ("all", "write", "write-content", "bind")})


def _path(http: Http, href: str) -> str:
    """An href as a path in our origin. Raises SecurityError for another one."""
    origin = _ORIGIN.match(href)
    if origin is not None and not http.is_origin(href):
        raise SecurityError(Code.REDIRECTED, host=http.host, other=http.words(origin.group()))
    path = quote(href[origin.end() :] or "/" if origin else href, safe="/%~!$&'()*+,;=:@")
    if not _PATH.fullmatch(path):
        raise http.unanswered(Code.SERVER_CONFUSED, "an address that is none")
    return path


def _last_part(path: str) -> str:
    return unquote(path.rstrip("/").rpartition("/")[2]).casefold()
