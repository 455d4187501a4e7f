"""A field for addresses: completes from mail seen before, and marks what is no address once it has been left.

What is typed is never changed; a completion replaces only the piece in which the cursor stands. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from desktop.ui.composer.recipients import Recipient, piece_at, split_recipients

MOST_SUGGESTIONS = 8


class AddressField(QLineEdit):
    checked = Signal()
    """The field was left or repaired: `invalid` is up to date."""

    def __init__(self, name: str, suggest: Callable[[str, int], list[str]], parent: QWidget | None = None) -> None:
        """`suggest(prefix, limit)` must be quick; it is asked at every key."""
        super().__init__(parent)
        self.setProperty("kind", "bare")
        self.setAccessibleName(name)
        self.setMaxLength(200_000)
        self.setAcceptDrops(False)  # a file dropped anywhere is an attachment
        self._suggest = suggest
        self._model = QStringListModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setWidget(self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(MOST_SUGGESTIONS)
        self._popup = QListView()
        self._popup.setProperty("kind", "choices")
        self._completer.setPopup(self._popup)
        self._completer.activated.connect(self.accept)
        self.textEdited.connect(self._on_edited)
        self.invalid: list[Recipient] = []

    @property
    def recipients(self) -> list[Recipient]:
        return split_recipients(self.text())

    @property
    def suggestions(self) -> list[str]:
        """What is offered now."""
        return self._model.stringList() if self._popup.isVisible() else []

    def accept(self, suggestion: str) -> None:
        """Put a suggestion in the place of what was typed of it."""
        start, end = piece_at(self.text(), self.cursorPosition())
        before, after = self.text()[:start], self.text()[end:]
        tail = after if after.lstrip().startswith((",", ";")) else f", {after.lstrip()}"
        self.setText(f"{before}{suggestion}{tail}")
        self.setCursorPosition(len(before) + len(suggestion) + (2 if tail.startswith(", ") else 1))
        self.check()

    def check(self) -> bool:
        """Mark the field when something in it is no address; True when all is well."""
        self.invalid = [one for one in self.recipients if not one.valid]
        self._mark(bool(self.invalid))
        self.checked.emit()
        return not self.invalid

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.check()

    def _on_edited(self, text: str) -> None:
        if self.invalid:
            self.check()  # the mark goes as soon as it is repaired
        start, end = piece_at(text, self.cursorPosition())
        prefix = text[start : self.cursorPosition()].strip()
        found = self._suggest(prefix, MOST_SUGGESTIONS) if prefix else []
        present = {one.address.casefold() for one in split_recipients(text[:start] + text[end:])}
        found = [one for one in found if one.rpartition("<")[2].rstrip(">").casefold() not in present]
        if not found:
            self._popup.hide()
            return
        self._model.setStringList(found)
        area = self.cursorRect()
        area.setWidth(min(420, max(240, self.width() - area.x())))
        self._completer.complete(area)
        self._popup.setCurrentIndex(self._model.index(0, 0))

    def _mark(self, invalid: bool) -> None:
        if bool(self.property("invalid")) != invalid:
            self.setProperty("invalid", invalid)
            self.style().unpolish(self)
            self.style().polish(self)
