"""The XML of WebDAV: what is asked, and what a 207 answers, as values. Pure.

The parser takes no DOCTYPE, so no entities of its own, and bounds depth and number of elements and the length of texts.
"""

from __future__ import annotations

import xml.parsers.expat
from collections.abc import Iterator
from dataclasses import field
from xml.sax.saxutils import escape

from desktop.values import dataclass

DAV = "DAV:"
CALDAV = "urn:ietf:params:xml:ns:caldav"
_HEAD = f'<?xml version="1.0" encoding="utf-8"?><D:{{root}} xmlns:D="{DAV}" xmlns:C="{CALDAV}">'
_MAX_DEPTH = 24
_MAX_ELEMENTS = 40_000
_MAX_TEXT = 8192


class NotDav(ValueError):
    """What came is no multistatus."""


@dataclass(slots=True)
class Element:
    name: str
    """Namespace and name with a blank between them."""
    attributes: dict[str, str]
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def all(self, namespace: str, name: str) -> Iterator[Element]:
        wanted = f"{namespace} {name}"
        return (child for child in self.children if child.name == wanted)

    def first(self, namespace: str, name: str) -> Element | None:
        return next(self.all(namespace, name), None)


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
    parser = xml.parsers.expat.ParserCreate(namespace_separator=" ")
    top = Element("", {})
    stack = [top]
    count = 0

    def refuse_doctype(*_: object) -> None:
        raise NotDav("it has a DOCTYPE")

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if len(stack) > _MAX_DEPTH or count > _MAX_ELEMENTS:
            raise NotDav("it is nested too deeply or has too many elements")
        element = Element(name, attributes)
        stack[-1].children.append(element)
        stack.append(element)

    def text(data: str) -> None:
        if len(stack[-1].text) + len(data) > _MAX_TEXT:
            raise NotDav("it has a text that is too long")
        stack[-1].text += data

    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _name: stack.pop() and None
    parser.CharacterDataHandler = text
    try:
        parser.Parse(body, True)
    except xml.parsers.expat.ExpatError as error:
        raise NotDav(f"it is not well-formed XML (line {error.lineno})") from error
    except (LookupError, ValueError) as error:
        raise error if isinstance(error, NotDav) else NotDav("it has an encoding that cannot be read") from error
    return top.children[0]
