"""Foreign HTML made safe to show: the first of the reader's four layers (the others are CSP, interceptor, no-network rule).

The invariant: the result contains no script, form, frame, plug-in, link or meta element, no handler, no URL scheme outside the
lists here, no CSS that names a resource, and nothing that would be fetched unless `allow_remote` is set; sanitising it again
changes nothing. What is too large or too deep comes back empty with `too_complex`. Never raises. Pure; any thread but the UI's.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit

import nh3

from desktop.core.mime.css import filter_declarations, filter_stylesheet
from desktop.core.mime.html_text import drop_controls, measure_html
from desktop.values import dataclass

MAX_HTML = 8_000_000
MAX_DATA_IMAGE = 4_000_000
MAX_TABLE_DEPTH = 18
_MAX_PASSES = 4

_TAGS = frozenset(
    str.split(
        """
    a abbr address article aside b bdi big blockquote br caption center cite code col colgroup dd del dfn div dl dt em
    figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q s samp section
    small span strike strong sub sup table tbody td tfoot th thead time tr tt u ul var wbr
    """
    )
)
_DROPPED_WHOLE = frozenset(
    str.split(
        "script style title noscript template svg math iframe frame frameset object embed applet audio video canvas select "
        "textarea noembed noframes xmp plaintext map"
    )
)
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"align", "bgcolor", "class", "color", "dir", "height", "lang", "style", "title", "valign", "width"},
    "a": {"href"},
    "blockquote": {"type"},
    "col": {"span"},
    "colgroup": {"span"},
    "font": {"face", "size"},
    "hr": {"noshade", "size"},
    "img": {"alt", "border", "data-remote-src", "hspace", "src", "vspace"},
    "li": {"type", "value"},
    "ol": {"start", "type"},
    "table": {"border", "cellpadding", "cellspacing", "rules", "frame", "summary"},
    "td": {"colspan", "nowrap", "rowspan"},
    "th": {"colspan", "nowrap", "rowspan"},
    "ul": {"type"},
}
_COLUMNS = ("col", "colgroup")
_PAINTING = ("bgcolor", "class", "style")
"""What would put a ground under text that stands elsewhere in the tree."""
_WEB = re.compile(r"https?://[^\s\"'<>\\]+", re.I)
_LINK = re.compile(r"(?:https?://|mailto:)[^\s\"<>\\]+", re.I)
_DATA_IMAGE = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,[A-Za-z0-9+/=\s]+", re.I)
_CID = re.compile(r"cid:[^\s\"'<>\\]{1,998}", re.I)
_SPAN_LIMIT = {
    "colspan": 1_000,
    "rowspan": 1_000,
    "span": 1_000,
    "size": 100,
    "border": 100,
    "hspace": 200,
    "vspace": 200,
}
_IMAGE = re.compile(r'<img((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_PRE_NEWLINE = re.compile(r"(<pre(?: [a-z-]+=\"[^\"]*\")*>)\n+")
_PIXEL = re.compile(r"\s*[0-2](?:\.\d+)?\s*(?:px)?\s*", re.I)
_PIXEL_STYLE = re.compile(r"(?:^|;)(?:max-)?(?:width|height):[0-2](?:\.\d+)?(?:px)?(?![.\d%a-z])", re.I)
_BODY = re.compile(r"<(/?)body(?=[\s>/])", re.I)
_DIRECTED = re.compile(r"<html(?=\s[^<>]{0,500}?\bdir\s*=)", re.I)
_OPENERS = re.compile(r"<!--|<style\b", re.I)
_STYLE_END = re.compile(r"</style", re.I)


@dataclass(frozen=True, slots=True)
class CleanHtml:
    """`html` is a fragment (a <style> of ours may lead it); `blocked_remote` counts images that were not let through,
    `remote_hosts` where they lie. `table_depth` and `tags` say what a simple renderer would have to cope with."""

    html: str
    blocked_remote: int = 0
    remote_hosts: tuple[str, ...] = ()
    too_complex: bool = False
    table_depth: int = 0
    tags: int = 0


def sanitise(html: str, *, allow_remote: bool = False) -> CleanHtml:
    """Safe HTML. Remote images become place holders of their size that keep the address in `data-remote-src`;
    with `allow_remote`, also on a result of an earlier call, they get their `src` back (http and https only), but for
    images of at most 2 pixels, which are there to report that the mail was opened."""
    html = drop_controls(html)
    styles, rest = _split_styles(html)
    if len(rest) > MAX_HTML:
        return CleanHtml("", too_complex=True)
    size = measure_html(rest)
    if size.too_complex or size.table_depth > MAX_TABLE_DEPTH:
        return CleanHtml("", too_complex=True, table_depth=size.table_depth, tags=size.tags)
    sheet = filter_stylesheet(styles)
    body = _DIRECTED.sub(
        "<div", _BODY.sub(r"<\1div", rest)
    )  # a page that is read from the right may say so on top alone
    for _ in range(_MAX_PASSES):
        cleaned = _PRE_NEWLINE.sub(r"\1", drop_controls(_CLEANER.clean(body)))
        if cleaned == body:
            break
        body = cleaned
    else:
        return CleanHtml("", too_complex=True, table_depth=size.table_depth, tags=size.tags)
    images = _Images(allow_remote)
    body = _IMAGE.sub(images.rewrite, body)
    return CleanHtml(
        html=f"<style>{sheet}</style>{body}" if sheet else body,
        blocked_remote=images.blocked,
        remote_hosts=tuple(sorted(images.hosts)),
        table_depth=size.table_depth,
        tags=size.tags,
    )


def _split_styles(html: str) -> tuple[str, str]:
    """The contents of all style elements outside comments, and the HTML without these elements and without comments."""
    styles: list[str] = []
    rest: list[str] = []
    position = 0
    while True:
        opener = _OPENERS.search(html, position)
        if opener is None:
            rest.append(html[position:])
            break
        rest.append(html[position : opener.start()])
        if opener[0] == "<!--":
            end = html.find("-->", opener.end())
            if end < 0:
                # An unclosed comment hides the rest from browsers; show it rather than lose it.
                position = opener.end()
                rest.append(html[position:])
                break
            position = end + 3
        else:
            start = html.find(">", opener.end())
            close = _STYLE_END.search(html, start) if start >= 0 else None
            if close is None:
                break
            styles.append(html[start + 1 : close.start()])
            end = html.find(">", close.end())
            position = end + 1 if end >= 0 else len(html)
    return "\n".join(styles), "".join(rest)


def _filter_attribute(tag: str, name: str, value: str) -> str | None:
    if tag in _COLUMNS and name in _PAINTING:
        return None
    if name == "style":
        return filter_declarations(value) or None
    if name == "src":
        value = value.strip()
        if _WEB.fullmatch(value) or _CID.fullmatch(value):
            return value
        return value if len(value) <= MAX_DATA_IMAGE and _DATA_IMAGE.fullmatch(value) else None
    if name == "href":
        value = value.strip()
        return value if _LINK.fullmatch(value) else None
    if name == "data-remote-src":
        return value if _WEB.fullmatch(value) else None
    if name in _SPAN_LIMIT:
        return value if value.isascii() and value.isdigit() and int(value[:9]) <= _SPAN_LIMIT[name] else None
    if name == "dir":
        return value if value.lower() in ("ltr", "rtl", "auto") else None
    return value[:2_000]


_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
    clean_content_tags=set(_DROPPED_WHOLE),
    attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
    attribute_filter=_filter_attribute,
    strip_comments=True,
    link_rel="noopener noreferrer",
    url_schemes={"http", "https", "mailto", "cid", "data"},
    url_relative="deny",
)


class _Images:
    """Rewrites <img> elements of cleaned HTML, whose attributes are all in double quotes."""

    def __init__(self, allow_remote: bool) -> None:
        self.allow_remote = allow_remote
        self.blocked = 0
        self.hosts: set[str] = set()

    def rewrite(self, match: re.Match[str]) -> str:
        attributes = dict(_ATTRIBUTE.findall(match[1]))
        source = attributes.get("src", "")
        remote = source if source[:4].lower() == "http" else "" if source else attributes.get("data-remote-src", "")
        attributes.pop("data-remote-src", None)
        if remote:
            attributes.pop("src", None)
            self.hosts.add(_host(unescape(remote)))
            if self.allow_remote and not is_tracking_pixel(attributes):
                attributes["src"] = remote
            else:
                self.blocked += 1
                attributes["data-remote-src"] = remote
        return "<img" + "".join(f' {name}="{value}"' for name, value in attributes.items()) + ">"


def is_tracking_pixel(attributes: dict[str, str]) -> bool:
    """Whether an image is too small to be looked at: at most 2 pixels wide or high, by attribute or by style."""
    sizes = [attributes.get("width", ""), attributes.get("height", "")]
    return any(_PIXEL.fullmatch(size) for size in sizes) or bool(_PIXEL_STYLE.search(attributes.get("style", "")))


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "")[:253]
    except ValueError:
        return ""
