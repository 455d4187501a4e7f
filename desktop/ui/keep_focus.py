"""Keeps the keyboard where it is while a part of the window is built anew: on what has the same name, else on what stands there.

Without it Qt hands the keyboard to the next widget of the window, which is the search field or nobody. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


@contextmanager
def kept_focus(part: QWidget) -> Iterator[None]:
    """What is inside may be taken away and made again before this ends."""
    focused = part.window().focusWidget()
    held = focused is not None and focused is not part and part.isAncestorOf(focused)
    if not held or focused is None:
        yield
        return
    before = _reached(part)
    name, place = focused.accessibleName(), before.index(focused) if focused in before else 0
    yield
    after = _reached(part)
    if focused in after:
        return
    same = [widget for widget in after if name and widget.accessibleName() == name]
    target = (same or after[min(place, len(after) - 1) :] or [part])[0]
    target.setFocus(Qt.FocusReason.OtherFocusReason)


def _reached(part: QWidget) -> list[QWidget]:
    """What Tab reaches there, in the order of making; without what is on its way out."""
    return [
        widget
        for widget in part.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled() and widget.isVisibleTo(part)
    ]
