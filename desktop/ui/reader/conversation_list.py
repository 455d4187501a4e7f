"""The unfolded conversation: one line an entry, newest at the bottom, and what can be done with all of it.

Invariant: it is as high as it was when it was unfolded, however many entries come meanwhile, so that it never moves the mail
below. Painted line by line, so that 500 cost what 5 do. GUI thread.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from desktop.core.api.conversation import Conversation, ConversationEntry, EntryKind
from desktop.ui import icons, words
from desktop.ui.labels import PlainLabel
from desktop.ui.message_list.chips import clean
from desktop.ui.parts import Now
from desktop.ui.reader.conversation_words import ACTS, count_words, describe, place, stay, tip, who
from desktop.ui.theme import Role, Space, Type, font, theme
from desktop.ui.tips import plain_tip

ROW = 26
MOST_ROWS = 6
WIDE = 480
"""From this width on there is room to say when a mail leaves."""
_LEFT, _RIGHT, _GAP = 14, 10, 10
_ENTRY = int(Qt.ItemDataRole.UserRole)
_Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()


class _Model(QAbstractListModel):
    def __init__(self, now: Now, parent: QWidget) -> None:
        super().__init__(parent)
        self._now = now
        self.entries: tuple[ConversationEntry, ...] = ()
        self.opened = -1

    def show_entries(self, entries: tuple[ConversationEntry, ...], opened: int) -> None:
        self.beginResetModel()
        self.entries, self.opened = entries, opened
        self.endResetModel()

    def rowCount(self, parent: _Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == _ENTRY:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return describe(entry, self._now(), opened=index.row() == self.opened)
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, model: _Model, now: Now, parent: QWidget) -> None:
        super().__init__(parent)
        self._entries, self._now = model, now
        self._who = self._moment = self._place = 0

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, ROW)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        entry: ConversationEntry | None = index.data(_ENTRY)
        if event.type() != QEvent.Type.ToolTip or entry is None:
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(event.globalPos(), plain_tip(tip(entry, self._now())), view)
        return True

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        self._paint_ground(painter, option, opened=index.row() == self._entries.opened)
        self._paint_entry(painter, option.rect, index.data(_ENTRY))
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, *, opened: bool) -> None:
        rect: QRect = option.rect
        if opened:
            painter.fillRect(rect, theme().colour(Role.SELECTION))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme().colour(Role.ACCENT))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme().colour(Role.HOVER))
        if option.state & QStyle.StateFlag.State_HasFocus and option.widget is not None and option.widget.hasFocus():
            painter.setPen(QPen(theme().colour(Role.FOCUS), 1))
            painter.drawRect(rect.adjusted(4, 1, -2, -2))

    def measure(self) -> None:
        """The columns are as wide as what stands in them, so that they stand below each other."""
        now, entries, small = self._now(), self._entries.entries, _small()
        self._who = max((_width(who(entry), font(Type.BASE, bold=not entry.seen)) for entry in entries), default=0)
        self._moment = max((_width(words.moment(entry.moment, now), small) for entry in entries), default=0)
        self._place = max((_width(place(entry), small) for entry in entries), default=0)

    def _paint_entry(self, painter: QPainter, rect: QRect, entry: ConversationEntry) -> None:
        now, unread, small = self._now(), not entry.seen, _small()
        left, end = rect.left() + _LEFT, rect.right() - _RIGHT

        def column(text: str, width: int, role: Role) -> None:
            nonlocal end
            box = QRect(end - width, rect.top(), width, rect.height())
            _write(painter, box, text, small, role, Qt.AlignmentFlag.AlignRight)
            end -= width + _GAP

        column(words.moment(entry.moment, now), self._moment, Role.TEXT_FAINT)
        sent = entry.kind is EntryKind.MAIL
        column(place(entry), min(self._place, rect.width() // 4), Role.TEXT_FAINT if sent else Role.ACCENT)
        leaves, soon = stay(entry, now)
        if leaves and rect.width() >= WIDE:
            column(leaves, _width(leaves, small), Role.WARNING if soon else Role.TEXT_FAINT)
        author = min(self._who, rect.width() * 3 // 10)
        box = QRect(left, rect.top(), author, rect.height())
        _write(painter, box, who(entry), font(Type.BASE, bold=unread), Role.TEXT)
        left += author + _GAP
        rest = QRect(left, rect.top(), end - left, rect.height())
        _write(painter, rest, clean(entry.words), font(Type.BASE), Role.TEXT_MUTED)


def _small() -> QFont:
    return font(Type.SMALL + 1, tabular=True)


class _Entries(QListView):
    chosen = Signal(int)

    def __init__(self, model: _Model, now: Now, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.lines = _Delegate(model, now, self)
        self.setItemDelegate(self.lines)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.clicked.connect(lambda index: self.chosen.emit(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Enter opens the entry, whatever the window has it for."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyboardSearch(self, search: str) -> None:
        """Nothing: single letters are commands."""


class ConversationList(QFrame):
    chosen = Signal(object)
    """ConversationEntry"""
    wanted = Signal(str)
    """The name of an action on all of it."""

    def __init__(self, now: Now, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._rows = _Model(now, self)
        self.view = _Entries(self._rows, now, self)
        self.buttons: dict[str, QToolButton] = {}
        self._title = PlainLabel(self.tr("Whole conversation"))
        self._title.setProperty("kind", "small")
        below = QHBoxLayout()
        below.setContentsMargins(_LEFT, 0, Space.XS, 0)
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
        view = self.view
        at_end = view.verticalScrollBar().value() >= view.verticalScrollBar().maximum()
        place_before, opened_before = view.verticalScrollBar().value(), self._rows.opened
        self._rows.show_entries(conversation.entries, conversation.opened)
        view.lines.measure()
        view.setAccessibleName(count_words(conversation))
        index = self._rows.index(conversation.opened, 0)
        view.setCurrentIndex(index)
        if most_rows is not None:
            view.setFixedHeight(ROW * max(1, min(len(conversation.entries), most_rows)))
        if most_rows is not None or opened_before != conversation.opened:
            view.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        elif at_end:
            view.scrollToBottom()
        else:
            view.verticalScrollBar().setValue(place_before)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.view.viewport().update()
        super().changeEvent(event)


def _width(text: str, used: QFont) -> int:
    return QFontMetrics(used).horizontalAdvance(text) + 1 if text else 0


def _write(
    painter: QPainter,
    rect: QRect,
    text: str,
    used: QFont,
    role: Role,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    if rect.width() < 8 or not text:
        return
    painter.setFont(used)
    painter.setPen(theme().colour(role))
    shown = QFontMetrics(used).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
