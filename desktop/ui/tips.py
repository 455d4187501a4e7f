"""Tool tips that show what they are given as it is, whoever wrote it.

Qt takes a tip that looks like rich text for it and has no switch against that, and `<img src="file://host/share/x">` in a sender's
name would then be fetched. So no other module hands Qt a tip that was not made here (tests/architecture/test_foreign_text.py).
"""

from __future__ import annotations

import html

from PySide6.QtGui import Qt


def plain_tip(text: str) -> str:
    """The tip for Qt. What might be taken for rich text becomes rich text that shows it letter by letter."""
    if not Qt.mightBeRichText(text):
        return text
    return f'<div style="white-space: pre-wrap">{html.escape(text)}</div>'
