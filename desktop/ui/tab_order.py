"""Where Tab goes next: through the panes as they stand on the screen, and in each from the top to the bottom, line by line.

Qt's own order is the one in which widgets were made, and what is made with a mail (a card of an attachment, a link) would come
last of all. Pure but for reading where widgets are. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QScrollArea, QWidget

_LINE = 14
"""Two things whose middles lie no further apart stand on one line."""


def next_in(panes: Iterable[QWidget], focused: QWidget | None, *, forward: bool) -> QWidget | None:
    """Where the keyboard goes from `focused`, round and round; None when that is in none of the panes."""
    order = [widget for pane in panes for widget in _in_lines(pane)]
    if focused not in order:
        return None
    return order[(order.index(focused) + (1 if forward else -1)) % len(order)]


def go_on(panes: Iterable[QWidget], focused: QWidget | None, *, forward: bool) -> bool:
    """For `focusNextPrevChild` of a window whose parts come and go; False when the keyboard is in none of the panes."""
    target = next_in(panes, focused, forward=forward)
    if target is None:
        return False
    target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    return True


def put_in_order(window: QWidget, widgets: Iterable[QWidget]) -> None:
    """Give widgets that have just come their place in Qt's own order: after what stands before them."""
    if (layout := window.layout()) is not None:
        layout.activate()
    order = _in_lines(window)
    for widget in widgets:
        if widget in order[1:]:
            QWidget.setTabOrder(order[order.index(widget) - 1], widget)


def _in_lines(pane: QWidget) -> list[QWidget]:
    """What Tab reaches in a pane, as one reads it."""
    found = [widget for widget in (pane, *pane.findChildren(QWidget)) if _is_reached(widget)]
    middles = {widget: widget.mapTo(widget.window(), widget.rect().center()) for widget in found}
    found.sort(key=lambda widget: middles[widget].y())
    lines: list[list[QWidget]] = []
    for widget in found:
        if lines and middles[widget].y() - middles[lines[-1][0]].y() <= _LINE:
            lines[-1].append(widget)
        else:
            lines.append([widget])
    return [widget for line in lines for widget in sorted(line, key=lambda one: _left(one).x())]


def _is_reached(widget: QWidget) -> bool:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus != Qt.FocusPolicy.TabFocus or widget.focusProxy() is not None:
        return False
    # A scroll area holds what is reached; by itself it shows no focus.
    return widget.isVisible() and widget.isEnabled() and type(widget) is not QScrollArea


def _left(widget: QWidget) -> QPoint:
    return widget.mapTo(widget.window(), QPoint(0, 0))
