"""HTML to plain text: fast for the index and the text view, careful for quoting.

Foreign HTML is measured before any tree is built from it (`measure_html`): parsers take quadratic time on deep nesting and
build quadratic trees from formatting that is never closed. What measures too complex is read by cutting out the tags. Never
raises. Pure; any thread.
"""

from __future__ import annotations

import re
from html import unescape

from selectolax.lexbor import LexborHTMLParser

from desktop.values import dataclass

MAX_DEPTH = 1_000
MAX_TAGS = 100_000
MAX_WORK = 1_000_000
MAX_ENTITIES = 150_000
_FEW_TAGS = 1_500
"""Below this many tags no nesting can cost much, so they are not looked at one by one."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,9})")
_VOID = frozenset(str.split("area base br col embed hr img input link meta param source track wbr"))
_CLOSED_BY_THEMSELVES = frozenset(str.split("p li dt dd tr td th option thead tbody tfoot colgroup html head body"))
_FORMATTING = frozenset(str.split("b big code em font i s small strike strong tt u"))

_LINE_TAGS = re.compile(
    r"<(?=/?(?:p|div|br|tr|li|ul|ol|dl|dt|dd|h[1-6]|table|blockquote|pre|hr|section|article|header|footer|center|address)\b)",
    re.I,
)
_CELL_TAGS = re.compile(r"<(?=t[dh]\b)", re.I)
_ANY_TAG = re.compile(r"<[/!?a-zA-Z][^<>]*>?")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
_CHECKED_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class HtmlSize:
    """`depth` and `table_depth` are upper bounds of nesting; `too_complex` says that no tree should be built."""

    tags: int
    depth: int
    table_depth: int
    too_complex: bool


def measure_html(html: str) -> HtmlSize:
    """How much work `html` would make, in one linear pass that stops as soon as it is too much."""
    count = html.count("<")
    if count > MAX_TAGS * 2 or html.count("&") > MAX_ENTITIES:
        return HtmlSize(count, 0, 0, True)
    opened: dict[str, int] = {}
    depth = deepest = tables = deepest_table = formatting = work = number = 0
    for number, match in enumerate(_TAG.finditer(html), 1):
        closing, name = match.groups()
        name = name.lower()
        if name in _VOID or name in _CLOSED_BY_THEMSELVES:
            pass  # no depth of its own, or none that lasts
        elif closing:
            if opened.get(name, 0) > 0:
                opened[name] -= 1
                depth -= 1
                if name == "table":
                    tables -= 1
                elif name in _FORMATTING:
                    formatting -= 1
        else:
            opened[name] = opened.get(name, 0) + 1
            depth += 1
            if name == "table":
                tables += 1
                deepest_table = max(deepest_table, tables)
            elif name in _FORMATTING:
                formatting += 1
            deepest = max(deepest, depth)
        work += formatting
        if deepest > MAX_DEPTH or work > MAX_WORK or number > MAX_TAGS:
            return HtmlSize(number, deepest, deepest_table, True)
    return HtmlSize(number, deepest, deepest_table, False)


def html_to_text(html: str) -> str:
    """The readable text of HTML, a line per block. Everything is kept, hidden text too: this is for finding and fallback."""
    if html.count("<") > _FEW_TAGS and measure_html(html).too_complex:
        return strip_tags(html)
    marked = _CELL_TAGS.sub(" <", _LINE_TAGS.sub("\n<", html.replace("\n", " ")))
    tree = LexborHTMLParser(marked)
    tree.strip_tags(["style", "script", "title", "noscript", "template"])
    root = tree.body or tree.root
    return tidy(root.text(separator="") if root is not None else "")


def strip_tags(html: str) -> str:
    """Text by cutting out everything that looks like a tag: linear, for HTML no parser should be given."""
    return tidy(unescape(_ANY_TAG.sub(" ", _LINE_TAGS.sub("\n<", html))))


def tidy(text: str) -> str:
    """Runs of blanks to one, two and more empty lines to one, single ones away, unseen and control characters out."""
    lines: list[str] = []
    empty = 0
    for line in text.split("\n"):
        words = line.split()
        if not words:
            empty += 1
            continue
        if empty > 1 and lines:
            lines.append("")
        empty = 0
        lines.append(" ".join(words))
    text = "\n".join(lines)
    return text if text.isascii() and text.replace("\n", "").isprintable() else _UNSEEN.sub("", text)


def drop_controls(text: str) -> str:
    """`text` without control characters (but tab and newline) and lone surrogates."""
    return _CHECKED_CONTROLS.sub("", text)
