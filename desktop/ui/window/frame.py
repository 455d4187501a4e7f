"""How the panes stand: folders, list and reader side by side; list above reader in a narrow, high window; the reader alone.

Invariant: sizes the user has given are kept, separately for each way of standing. It knows no mail. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop.ui.preferences import Preferences

NARROW = 1100
"""Below this width of the window the reader stands under the list, where the window is high enough for both …"""
LOW = 640
"""… for the frame, that is: five mails and the head of one with some of its text."""
_FOLDERS, _LIST, _READER = 190, 320, 444
"""As narrow as the panes can be, in pixels."""
_HANDLE = 1


class _Pages(QStackedWidget):
    """As narrow as list and reader can be: a page that would like more must not take it from the folders, for good."""

    def minimumSizeHint(self) -> QSize:
        inner = self.widget(0)
        hint = super().minimumSizeHint()
        return QSize(inner.minimumSizeHint().width(), hint.height()) if inner is not None else hint


class Frame(QWidget):
    page_changed = Signal()
    """Ask `on_page` and `shows`."""

    def __init__(
        self, folders: QWidget, mails: QWidget, reader: QWidget, preferences: Preferences, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.folders, self._mails, self._reader = folders, mails, reader
        self._preferences = preferences
        self._alone = self._lent = False
        self._outer = QSplitter(Qt.Orientation.Horizontal)
        self._inner = QSplitter(Qt.Orientation.Horizontal)
        self._pages = _Pages()
        folders.setMinimumWidth(_FOLDERS)
        folders.setMaximumWidth(340)
        mails.setMinimumSize(_LIST, 140)
        reader.setMinimumSize(_READER, 160)
        for splitter in (self._outer, self._inner):
            splitter.setChildrenCollapsible(False)
            splitter.setHandleWidth(_HANDLE)
        self._inner.addWidget(mails)
        self._inner.addWidget(reader)
        self._inner.setStretchFactor(1, 1)
        self._pages.addWidget(self._inner)
        self._outer.addWidget(folders)
        self._outer.addWidget(self._pages)
        self._outer.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._outer)
        if not self._outer.restoreState(preferences.bytes_of("outer")):
            self._outer.setSizes([236, 1000])
        self._stand(Qt.Orientation.Horizontal)

    @property
    def reader(self) -> QWidget:
        return self._reader

    @property
    def panes(self) -> tuple[QWidget, ...]:
        """What stands in the place of list and reader, or those two."""
        page = self._pages.currentWidget()
        return (page,) if page is not None and page is not self._inner else (self._mails, self._reader)

    @property
    def alone(self) -> bool:
        return self._alone

    def set_alone(self, alone: bool) -> None:
        """Only the reader, or all panes again."""
        if alone != self._alone:
            self._alone, self._lent = alone, False
            if alone:
                self._reader.setFocus()  # before the list goes: Qt would hand its keyboard to whatever comes next
            self._mails.setVisible(not alone)
            self.folders.setVisible(not alone)

    def lend_room(self, wanted: bool) -> None:
        """The reader needs all of it for a while, or does not any more: what stood there before comes back."""
        if wanted and not self._alone:
            self.set_alone(True)
            self._lent = True
        elif not wanted and self._lent:
            self.set_alone(False)

    def add_page(self, page: QWidget) -> None:
        """Something that can stand where list and reader are."""
        self._pages.addWidget(page)

    def show_page(self, page: QWidget | None) -> None:
        """That page, or (None) list and reader again."""
        if self._pages.currentWidget() is not (page or self._inner):
            self._pages.setCurrentWidget(page or self._inner)
            self.page_changed.emit()

    @property
    def on_page(self) -> bool:
        """Something else stands where list and reader are."""
        return self._pages.currentWidget() is not self._inner

    @property
    def page_title(self) -> str:
        """What stands in the place of list and reader calls itself; "" for list and reader."""
        page = self._pages.currentWidget()
        return page.windowTitle() if page is not None and page is not self._inner else ""

    def shows(self, page: QWidget) -> bool:
        return self._pages.currentWidget() is page

    def keep_sizes(self) -> None:
        self._preferences.keep_bytes("outer", self._outer.saveState())
        self._keep_inner()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = Qt.Orientation.Vertical if _is_upright(event.size()) else Qt.Orientation.Horizontal
        if wanted != self._inner.orientation():
            if event.oldSize().width() > 0:
                self._keep_inner()
            self._stand(wanted)

    def _stand(self, orientation: Qt.Orientation) -> None:
        self._inner.setOrientation(orientation)
        # A saved state also holds an orientation; only that of its own name is ever restored.
        if not self._inner.restoreState(self._preferences.bytes_of(self._name())):
            if orientation is Qt.Orientation.Horizontal:
                self._inner.setSizes([392, 700])
            else:
                self._inner.setSizes([360, 320] if self.height() >= LOW else [170, 400])

    def _keep_inner(self) -> None:
        if not self._alone:
            self._preferences.keep_bytes(self._name(), QByteArray(self._inner.saveState()))

    def _name(self) -> str:
        return "upright" if self._inner.orientation() is Qt.Orientation.Vertical else "wide"


def _is_upright(size: QSize) -> bool:
    """In a low window both would have too little: there they stand side by side as long as they can."""
    fits = size.width() >= _FOLDERS + _LIST + _READER + 2 * _HANDLE
    return size.width() < NARROW and (size.height() >= LOW or not fits)
