"""The part of sanitised HTML that a reader can see, so that an answer quotes only what was read.

Covert text in a mail (hidden by style, tiny, of the colour of its ground) would otherwise go back to its sender, decrypted or
not. Errs towards leaving out. Takes only the output of `sanitise`, whose size and depth are bounded, and whose styles hold no colour,
size or share that cannot be read here. What an element may undo for what is within it (colour, size) is judged for each text. Pure; any thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from desktop.core.mime.css import GONE, MAX_RULES
from desktop.core.mime.css_values import Colour, blend, read_colour, read_length, read_old_colour, read_share

_MAX_STYLED = 3_000_000
"""Characters of the style sheet that its rules may give to the elements of one mail."""
_MAX_LOOKS = 3_000_000
"""Elements, times the rules that look at each."""
_STYLE = re.compile(r"<style>(.*?)</style>", re.S)
_TOO_CLOSE = 40
"""Sum of the differences of red, green and blue under which text does not stand out from its ground."""
_TINY = 5.0
"""Pixels of letters that nobody reads."""
_FLAT = 0.3
"""Of its letters, the height of a line that nobody reads."""
_FAINT = 0.1
_GROUNDS: dict[str | None, Colour] = {"mark": (255, 255, 0, 1.0)}
_COLOURS: dict[str | None, Colour] = {"mark": (0, 0, 0, 1.0), "a": (10, 99, 117, 1.0)}
"""That elements have by themselves; of a link, in the reader."""
_SMALLER = 1 / 1.2
_FACTORS: dict[str | None, float] = {"small": _SMALLER, "sub": _SMALLER, "sup": _SMALLER, "big": 1.2}
_SIZES = {
    "xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0, "xx-large": 32.0,
    "xxx-large": 48.0,
}  # fmt: skip
_RELATIVE = {"smaller": _SMALLER, "larger": 1.2, "inherit": 1.0}
_IMPORTANT = re.compile(r"!\s*important$", re.I)


class _Look(NamedTuple):
    """Of the text in an element: colour and ground as they are seen, its height in pixels, how far its lines lie apart
    (in heights of its letters), and how much of it covers what is below."""

    colour: Colour = (0, 0, 0, 1.0)
    ground: Colour = (255, 255, 255, 1.0)
    size: float = 16.0
    line: float = 1.2
    covers: float = 1.0

    @property
    def is_unseen(self) -> bool:
        seen = blend(self.colour, self.ground)
        if self.covers < _FAINT:
            return True
        distance = sum(abs(one - other) for one, other in zip(seen[:3], self.ground[:3], strict=True))
        return distance < _TOO_CLOSE or self.size < _TINY or self.line < _FLAT


def remove_unseen(html: str) -> str:
    """Sanitised HTML without what cannot be seen in the reader."""
    made = _read_seen(html)
    return (made[0].body.html or "") if made is not None and made[0].body is not None else ""


def style_seen(html: str) -> str:
    """The same with the style sheet written into the elements, so that it means nothing to what is written around it, and
    without the words that nobody sees before he points at something."""
    made = _read_seen(html)
    if made is None:
        return ""
    tree, styles = made
    for name in ("class", "title", "alt", "summary"):
        for node in tree.css(f"[{name}]"):
            del node.attrs[name]
    for node in tree.css("*") if styles else ():
        if node.mem_id in styles:
            node.attrs["style"] = f"{styles[node.mem_id]};{node.attributes.get('style') or ''}".strip(";")
    return (tree.body.html or "") if tree.body is not None else ""


def _read_seen(html: str) -> tuple[LexborHTMLParser, dict[int, str]] | None:
    """What is left of it, and what the style sheet gives to each node; None for more styles than any honest mail has."""
    match = _STYLE.match(html)
    tree = LexborHTMLParser(html[match.end() :] if match else html)
    styles = _rule_styles(tree, match[1], html.count("<")) if match else {}
    if tree.body is None or styles is None:
        return None
    _remove(tree.body, styles)
    return tree, styles


def _remove(body: LexborNode, styles: dict[int, str]) -> None:
    doomed: list[LexborNode] = []
    stack = [(body, _Look())]
    while stack:
        node, look = stack.pop()
        if node.is_text_node:
            if look.is_unseen and (node.text_content or "").strip():
                doomed.append(node)
            continue
        style = f"{styles.get(node.mem_id, '')};{node.attributes.get('style') or ''}"
        look = _look_of(node, style, look)
        if "overflow:hidden" in style:
            look = look._replace(covers=0.0)  # what is flat is often a line, which stays
        elif look.covers < _FAINT or GONE.search(style):
            doomed += node.iter(include_text=True) if node == body else [node]
            continue
        stack.extend((child, look) for child in node.iter(include_text=True))
    for node in doomed:
        node.decompose()


def _look_of(node: LexborNode, style: str, around: _Look) -> _Look:
    declared = _declared(style) if style != ";" else {}
    attributes = node.attributes
    ground = read_colour(declared.get("background-color", "")) or read_old_colour(attributes.get("bgcolor") or "")
    ground = ground or _GROUNDS.get(node.tag)
    colour = read_colour(declared.get("color", "")) or read_old_colour(attributes.get("color") or "")
    colour = colour or (None if declared.get("color") == "inherit" else _COLOURS.get(node.tag))
    size = around.size * _FACTORS.get(node.tag, 1.0)
    if said := declared.get("font-size"):
        size = _size(said, around.size)
    line = around.line
    if said := declared.get("line-height"):
        given = read_length(said, size)
        if given is not None:
            line = given if said[-1:].isdigit() or said[-1:] == "." else given / max(size, 0.01)
    share = read_share(declared.get("opacity", ""))
    return _Look(
        around.colour if colour is None else colour,
        around.ground if ground is None else blend(ground, around.ground),
        size,
        line,
        around.covers if share is None else around.covers * share,
    )


def _declared(style: str) -> dict[str, str]:
    """What holds of each property: the last that was said, or the last that was said to be important."""
    found: dict[str, str] = {}
    important: set[str] = set()
    for name, value in _declarations(style):
        said = _IMPORTANT.sub("", value).strip().lower()
        if said != value.lower():
            important.add(name)
        elif name in important:
            continue
        found[name] = said
    return found


def _declarations(style: str) -> Iterator[tuple[str, str]]:
    for piece in style.split(";"):
        name, _, value = piece.partition(":")
        if name == "font":
            mark = " !important" if _IMPORTANT.search(value) else ""
            for word in value.split():
                size, _, line = word.partition("/")
                if _is_size(size):
                    yield "font-size", size + mark
                    yield "line-height", (line or "1.2") + mark
                    break
        elif name:
            yield name, value


def _is_size(word: str) -> bool:
    """Whether it is what a `font` gives its letters; a number without a unit is their weight, but for 0."""
    word = word.lower()
    if word in _SIZES or word in _RELATIVE:
        return True
    return read_length(word, 16.0) is not None and (not word[-1:].isdigit() or float(word) == 0)


def _size(said: str, around: float) -> float:
    if said in _SIZES:
        return _SIZES[said]
    if said in _RELATIVE:
        return around * _RELATIVE[said]
    length = read_length(said, around)
    return around if length is None else length


def _rule_styles(tree: LexborHTMLParser, sheet: str, tags: int) -> dict[int, str] | None:
    """Declarations that the style sheet gives to each node, the more specific ones behind the others, as they hold; None when they
    are more than any honest mail has."""
    given: dict[int, list[tuple[int, int, int, str]]] = {}
    rules = sheet.split("\n")[:MAX_RULES]
    count = looks = 0
    for order, rule in enumerate(rules):
        selectors, _, declarations = rule.partition("{")
        declarations = declarations.rstrip("}")
        for selector in selectors.split(","):
            looks += tags
            try:
                nodes = tree.css(selector)
            except (SelectolaxError, ValueError):
                continue
            count += len(nodes) * len(declarations)
            if count > _MAX_STYLED or looks > _MAX_LOOKS:
                return None
            classes = selector.count(".")
            elements = sum(part[:1].isalpha() for part in re.split(r"[> ]+", selector))
            for node in nodes:
                given.setdefault(node.mem_id, []).append((classes, elements, order, declarations))
    return {node: ";".join(one[3] for one in sorted(every)) for node, every in given.items()}
