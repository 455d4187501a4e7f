"""The search field: tells what is typed after a short rest, so that a search runs per word and not per letter.

Under it lie offers of what can come next (`searching`), made when it is first used. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.ui import icons
from desktop.ui.late import Late
from desktop.ui.theme import Role

REST_MS = 180
_BY_ITSELF = (
    Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason
)  # fmt: skip
"""The focus comes back: nobody has gone to the field."""


class Offers(Protocol):
    """What lies under the field (`searching.completion`)."""

    def show_offers(self) -> None:
        """For what is typed now."""
        ...

    def hide(self) -> None: ...

    def takes(self, event: QKeyEvent) -> bool:
        """Would `take_key` take it?"""
        ...

    def take_key(self, event: QKeyEvent) -> bool: ...


class SearchField(QLineEdit):
    searched = Signal(str)
    """What to look for; "" when the search has ended."""
    left = Signal()
    """Down or Enter: the hands go to the list."""
    meant = Signal(str)
    """A search that somebody went on with, and not one on the way to it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = self._meant = ""
        self._completion: Late[Offers] | None = None
        self.setProperty("kind", "search")
        self.setPlaceholderText(self.tr("Search mail: words, from:, has:, is:unread…"))
        self.setAccessibleName(self.tr("Search"))
        self.setMaxLength(300)
        self._glass = QAction(self.tr("Search"), self)
        icons.set_icon(self._glass, "search", Role.ICON_MUTED)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._clear = QAction(self.tr("End the search"), self)
        icons.set_icon(self._clear, "close", Role.ICON_MUTED)
        self._clear.triggered.connect(self.end_search)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._search_typed)
        self.textChanged.connect(self._typed)
        self.textEdited.connect(lambda _text: self._show_offers())

    def complete_by(self, make: Callable[[], Offers]) -> None:
        """What makes the offers, when they are first wanted."""
        self._completion = Late(make)

    def end_search(self) -> bool:
        """No search any more; False when there was none."""
        had = bool(self.text() or self._told)
        self.clear()
        self._hide_offers()
        self.search_now()
        return had

    def forget(self) -> None:
        """Another folder was chosen: empty, without telling."""
        self._told = self._meant = ""
        self.clear()
        self._hide_offers()
        self._rest.stop()

    def search_now(self) -> None:
        self._rest.stop()
        text = self.text().strip()
        if text != self._told:
            self._told = text
            self.searched.emit(text)

    def _search_typed(self) -> None:
        """After a rest: not yet what is half a condition, unless somebody goes on with it."""
        if ":" in self.text():
            from desktop.ui.searching.reach import is_half_typed

            if is_half_typed(self.text().strip()):
                return
        self.search_now()

    def event(self, event: QEvent) -> bool:
        """Esc and Tab are the offers' while they can be taken: else a shortcut or the order of Tab has them."""
        if isinstance(event, QKeyEvent):
            kind = event.type()
            if kind == QEvent.Type.ShortcutOverride and self._takes(event):
                event.accept()
                return True
            if kind == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Tab and self._take_key(event):
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._take_key(event):
            return
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._hide_offers()
            self.search_now()
            self._mean()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() not in _BY_ITSELF and not self.text():
            self._show_offers()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in _BY_ITSELF:
            self._hide_offers()
            self._mean()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if not self.text():
            self._show_offers()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hide_offers()

    def _typed(self, text: str) -> None:
        if text and self._clear not in self.actions():
            self.addAction(self._clear, QLineEdit.ActionPosition.TrailingPosition)
        elif not text:
            self.removeAction(self._clear)
        self._rest.start()

    def _mean(self) -> None:
        text = self.text().strip()
        if text and text != self._meant:
            self._meant = text
            self.meant.emit(text)

    def _show_offers(self) -> None:
        if self._completion is not None and self.isVisible():
            self._completion().show_offers()

    def _hide_offers(self) -> None:
        if self._completion is not None and self._completion.made is not None:
            self._completion.made.hide()

    def _takes(self, event: QKeyEvent) -> bool:
        made = self._completion.made if self._completion is not None else None
        return made is not None and made.takes(event)

    def _take_key(self, event: QKeyEvent) -> bool:
        made = self._completion.made if self._completion is not None else None
        return made is not None and made.take_key(event)
