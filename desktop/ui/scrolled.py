"""What may be higher than its place, in a frame that scrolls it. Tab passes the frame by and goes to what is in it, which Qt
brings into sight: a frame by itself would have the keyboard unseen. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget


def scrolled(content: QWidget, *, ground: bool = True) -> QScrollArea:
    """As wide as the frame. Without a `ground` of its own it has that of what it stands on."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    if not ground:
        for part in (area.viewport(), content):
            part.setAutoFillBackground(False)
    return area
