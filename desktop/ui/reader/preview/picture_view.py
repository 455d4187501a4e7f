"""One picture of a stranger, as large as the view and not larger than it is, in the page and behind the layers of HTML mail.

Invariant: the page is written here but for numbers and colours; the picture is decoded by the engine's own process and by nothing
else. GUI thread.
"""

from __future__ import annotations

import html
from string import Template

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.reader.html_view import HtmlView
from desktop.ui.theme import Role, theme

_REST_MS = 120
_EDGE = 16
_PAGE = Template(
    '<!doctype html><html><head><meta charset="utf-8"><style>'
    "html, body { height: 100%; margin: 0; background: $ground; color: $text; font: 14px sans-serif; }"
    "body { display: flex; padding: ${edge}px; box-sizing: border-box; }"
    "img { display: block; margin: auto; max-width: ${width}px; max-height: ${height}px; background: #ffffff; }"
    "::-webkit-scrollbar { width: 12px; height: 12px; }"
    "::-webkit-scrollbar-thumb { background: $line; background-clip: padding-box; border: 3px solid transparent;"
    " border-radius: 6px; }"
    '</style></head><body><img src="cid:file" alt="$damaged"></body></html>'
)


class PictureView(QWidget):
    link_clicked = Signal(str)
    """Never: a picture has no links."""
    crashed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._html = HtmlView(self)
        self._html.crashed.connect(self.crashed)
        self._picture: tuple[str, bytes] | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._html)
        self.setFocusProxy(self._html)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._build)

    @property
    def blocked(self) -> int:
        return self._html.blocked

    def show_picture(self, content_type: str, content: bytes) -> None:
        self._picture = (content_type, content)
        self._build()

    def set_zoom(self, factor: float) -> None:
        self._html.set_zoom(factor)

    def release(self) -> None:
        self._picture = None
        self._html.release()

    def _build(self) -> None:
        picture = self._picture
        if picture is None:
            return
        page = _PAGE.substitute(
            ground=theme().hex(Role.WINDOW), text=theme().hex(Role.TEXT_MUTED), line=theme().hex(Role.BORDER_STRONG),
            edge=_EDGE, width=max(40, self.width() - 2 * _EDGE), height=max(40, self.height() - 2 * _EDGE),
            damaged=html.escape(self.tr("This picture is damaged and cannot be shown.")),
        )  # fmt: skip
        self._html.set_dark(False, theme().colour(Role.WINDOW))
        self._html.show_page(page, lambda _name, arrived: arrived(picture))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().isValid():
            self._rest.start()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._build()
        super().changeEvent(event)
