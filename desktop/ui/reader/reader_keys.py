"""The keys that count only while the keyboard is in the reader: find and zoom; the window's own keys stay its own. Pure."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

Action = Callable[[], object]


def action_of(
    event: QKeyEvent, *, find: Action, again: Callable[[bool], object], zoom_by: Callable[[int], object]
) -> Action | None:
    """What a press means here; None when it means nothing. `again(backward)` goes to the next match,
    `zoom_by` takes steps, 0 for the ordinary size."""
    control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
    if event.matches(QKeySequence.StandardKey.Find):
        return find
    if event.key() == Qt.Key.Key_G and control:  # F3 is the search of all mail
        return lambda: again(bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
    if event.matches(QKeySequence.StandardKey.ZoomIn) or (event.key() == Qt.Key.Key_Equal and control):
        return lambda: zoom_by(1)
    if event.matches(QKeySequence.StandardKey.ZoomOut):
        return lambda: zoom_by(-1)
    if event.key() == Qt.Key.Key_0 and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
        return lambda: zoom_by(0)
    return None
