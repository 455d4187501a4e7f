"""Any HTML to formatted text: what is pasted, a quote that is unfolded, a draft that comes back from the server.

Invariant: what comes out is tidy, bounded, and holds no address but http, https and mailto; nothing is ever fetched, so a picture
is one of the mail's own (cid:) or left out. Linear: the sanitiser has closed every element. Never raises. Pure; any thread but the UI's.
"""

from __future__ import annotations

import re
from html import unescape

import nh3

from desktop.core.mail.rich_text import (
    BULLET,
    HEADING,
    LINK,
    MAX_BLOCKS,
    NUMBER,
    TEXT,
    Block,
    RichText,
    Run,
    Style,
    from_text,
    tidy,
)
from desktop.core.mime.html_text import drop_controls, measure_html, strip_tags

MAX_HTML = 2_000_000
MAX_RUNS = 3 * MAX_BLOCKS
_DROPPED_WHOLE = frozenset(
    str.split(
        "script style title noscript template svg math iframe frame frameset object embed applet audio video canvas select "
        "textarea noembed noframes xmp plaintext map"
    )
)
_STYLES = {
    "b": Style.BOLD, "strong": Style.BOLD, "th": Style.BOLD, "i": Style.ITALIC, "em": Style.ITALIC, "cite": Style.ITALIC,
    "u": Style.UNDERLINE, "ins": Style.UNDERLINE, "s": Style.STRIKE, "strike": Style.STRIKE, "del": Style.STRIKE,
}  # fmt: skip
_HEADINGS = frozenset(str.split("h1 h2 h3 h4 h5 h6"))
_BLOCKS = _HEADINGS | frozenset(
    str.split(
        "address article aside blockquote caption center dd div dl dt figcaption figure footer header hr li main nav ol p pre "
        "section table tr ul"
    )
)
_INLINE = frozenset(str.split("a br font img span td tt code kbd samp big small sub sup"))
_TOKEN = re.compile(r'<(/?)([a-z0-9]+)((?: [a-z-]+="[^"]*")*)>|([^<]+)')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_SPACES = re.compile(r"[ \t\r\n\f]+")
_WEIGHT = re.compile(r"font-weight\s*:\s*(bold|[6-9]00|normal|[1-5]00)", re.I)
_SLANT = re.compile(r"font-style\s*:\s*(italic|oblique|normal)", re.I)
_LINES = re.compile(r"text-decoration(?:-line)?\s*:([^;]*)", re.I)
_NO_MARGIN = re.compile(r"(?:^|;)\s*margin(?:-top|-bottom)?\s*:\s*0(?:px|pt|cm)?\s*(?:;|$|0)", re.I)
_WORD_ITEM = re.compile(r"mso-list\s*:\s*l\d+ level([1-9])", re.I)
_WORD_MARK = re.compile(r"mso-list\s*:\s*ignore", re.I)
"""Word writes items as paragraphs, with what stands before them in an element of this style."""
_NUMBER = re.compile(r"\W*(?:\d{1,4}|[a-z]{1,5})[.)]", re.I)
_CID = re.compile(r"cid:([^\s\"'<>\\]{1,998})", re.I)


def read_html(html: str) -> RichText:
    """What of it can be written here; HTML that is too large or too deep is read as its text."""
    html = drop_controls(html[: MAX_HTML + 1])
    if len(html) > MAX_HTML or measure_html(html).too_complex:
        return from_text(strip_tags(html)[:MAX_HTML])[:MAX_BLOCKS]
    reader = _Reader()
    for match in _TOKEN.finditer(_CLEANER.clean(html)):
        if reader.is_full:
            break
        closing, tag, attributes, text = match.groups()
        if text is not None:
            reader.read_text(unescape(text))
        elif closing:
            reader.close(tag)
        else:
            reader.open(tag, {name: unescape(value) for name, value in _ATTRIBUTE.findall(attributes)})
    reader.end_line()
    return tidy(reader.blocks)[:MAX_BLOCKS]


def _filter_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value.strip() if LINK.fullmatch(value.strip()) else None
    if name == "src":
        return value.strip() if _CID.fullmatch(value.strip()) else None
    return value[:1_000]


_CLEANER = nh3.Cleaner(
    tags=set(_STYLES) | set(_BLOCKS) | set(_INLINE),
    clean_content_tags=set(_DROPPED_WHOLE),
    attributes={"*": {"style", "class"}, "a": {"href"}, "img": {"src", "alt"}},
    attribute_filter=_filter_attribute,
    strip_comments=True,
    link_rel=None,
    url_schemes={"http", "https", "mailto", "cid"},
    url_relative="deny",
)


class _Reader:
    """Keeps the line that is being read, which is opened by what stands in it."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._line: list[Run] | None = None
        self._looks: list[tuple[int, str, bool]] = [(0, "", False)]
        """Style and link inside each open element, and whether it keeps a distance to its neighbours."""
        self._lists: list[str] = []
        self._quote = self._pre = self._heading = 0
        self._gap = self._breaks = False
        self._word_level, self._word_mark = 0, ""
        self._marks = self._runs = 0

    @property
    def is_full(self) -> bool:
        return len(self.blocks) >= MAX_BLOCKS or self._runs >= MAX_RUNS

    def open(self, tag: str, attributes: dict[str, str]) -> None:
        style, link, _ = self._looks[-1]
        if tag == "br":
            self._break()
            return
        if tag == "img":
            match = _CID.fullmatch(attributes.get("src", ""))
            if match:
                self._add(Run(attributes.get("alt", "")[:200], 0, link, match[1]))
            return
        if tag == "hr":
            self._bound()
            return
        css = attributes.get("style", "")
        has_margin = tag == "p" and not attributes.get("class", "").startswith("Mso") and not _NO_MARGIN.search(css)
        self._looks.append((_style(style | _STYLES.get(tag, 0), css), attributes.get("href", link), has_margin))
        if tag in ("td", "th") and self._line:
            self._add(Run("\t", style, link))
        elif tag in ("ul", "ol", "li", "blockquote"):
            self.end_line()
        elif tag in _BLOCKS:
            self._bound()
        self._gap = self._gap or has_margin
        self._count(tag, 1)
        if tag == "p" and not self._lists and (match := _WORD_ITEM.search(css)):
            self._word_level = int(match[1])
        elif tag == "span" and (self._marks or _WORD_MARK.search(css)):
            self._marks += 1

    def close(self, tag: str) -> None:
        has_margin = self._looks.pop()[2]
        if tag == "span" and self._marks:
            self._marks -= 1
        if tag in ("ul", "ol", "li", "blockquote"):
            self.end_line()
        elif tag in _BLOCKS:
            self._bound()
        self._gap = self._gap or has_margin
        self._count(tag, -1)

    def read_text(self, text: str) -> None:
        style, link, _ = self._looks[-1]
        if self._marks:
            self._word_mark += text
            return
        if self._pre:
            for number, line in enumerate(text.split("\n")):
                if self.is_full:
                    return
                if number:
                    self._break()
                if line:
                    self._add(Run(line, style, link))
            return
        text = _SPACES.sub(" ", text)
        if not self._line or self._breaks or self._line[-1].text.endswith((" ", "\n", "\t")):
            text = text.lstrip(" ")
        if text:
            self._add(Run(text, style, link))

    def end_line(self) -> None:
        """Whatever follows is another block."""
        self._breaks = False
        if self._line is None:
            return
        runs, self._line = self._line, None
        if runs and not runs[-1].picture:
            runs[-1] = runs[-1]._replace(text=runs[-1].text.rstrip(" \t"))
        kind = self._lists[-1] if self._lists else HEADING if self._heading else TEXT
        level = len(self._lists)
        if self._word_level:
            kind, level = NUMBER if _NUMBER.match(self._word_mark) else BULLET, self._word_level
        self._word_level, self._word_mark = 0, ""
        if kind != TEXT and runs and not runs[-1].picture:  # the break that ends a block is not seen
            runs[-1] = runs[-1]._replace(text=runs[-1].text.removesuffix("\n"))
        before = self.blocks[-1] if self.blocks else None
        if self._gap and kind == TEXT and before is not None and (before.kind, before.quote) == (TEXT, self._quote):
            self.blocks.append(Block(quote=self._quote))
        self._gap = False
        self.blocks.append(Block(tuple(runs), kind, level, self._quote))

    def _bound(self) -> None:
        """A block begins or ends: within an item that is another line of it."""
        if self._lists and self._line is not None:
            self._breaks = True
        else:
            self.end_line()

    def _break(self) -> None:
        if self._lists or self._heading:
            self._add(Run("\n"))
        else:
            self._line = self._line or []
            self.end_line()

    def _add(self, run: Run) -> None:
        if self._line is None:
            self._line = []
        if self._breaks:
            self._breaks = False
            self._line.append(Run("\n"))
        self._line.append(run)
        self._runs += 1

    def _count(self, tag: str, step: int) -> None:
        if tag == "blockquote":
            self._quote += step
        elif tag == "pre":
            self._pre += step
        elif tag in _HEADINGS:
            self._heading += step
        elif tag in ("ul", "ol") and step > 0:
            self._lists.append(NUMBER if tag == "ol" else BULLET)
        elif tag in ("ul", "ol"):
            self._lists.pop()


def _style(style: int, css: str) -> int:
    """What the element inherits, as its own styles change it."""
    if not css:
        return style
    if match := _WEIGHT.search(css):
        is_bold = match[1].lower() == "bold" or (match[1] >= "600" and match[1].isdigit())
        style = style | Style.BOLD if is_bold else style & ~Style.BOLD
    if match := _SLANT.search(css):
        style = style & ~Style.ITALIC if match[1].lower() == "normal" else style | Style.ITALIC
    if match := _LINES.search(css):
        words = match[1].lower()
        style |= (Style.UNDERLINE if "underline" in words else 0) | (Style.STRIKE if "line-through" in words else 0)
    return style
