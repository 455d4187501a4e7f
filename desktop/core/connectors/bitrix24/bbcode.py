"""HTML and plain text as BB code, the markup of Bitrix24's tasks, activities and chats.

Nothing of a mail can become a tag that it did not have: what looks like one is parted by a zero-width space, so that a mail
cannot mention users, place calls or send commands ([USER], [CALL], [SEND] …). Foreign HTML is measured before a tree is
built. Never raises. Pure.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from desktop.core.mime.html_text import drop_controls, html_to_text, measure_html

_LOOKS_LIKE_TAG = re.compile(r"\[(?=[/*A-Za-z])")
_UNSEEN_BLANK = "\u200b"
_INLINE = {"b": "B", "strong": "B", "i": "I", "em": "I", "u": "U", "ins": "U", "s": "S", "strike": "S", "del": "S"}
_BLOCKS = frozenset(
    str.split("p div h1 h2 h3 h4 h5 h6 table tr ul ol dl dt dd blockquote pre hr section article header footer center")
)
_SKIPPED = frozenset(str.split("style script title noscript template head"))
_OPENABLE = re.compile(r"(?:https?://|mailto:)[^\s<>\"\\]{1,2000}", re.I)
_EMPTY_TAGS = re.compile(r"\[(B|I|U|S)\](\s*)\[/\1\]")


def escape_bb(text: str) -> str:
    """Plain text that BB code leaves as it is."""
    return _LOOKS_LIKE_TAG.sub("[" + _UNSEEN_BLANK, drop_controls(text.replace("\r\n", "\n").replace("\r", "\n")))


def html_to_bb(html: str) -> str:
    if measure_html(html).too_complex:
        return escape_bb(html_to_text(html))
    tree = LexborHTMLParser(html)
    root = tree.body or tree.root
    return _tidy("".join(_walk(root))) if root is not None else ""


def _walk(root: LexborNode) -> list[str]:
    """Depth first without recursion: a node, or the text that closes one."""
    out: list[str] = []
    waiting: list[LexborNode | str] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            out.append(node)
            continue
        name = (node.tag or "").lower()
        if name == "-text":
            out.append(escape_bb(re.sub(r"\s+", " ", node.text_content or "")))
            continue
        if name in _SKIPPED or name.startswith(("-", "!", "_")):
            continue
        opening, closing = _tags(node, name)
        out.append(opening)
        waiting.append(closing)
        children: list[LexborNode | str] = list(node.iter(include_text=True))
        waiting.extend(reversed(children))
    return out


def _tags(node: LexborNode, name: str) -> tuple[str, str]:
    if name in _INLINE:
        return f"[{_INLINE[name]}]", f"[/{_INLINE[name]}]"
    if name == "a":
        match = _OPENABLE.match((node.attributes.get("href") or "").strip())
        address = match[0].replace("[", "%5B").replace("]", "%5D") if match else ""
        return (f"[URL={address}]", "[/URL]") if address else ("", "")
    if name == "br":
        return "\n", ""
    if name == "li":
        return "\n• ", ""
    if name in ("td", "th"):
        return "", " \t"
    if name == "img":
        return escape_bb(node.attributes.get("alt") or ""), ""
    return ("\n", "\n") if name in _BLOCKS else ("", "")


def _tidy(text: str) -> str:
    lines = [" ".join(line.split()) for line in text.split("\n")]
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return _EMPTY_TAGS.sub(r"\2", "\n".join(kept)).strip()
