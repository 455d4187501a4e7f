"""XML that anybody may have written, as a small tree: no DOCTYPE (so no entities of its own), and bounds on depth, elements and
texts. How many bytes there may be is for whoever has fetched them to say. Pure.
"""

from __future__ import annotations

import xml.parsers.expat
from dataclasses import field

from desktop.values import dataclass


class BadXml(ValueError):
    """The message is a plain English clause."""


@dataclass(frozen=True, slots=True)
class Bounds:
    depth: int
    elements: int
    text: int
    """Characters directly in one element."""


@dataclass(slots=True)
class Element:
    """`name` is its namespace and its name with a blank between them, where namespaces count."""

    name: str
    attributes: dict[str, str]
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def all(self, *name: str) -> list[Element]:
        """The children of that name, or of that namespace and name."""
        wanted = " ".join(name)
        return [child for child in self.children if child.name == wanted]

    def first(self, *name: str) -> Element | None:
        return next(iter(self.all(*name)), None)

    def value(self, *name: str) -> str:
        """The text of the first such child, trimmed; empty where there is none."""
        found = self.first(*name)
        return "" if found is None else found.text.strip()


def read_tree(body: bytes, bounds: Bounds, *, namespaces: bool = False) -> Element:
    """Its root. Raises BadXml."""
    parser = xml.parsers.expat.ParserCreate(namespace_separator=" " if namespaces else None)
    top = Element("", {})
    stack = [top]
    count = 0

    def refuse_doctype(*_: object) -> None:
        raise BadXml("it has a DOCTYPE")

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if len(stack) > bounds.depth or count > bounds.elements:
            raise BadXml("it is nested too deeply or has too many elements")
        element = Element(name, attributes)
        stack[-1].children.append(element)
        stack.append(element)

    def text(data: str) -> None:
        if len(stack[-1].text) + len(data) > bounds.text:
            raise BadXml("it has a text that is too long")
        stack[-1].text += data

    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _name: stack.pop() and None
    parser.CharacterDataHandler = text
    try:
        parser.Parse(body, True)
    except xml.parsers.expat.ExpatError as error:
        raise BadXml(f"it is not well-formed XML (line {error.lineno})") from error
    except (LookupError, ValueError) as error:
        raise error if isinstance(error, BadXml) else BadXml("it has an encoding that cannot be read") from error
    return top.children[0]
