"""The XML of WebDAV: what is asked, and what a 207 answers, as values. Pure.

Bounded in depth, number of elements and length of texts (`core/xml_tree`).
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from desktop.core.xml_tree import BadXml, Bounds, Element, read_tree
from desktop.values import dataclass

DAV = "DAV:"
CALDAV = "urn:ietf:params:xml:ns:caldav"
_HEAD = f'<?xml version="1.0" encoding="utf-8"?><D:{{root}} xmlns:D="{DAV}" xmlns:C="{CALDAV}">'
_BOUNDS = Bounds(depth=24, elements=40_000, text=8192)


class NotDav(ValueError):
    """What came is no multistatus."""


@dataclass(frozen=True, slots=True)
class Resource:
    """One response of a multistatus: its href as sent, and the properties that were found."""

    href: str
    properties: dict[str, Element]

    def hrefs(self, namespace: str, name: str) -> list[str]:
        found = self.properties.get(f"{namespace} {name}")
        return [one.text.strip() for one in found.all(DAV, "href")] if found else []

    def text(self, namespace: str, name: str) -> str:
        found = self.properties.get(f"{namespace} {name}")
        return found.text.strip() if found else ""


def build_propfind(*names: str) -> bytes:
    """`names` with their prefix: D for DAV, C for CalDAV."""
    properties = "".join(f"<{name}/>" for name in names)
    return f"{_HEAD.format(root='propfind')}<D:prop>{properties}</D:prop></D:propfind>".encode()


def build_query_by_uid(component: str, uid: str) -> bytes:
    """Which objects of a calendar have this UID, RFC 4791 section 7.8."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><C:calendar-query xmlns:D="{DAV}" xmlns:C="{CALDAV}">'
        "<D:prop><D:getetag/></D:prop>"
        f'<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="{component}"><C:prop-filter name="UID">'
        f'<C:text-match collation="i;octet">{escape(uid)}</C:text-match>'
        "</C:prop-filter></C:comp-filter></C:comp-filter></C:filter></C:calendar-query>"
    ).encode()


def parse_multistatus(body: bytes) -> list[Resource]:
    """Raises NotDav."""
    root = _parse_xml(body)
    if root.name != f"{DAV} multistatus":
        raise NotDav("no multistatus")
    resources = []
    for response in root.all(DAV, "response"):
        href = response.first(DAV, "href")
        if href is None or _status(response) >= 400:
            continue
        properties = {
            one.name: one
            for propstat in response.all(DAV, "propstat")
            if _status(propstat) < 300
            for prop in propstat.all(DAV, "prop")
            for one in prop.children
        }
        resources.append(Resource(href.text.strip(), properties))
    return resources


def has_precondition(body: bytes, namespace: str, name: str) -> bool:
    """Whether an error names this precondition, RFC 4918 section 16."""
    try:
        return any(_parse_xml(body).all(namespace, name))
    except NotDav:
        return False


def _status(element: Element) -> int:
    """Of an element with a status line; 200 for one without."""
    status = element.first(DAV, "status")
    if status is None:
        return 200
    words = status.text.split()
    return int(words[1]) if len(words) > 1 and words[1].isascii() and words[1].isdigit() else 500


def _parse_xml(body: bytes) -> Element:
    try:
        return read_tree(body, _BOUNDS, namespaces=True)
    except BadXml as error:
        raise NotDav(str(error)) from error
