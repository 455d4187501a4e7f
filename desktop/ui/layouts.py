"""What Qt's layouts do not do by themselves: be emptied, and tell their widgets. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout, QWidget


def empty(layout: QLayout, first: int = 0) -> None:
    """Take everything from the place `first` on out of a layout, and what is in the layouts inside it."""
    while layout.count() > first:
        item = layout.takeAt(first)
        if item is None:
            return
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            empty(inner)


def widgets_of(layout: QLayout) -> list[QWidget]:
    """Those that stand in it directly, in their order."""
    items = (layout.itemAt(place) for place in range(layout.count()))
    return [widget for item in items if item is not None and (widget := item.widget()) is not None]


def layout_of(widget: QWidget) -> QLayout:
    """The layout of a widget that was given one. Qt's type says that there may be none."""
    layout = widget.layout()
    assert layout is not None, f"{type(widget).__name__} has no layout"
    return layout
