"""Foreign CSS down to what lays out a newsletter and can do nothing else: an allow-list of properties, values and selectors.

The invariant: the result never names a resource (no url(), image-set(), @import, @font-face), never runs (no expression,
behaviour, animation), never depends on anything (no at-rules, var(), attr(), pseudo-classes), never takes text out of its place
(no position, z-index, transform, negative margins) or cuts it off (no overflow, but for what is flat), hides it in no way that `visible_html` does not see, contains no backslash, "<" or quote but "'", and filters to itself. Linear. Pure; any thread.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from desktop.core.mime.css_values import read_colour, read_length, read_share

MAX_STYLESHEET = 300_000
MAX_RULES = 3_000
_MAX_VALUE = 1_000

_PROPERTIES = frozenset(
    str.split(
        """
    background background-color border border-bottom border-bottom-color border-bottom-left-radius
    border-bottom-right-radius border-bottom-style border-bottom-width border-collapse border-color border-left
    border-left-color border-left-style border-left-width border-radius border-right border-right-color
    border-right-style border-right-width border-spacing border-style border-top border-top-color
    border-top-left-radius border-top-right-radius border-top-style border-top-width border-width box-sizing
    caption-side clear color direction display empty-cells float font font-family font-size font-stretch font-style
    font-variant font-weight height letter-spacing line-height list-style list-style-position list-style-type margin
    margin-bottom margin-left margin-right margin-top max-height max-width min-height min-width opacity
    overflow-wrap padding padding-bottom padding-left padding-right padding-top table-layout
    text-align text-decoration text-decoration-color text-decoration-line text-decoration-style text-indent
    text-transform vertical-align visibility white-space width word-break word-spacing word-wrap
    """
    )
)
_NEVER_NEGATIVE = ("margin", "text-indent", "letter-spacing", "word-spacing", "line-height")
_MOVERS = ("margin", "padding", "text-indent", "border")
_NEGATIVE = re.compile(r"(?:^|[ ,])-\s*[.\d]")
_FAR = re.compile(r"\d{4}|\d{3}(?:\.\d+)?(?:r?em|ex|ch|vw|vh|in|cm|%)", re.I)
"""Distances that push text out of sight."""
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_VALUE = re.compile(r"[-#%.,!'a-zA-Z0-9+/ ()\u00a1-\ud7ff]{1,400}")
_FUNCTION = re.compile(r"([a-zA-Z-]*)\(")
_FUNCTIONS = frozenset({"rgb", "rgba", "hsl", "hsla"})
_COLOUR = re.compile(
    r"(#[0-9a-fA-F]{3,8}\b|rgba?\([0-9., %]{3,60}\)|\b(?!url\b|no\b|repeat\b|scroll\b|center\b|top\b|left\b|none\b)[a-zA-Z]{3,24}\b(?![-(]))"
)
_SELECTOR = re.compile(
    r"(?:[a-zA-Z][a-zA-Z0-9]{0,15}|\*)?(?:\.[A-Za-z_][A-Za-z0-9_-]{0,80}){0,4}"
    r"(?: ?[> ] ?(?:[a-zA-Z][a-zA-Z0-9]{0,15}|\*|(?=\.))(?:\.[A-Za-z_][A-Za-z0-9_-]{0,80}){0,4}){0,5}"
)
_COLUMN = re.compile(r"(?:^|[ >])(?:col|colgroup|html)\b", re.I)
"""Columns paint what is not within them, and the page is the reader's."""
_DELIMITERS = re.compile(r"[{}@;]")
_DISPLAYS = frozenset(
    str.split(
        """
    block flex flow-root grid inherit inline inline-block inline-flex inline-grid inline-table list-item none table table-caption
    table-cell table-footer-group table-header-group table-row table-row-group
    """
    )
)
_SHOWINGS = frozenset({"visible", "hidden", "collapse", "inherit"})
_SIZES = frozenset(str.split("xx-small x-small small medium large x-large xx-large xxx-large smaller larger inherit"))
_IMPORTANT = re.compile(r" ?! ?important$", re.I)
_CLIPS = re.compile(r"(?:^|;)\s*overflow(?:-[xy])?\s*:[^;]*(?:hidden|clip|auto|scroll)", re.I)
_FLAT = re.compile(
    r"(?:^|;)(?:max-)?(?:height|width):(?:[0-5](?:\.\d+)?|0?\.\d+)(?:px|pt|mm|q|r?em|ex|ch|vw|vh|%|)(?![.\d%a-z])", re.I
)
"""What a clip leaves nothing of."""
GONE = re.compile(
    r"(?:^|;)(?:display:none|visibility:(?:hidden|collapse)"
    r"|(?:max-)?(?:height|width):(?:0+(?:\.\d*)?|\.\d+|[01]px)(?:px|pt|em|rem|%)?(?![.\d]))",
    re.I,
)
"""Filtered declarations of an element of which nothing is seen, whatever is within it."""
_HIDING = re.compile(
    r"(?:^|;)(?:display:none|visibility:(?:hidden|collapse)|opacity:(?:0|0?\.0\d*)(?![.\d])"
    r"|font-size:(?:0|[01](?:\.\d+)?(?:px|pt)|0?\.\d+(?:px|pt|em|rem)?|0(?:px|pt|em|rem|%))(?![.\d])"
    r"|(?:max-)?(?:height|width):(?:0|[01]px)(?:px|pt|em|rem|%)?(?![.\d])|color:transparent|line-height:0(?:px|pt|em|%)?(?![.\d]))",
    re.I,
)


@lru_cache(maxsize=4096)
def filter_declarations(style: str) -> str:
    """The allowed part of a declaration list: "color:red;width:10px", in the given order, without a final semicolon."""
    if "/*" in style:
        style = _COMMENT.sub("", style)
    kept = []
    for declaration in style[:20_000].split(";"):
        name, colon, value = declaration.partition(":")
        name = name.strip().lower()
        if not colon or name not in _PROPERTIES or len(value) > _MAX_VALUE:
            continue
        value = " ".join(value.replace('"', "'").split())
        if name == "background" and (filtered := _background(value)):
            kept.append(f"background-color:{filtered}")
        elif name != "background" and _is_allowed(name, value):
            kept.append(f"{name}:{value}")
    if _CLIPS.search(style) and _FLAT.search(";".join(kept)):
        kept.append("overflow:hidden")  # lines and gaps are drawn so; whatever is higher is not cut off
    return ";".join(kept)


def filter_stylesheet(css: str) -> str:
    """The allowed rules of a style sheet, one a line. At-rules go with everything inside them."""
    css = css[:MAX_STYLESHEET].replace("<!--", " ").replace("-->", " ")
    css = _COMMENT.sub("", css)
    rules: list[str] = []
    position = 0
    while len(rules) < MAX_RULES:
        mark = _DELIMITERS.search(css, position)
        if mark is None:
            break
        if mark[0] in "};":
            position = mark.end()
        elif mark[0] == "@":
            position = _skip_at_rule(css, mark.end())
        else:
            end = css.find("}", mark.end())
            if end < 0:
                break
            selectors = _filter_selectors(css[position : mark.start()])
            declarations = filter_declarations(css[mark.end() : end]) if selectors else ""
            if declarations:
                rules.append(f"{selectors}{{{declarations}}}")
            position = end + 1
    return "\n".join(rules)


def hides(declarations: str) -> bool:
    """Whether filtered declarations keep an element from being seen."""
    return _HIDING.search(declarations) is not None


def _is_allowed(name: str, value: str) -> bool:
    if not _VALUE.fullmatch(value) or value.count("'") % 2:
        return False
    if "(" in value and any(function.lower() not in _FUNCTIONS for function in _FUNCTION.findall(value)):
        return False
    if value.count("(") != value.count(")"):
        return False
    if name.startswith(_MOVERS) and _FAR.search(value):
        return False
    if (reads := _UNDERSTOOD.get(name)) and not reads(_IMPORTANT.sub("", value).lower()):
        return False
    return not ("-" in value and name.startswith(_NEVER_NEGATIVE) and _NEGATIVE.search(value))


def _background(value: str) -> str:
    """The colour of a background shorthand; images and their placement go."""
    value = re.sub(r"url\([^)]*\)?", " ", value, flags=re.I)
    if "(" in value and any(function.lower() not in _FUNCTIONS for function in _FUNCTION.findall(value)):
        return ""
    found = (match[0] for match in _COLOUR.finditer(value) if _is_allowed("background-color", match[0]))
    return next(found, "")


def _is_colour(value: str) -> bool:
    return value == "inherit" or read_colour(value) is not None


def _is_font(value: str) -> bool:
    """Whether it says how large the letters are. The names of the system's fonts say it to browsers alone."""
    words = [word.partition("/")[0] for word in value.split()]
    return value == "inherit" or any(word in _SIZES or read_length(word, 16.0) is not None for word in words)


_UNDERSTOOD: dict[str, Callable[[str], bool]] = {
    "color": _is_colour,
    "background-color": lambda value: value != "inherit" and _is_colour(value),
    "display": _DISPLAYS.__contains__,
    "visibility": _SHOWINGS.__contains__,
    "opacity": lambda value: read_share(value) is not None,
    "font-size": lambda value: value in _SIZES or read_length(value, 16.0) is not None,
    "font": _is_font,
}
"""What decides whether text is seen is let through only as far as `visible_html` understands it."""


def _filter_selectors(text: str) -> str:
    kept = []
    for selector in text[-4_000:].split(","):
        selector = " ".join(selector.split())
        if selector and _SELECTOR.fullmatch(selector) and not _COLUMN.search(selector):
            kept.append(selector)
    return ",".join(kept)


def _skip_at_rule(css: str, position: int) -> int:
    """Behind an at-rule: after its semicolon, or after its whole block however nested."""
    depth = 0
    while True:
        mark = _DELIMITERS.search(css, position)
        if mark is None:
            return len(css)
        position = mark.end()
        if mark[0] == ";" and depth == 0:
            return position
        if mark[0] == "{":
            depth += 1
        elif mark[0] == "}":
            depth -= 1
            if depth <= 0:
                return position
