"""The unfolded conversation: its entries, newest at the bottom, and what can be done with all of it.

Invariant: it is as high as it was when it was unfolded, however many entries come meanwhile, so that it never moves the mail
below; and where somebody looks in it stays in sight. GUI thread.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop.core.api.conversation import Conversation, ConversationEntry
from desktop.ui import icons
from desktop.ui.labels import PlainLabel
from desktop.ui.parts import Now
from desktop.ui.reader.conversation_entries import ENTRY, LEFT, ROW, EntryRows, EntryView, entry_name
from desktop.ui.reader.conversation_words import ACTS, count_words
from desktop.ui.theme import Role, Space
from desktop.ui.tips import plain_tip

MOST_ROWS = 6


class ConversationList(QFrame):
    chosen = Signal(object)
    """ConversationEntry"""
    wanted = Signal(str)
    """The name of an action on all of it."""

    def __init__(self, now: Now, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._rows = EntryRows(now, self)
        self.view = EntryView(self._rows, now, self)
        self.buttons: dict[str, QToolButton] = {}
        self._title = PlainLabel(self.tr("Whole conversation"), kind="small")
        below = QHBoxLayout()
        below.setContentsMargins(LEFT, 0, Space.XS, 0)
        below.setSpacing(0)
        below.addWidget(self._title, 1)
        for name, text, icon in ACTS:
            button = QToolButton()
            button.setProperty("kind", "tight")
            icons.set_icon(button, icon, Role.ICON)
            button.setIconSize(QSize(16, 16))
            text = QCoreApplication.translate("Actions", text)
            button.setToolTip(plain_tip(text))
            button.setAccessibleName(text)
            button.clicked.connect(lambda _checked=False, name=name: self.wanted.emit(name))
            below.addWidget(button)
            self.buttons[name] = button
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.view)
        column.addLayout(below)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.view.chosen.connect(lambda row: self.chosen.emit(self._rows.entries[row]))

    @property
    def entries(self) -> tuple[ConversationEntry, ...]:
        return self._rows.entries

    def set_keys(self, keys: Mapping[str, str]) -> None:
        for name, button in self.buttons.items():
            text, key = button.accessibleName(), keys.get(name, "")
            button.setToolTip(plain_tip(f"{text} ({key})" if key else text))

    def show_conversation(self, conversation: Conversation, most_rows: int | None) -> None:
        """`most_rows` gives it the height for so many, where it is unfolded now; None leaves it as high as it is."""
        view, bar = self.view, self.view.verticalScrollBar()
        place_before, at_end = bar.value(), bar.value() >= bar.maximum()
        opened, cursor = self._rows.opened_entry(), view.currentIndex().data(ENTRY)
        if self._rows.show_entries(conversation.entries, conversation.opened):
            view.lines.measure()
            view.setAccessibleName(count_words(conversation))
        if most_rows is not None:
            view.setFixedHeight(ROW * max(1, min(len(conversation.entries), most_rows)))
        view.doItemsLayout()  # the bar's range would follow when the event loop is idle
        here = self._rows.index(conversation.opened, 0)
        another = entry_name(opened) != entry_name(self._rows.opened_entry())
        row = None if another or most_rows is not None else self._rows.row_of(entry_name(cursor))
        view.setCurrentIndex(here if row is None else self._rows.index(row, 0))
        if most_rows is not None:
            view.scrollTo(here, QAbstractItemView.ScrollHint.PositionAtCenter)
            return
        bar.setValue(bar.maximum() if at_end and not another else place_before)
        if another:
            view.scrollTo(here, QAbstractItemView.ScrollHint.EnsureVisible)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.view.viewport().update()
        super().changeEvent(event)
