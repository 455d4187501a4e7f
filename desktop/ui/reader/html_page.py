"""Sanitised HTML made ready to be shown: a whole document around it.

Invariant: the style that is added here never depends on the mail, and nothing of the mail is added outside the body.
Pure; runs on a worker.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from string import Template

SOUGHT = "bandeja-sought"
"""The class of what a search has marked."""
PAPER: Mapping[str, str] = {
    "ground": "#ffffff", "text": "#1f2628", "faint": "#5c686c", "line": "#c3c9ca", "link": "#0a6375", "hole": "#f0f2f2",
    "mark": "#ffe08a", "marked": "#1f2628",
}  # fmt: skip
"""The colours of a mail that brings some of its own: dark on light, as its author saw it."""

_STYLE = Template("""
html { background: $ground; color: $text; }
body { margin: 0; padding: 16px 20px 24px; font: 14px/1.5 sans-serif; overflow-wrap: break-word; }
img { max-width: 100%; }
img:not([width]) { height: auto; }
pre { white-space: pre-wrap; }
blockquote { margin: 8px 0; padding-left: 12px; border-left: 3px solid $line; }
a { color: $link; }
::-webkit-scrollbar { width: 12px; height: 12px; }
::-webkit-scrollbar-thumb { background: $line; background-clip: padding-box; border: 3px solid transparent;
  border-radius: 6px; }
img[data-remote-src] { display: inline-block; overflow: hidden; background: $hole; border-radius: 4px; font-size: 11px; color: $faint; }
.$sought { background: $mark !important; color: $marked !important; border-radius: 2px; }
""")
MARGIN_MM = 15
_PRINT_STYLE = Template("""
@page { margin: 15mm; @bottom-right { content: counter(page) " / " counter(pages); font: 11px sans-serif; color: #5c686c; } }
body { padding: 0; }
h1, h2, h3, img { break-inside: avoid; }
.$sought { background: none !important; color: inherit !important; }
.bandeja-head { border-bottom: 1px solid #c3c9ca; margin-bottom: 16px; padding-bottom: 12px; }
.bandeja-head h1 { font-size: 20px; margin: 0 0 8px; }
.bandeja-head p { margin: 2px 0; }
""").substitute(sought=SOUGHT)


def build_page(body: str, colours: Mapping[str, str] = PAPER) -> str:
    """A whole document around sanitised HTML. `colours` as in PAPER; others only for a mail that brings none."""
    return _document(_STYLE.substitute(colours, sought=SOUGHT), body)


def build_print_page(head: Iterable[tuple[str, str]], subject: str, body: str) -> str:
    """The document that is printed: subject, (name, value) lines as plain text, then the sanitised body."""
    lines = "".join(f"<p><b>{html.escape(name)}</b> {html.escape(value)}</p>" for name, value in head)
    block = f'<div class="bandeja-head"><h1>{html.escape(subject)}</h1>{lines}</div>'
    return _document(_STYLE.substitute(PAPER, sought=SOUGHT) + _PRINT_STYLE, block + body)


def build_plain_page(text: str) -> str:
    """Plain text as HTML, for printing."""
    return f'<pre style="font-family: inherit">{html.escape(text)}</pre>'


def _document(style: str, body: str) -> str:
    return (
        '<!doctype html><html><head><meta charset="utf-8"><meta name="referrer" content="no-referrer">'
        f"<style>{style}</style></head><body>{body}</body></html>"
    )
