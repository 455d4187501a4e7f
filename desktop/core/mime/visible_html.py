"""The part of sanitised HTML that a reader can see, so that an answer quotes only what was read.

Covert text in a mail (hidden by style, tiny, of the colour of its ground) would otherwise go back to its sender, decrypted or
not. Errs towards leaving out. Takes only the output of `sanitise`, whose size and depth are bounded. Pure; any thread.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from desktop.core.mime.css import hides

_MAX_RULES = 500
_MAX_STYLED = 3_000_000
"""Characters of the style sheet that its rules may give to the elements of one mail."""
_STYLE = re.compile(r"<style>(.*?)</style>", re.S)
_TINY = re.compile(
    r"(?:^|;)font(?:-size)?:[^;]*?(?<![\d.])(?:[0-3](?:\.\d+)?(?:px|pt)|0?\.[0-3]\d*r?em|[0-2]?\d%)", re.I
)
_COLOUR = re.compile(r"(?:^|;)color:([^;]+)", re.I)
_GROUND = re.compile(r"(?:^|;)background(?:-color)?:([^;]+)", re.I)
_CLIPS = re.compile(r"(?:^|;)overflow(?:-[xy])?:hidden", re.I)
_FLAT = re.compile(r"(?:^|;)(?:max-)?(?:height|width):\s*[0-5](?:\.\d+)?(?:px|pt)?(?![\d.%a-z])", re.I)
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[ ,]+(\d{1,3})[ ,]+(\d{1,3})(?:[ ,/]+([\d.]+%?))?\s*\)", re.I)
_NAMED = {
    "white": (255, 255, 255),
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "ghostwhite": (248, 248, 255),
    "whitesmoke": (245, 245, 245),
    "black": (0, 0, 0),
}
_TOO_CLOSE = 40
"""Sum of the differences of red, green and blue under which text does not stand out from its ground."""

Colour = tuple[int, int, int] | str
"""Red, green and blue; a colour that is not understood stays its text, which equals itself alone."""


def remove_unseen(html: str) -> str:
    """Sanitised HTML without the elements that cannot be seen in the reader."""
    match = _STYLE.match(html)
    tree = LexborHTMLParser(html[match.end() :] if match else html)
    hiding = _rule_styles(tree, match[1]) if match else {}
    if tree.body is None or hiding is None:
        return ""
    _remove(tree, hiding)
    return tree.body.html or ""


def style_seen(html: str) -> str:
    """The same with the style sheet written into the elements, so that it means nothing to what is written around it, and
    without the words that nobody sees before he points at something."""
    match = _STYLE.match(html)
    tree = LexborHTMLParser(html[match.end() :] if match else html)
    hiding = _rule_styles(tree, match[1]) if match else {}
    if tree.body is None or hiding is None:
        return ""
    _remove(tree, hiding)
    styles = (_rule_styles(tree, match[1], every=True) if match else {}) or {}
    for name in ("class", "title", "alt", "summary"):
        for node in tree.css(f"[{name}]"):
            del node.attrs[name]
    for node in tree.css("*") if styles else ():
        if node.mem_id in styles:
            node.attrs["style"] = f"{styles[node.mem_id]};{node.attributes.get('style') or ''}".strip(";")
    return tree.body.html or ""


def _remove(tree: LexborHTMLParser, styles: dict[int, str]) -> None:
    body = tree.body
    assert body is not None
    doomed: list[LexborNode] = []
    stack: list[tuple[LexborNode, Colour, Colour]] = [(child, (0, 0, 0), (255, 255, 255)) for child in body.iter()]
    while stack:
        node, colour, ground = stack.pop()
        attributes = node.attributes
        style = f"{styles.get(node.mem_id, '')};{attributes.get('style') or ''}".strip(";")
        painted = _last(_GROUND, style) or attributes.get("bgcolor") or ""
        ground = _read_colour(painted) if painted else ground
        own = _last(_COLOUR, style) or (attributes.get("color") or "")
        colour = _read_colour(own) if own else colour
        blends = _distance(colour, ground) < _TOO_CLOSE and node.text(deep=False, separator="").strip()
        if blends or _is_unseen(style, own):
            doomed.append(node)
            continue
        stack.extend((child, colour, ground) for child in node.iter())
    for node in doomed:
        node.decompose()


def _rule_styles(tree: LexborHTMLParser, sheet: str, *, every: bool = False) -> dict[int, str] | None:
    """Declarations that the style sheet gives to each node, only those that can hide it unless `every` is asked for; None when they
    are more than any honest mail has. Later rules are put behind earlier ones; specificity is ignored."""
    styles: dict[int, str] = {}
    count = 0
    for rule in sheet.split("\n")[:_MAX_RULES]:
        selectors, _, declarations = rule.partition("{")
        declarations = declarations.rstrip("}")
        if not (
            every
            or hides(declarations)
            or _COLOUR.search(declarations)
            or _GROUND.search(declarations)
            or _TINY.search(declarations)
        ):
            continue
        try:
            nodes = tree.css(selectors)
        except (SelectolaxError, ValueError):
            continue
        count += len(nodes) * len(declarations)
        if count > _MAX_STYLED:
            return None
        for node in nodes:
            styles[node.mem_id] = f"{styles.get(node.mem_id, '')};{declarations}"
    return styles


def _is_unseen(style: str, colour: str) -> bool:
    if not style:
        return False
    if hides(style) or _TINY.search(style) or (_CLIPS.search(style) and _FLAT.search(style)):
        return True
    match = _RGB.search(colour)
    return bool(match and match[4] and _fraction(match[4]) < 0.1)


def _fraction(text: str) -> float:
    try:
        return float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        return 1.0


def _last(pattern: re.Pattern[str], style: str) -> str:
    found = pattern.findall(style)
    return found[-1] if found else ""


def _read_colour(text: str) -> Colour:
    text = text.replace("!important", "").strip().lower()
    if match := _RGB.fullmatch(text):
        return int(match[1]), int(match[2]), int(match[3])
    digits = text.removeprefix("#")
    if text not in _NAMED and len(digits) in (3, 6) and re.fullmatch(r"[0-9a-f]+", digits):
        if len(digits) == 3:
            digits = "".join(digit * 2 for digit in digits)
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    return _NAMED.get(text, text)


def _distance(one: Colour, other: Colour) -> int:
    if isinstance(one, str) or isinstance(other, str):
        return 0 if one == other else 1_000
    return sum(abs(a - b) for a, b in zip(one, other, strict=True))
