"""The list itself: a table of one column with rows of one height, because only that stays fast with a million rows.

Invariant: rows that come or go above what is on the screen do not move it, and a row that goes while it is current hands its
place to the next one. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.ui.message_list.delegate import MEASURES, Density, MessageDelegate
from desktop.ui.message_list.dragging import drag_mails
from desktop.ui.message_list.folding import Fold
from desktop.ui.message_list.lines import Line
from desktop.ui.message_list.model import LINE_ROLE, MessageListModel

_Flag = QItemSelectionModel.SelectionFlag
_KEYPAD = Qt.KeyboardModifier.KeypadModifier
_STEPS = {int(Qt.Key.Key_Down): 1, int(Qt.Key.Key_Up): -1}

_HAVE_COUNT = (Fold.FOLDED, Fold.UNFOLDED)

_Index = QModelIndex | QPersistentModelIndex


class MessageListView(QTableView):
    chosen = Signal()
    """Other mails are selected, or another is the current one."""
    folded = Signal(int)
    """The conversation of that row is to be unfolded, or folded."""
    opened = Signal()
    """Enter or a double click: the current mail is to be read alone."""

    def __init__(self, model: MessageListModel, now: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._picking = self._with_control = False
        self._fallen: int | None = None
        self._marked = ""
        self.beyond: Callable[[int], bool] | None = None
        """Asked before each step: has another list, which goes on where this one ends, taken it?"""
        self.taken_along: Callable[[], tuple[int, ...]] = self.selected_mails
        """What a drag takes: asked when one begins."""
        self._delegate = MessageDelegate(now, self)
        # Before Qt's own listeners, which take the current row and its selection away at this signal.
        model.rowsAboutToBeRemoved.connect(self._before_removal)
        self.setModel(model)
        model.in_view = self.rows_in_view
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(self.tr("Mails"))
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(20)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.set_density(Density.NORMAL)
        model.rowsRemoved.connect(self._after_removal)
        model.rowsInserted.connect(self._after_insertion)
        self.doubleClicked.connect(self.opened)

    def set_density(self, density: Density) -> None:
        self._delegate.density = density
        self.verticalHeader().setDefaultSectionSize(MEASURES[density].height)
        self.verticalScrollBar().setSingleStep(MEASURES[density].height // 2)
        self.viewport().update()

    def mark(self, search: str, *, in_text: bool = True) -> None:
        """What this search, as typed, looks for is marked in subjects and snippets; "" marks nothing."""
        if search == self._marked:
            return
        self._marked, delegate = search, self._delegate
        if search:
            from desktop.core.api.searching.marking import sought_in
            from desktop.core.api.searching.query import Place

            delegate.in_subject = sought_in(search, Place.SUBJECT)
            delegate.in_text = sought_in(search, Place.BODY) if in_text else None
        else:
            delegate.in_subject = delegate.in_text = None
        self.viewport().update()

    @property
    def density(self) -> Density:
        return self._delegate.density

    @property
    def row_height(self) -> int:
        return self.verticalHeader().defaultSectionSize()

    def rows_in_view(self) -> range:
        """Also those of which only a part is seen."""
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        if first < 0:
            return range(0)
        return range(first, self._model.rowCount() if last < 0 else last + 1)

    # what is selected

    def current_key(self) -> int | None:
        return self._model.key_at(self.currentIndex().row()) if self.currentIndex().isValid() else None

    def count_selected(self) -> int:
        return sum(bottom - top + 1 for top, bottom in self._ranges())

    def selected_keys(self) -> tuple[int, ...]:
        """Of the rows, in list order. Taken from the ranges: a selection of a million has no million indexes."""
        return tuple(key for top, bottom in sorted(self._ranges()) for key in self._model.keys[top : bottom + 1])

    def selected_mails(self) -> tuple[int, ...]:
        """All that the rows mean, in list order."""
        return tuple(key for top, bottom in sorted(self._ranges()) for key in self._model.mails_of(top, bottom))

    def _ranges(self) -> list[tuple[int, int]]:
        """First and last row of each part that is selected."""
        parts: Iterable[QItemSelectionRange] = self.selectionModel().selection()  # type: ignore[assignment]
        return [(part.top(), part.bottom()) for part in parts]

    @property
    def is_adding(self) -> bool:
        """What is selected last is to be selected besides what was."""
        return self._picking or self._with_control

    def select_rows(self, rows: list[int], current: int | None) -> None:
        """After a reset: these rows and no others."""
        self._with_control = False
        chosen = QItemSelection()
        for row in rows:
            index = self._model.index(row, 0)
            chosen.select(index, index)
        model = self.selectionModel()
        if current is not None:
            model.setCurrentIndex(self._model.index(current, 0), _Flag.NoUpdate)
        model.select(chosen, _Flag.ClearAndSelect)

    def go_to(self, row: int, *, alone: bool) -> None:
        """That row is the current one, and (alone) the one that is selected."""
        index = self._model.index(row, 0)
        self.selectionModel().setCurrentIndex(index, _Flag.ClearAndSelect if alone else _Flag.NoUpdate)

    def show_below(self, row: int) -> None:
        """Where what stands below that row begins under the lower edge, two of it come into sight."""
        if self.visualRect(self._model.index(row + 1, 0)).bottom() > self.viewport().height():
            self.scrollTo(self._model.index(min(row + 2, self._model.rowCount() - 1), 0))

    def step(self, by: int) -> None:
        """To the next or previous mail; while mails are being picked one by one, without dropping them."""
        if self.beyond is not None and self.beyond(by):
            return
        rows, self._with_control = self._model.rowCount(), False
        if not rows:
            return
        here = self.currentIndex().row() if self.currentIndex().isValid() else (-1 if by > 0 else rows)
        if self.currentIndex().isValid() and not self._picking and not self.selectionModel().hasSelection():
            here -= 1 if by > 0 else -1  # Qt makes a row current by itself; it is the first step's aim, not its start
        target = self._model.index(max(0, min(rows - 1, here + by)), 0)
        self.selectionModel().setCurrentIndex(target, _Flag.NoUpdate if self._picking else _Flag.ClearAndSelect)
        self.scrollTo(target)

    def pick(self) -> None:
        """Take the current mail into the selection, or out of it, and stay."""
        index = self.currentIndex()
        if not index.isValid():
            self.step(1)
            index = self.currentIndex()
        if not index.isValid():
            return
        if self._picking:
            self.selectionModel().select(index, _Flag.Toggle)
        else:
            self.selectionModel().select(index, _Flag.Select)
        self._picking = self.count_selected() > 0
        self.chosen.emit()

    def end_picking(self) -> bool:
        """Back to one selected mail; False when there was nothing to end."""
        was_many = self._picking or self.count_selected() > 1
        self._picking = False
        if was_many and self.currentIndex().isValid():
            self.selectionModel().setCurrentIndex(self.currentIndex(), _Flag.ClearAndSelect)
        return was_many

    # Qt's events

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.chosen.emit()

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a window that becomes lower the mail in front stays in sight."""
        top = self.visualRect(self.currentIndex()).top()
        seen = self.currentIndex().isValid() and 0 <= top < event.oldSize().height()
        super().resizeEvent(event)
        if seen and top + self.row_height > self.viewport().height():
            self.scrollTo(self.currentIndex())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._count_at(event)
        if row is not None:
            self.folded.emit(row)  # whatever is selected stays so
            return
        self._picking, self._with_control = False, bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        row = self._count_at(event)
        if row is not None:
            self.folded.emit(row)
            return
        super().mouseDoubleClickEvent(event)

    def _count_at(self, event: QMouseEvent) -> int | None:
        """The row whose count was pressed."""
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton:
            return None
        if self._model.fold_of(index.row()) not in _HAVE_COUNT:
            return None
        line: Line | None = index.data(LINE_ROLE)
        if line is None:
            return None
        place = self._delegate.count_place(self.visualRect(index), line).adjusted(-6, -6, 6, 6)
        return index.row() if place.contains(event.position().toPoint()) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._with_control = False
        # Enter would be lost on some platforms' activation rules, Home and End would only move a column.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            self.opened.emit()
        elif event.key() == Qt.Key.Key_Home and not event.modifiers():
            self.step(-self._model.rowCount())
        elif event.key() == Qt.Key.Key_End and not event.modifiers():
            self.step(self._model.rowCount())
        elif event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Left) and not event.modifiers() & ~_KEYPAD:
            self._go_in_or_out(inwards=event.key() == Qt.Key.Key_Right)
        elif event.key() in _STEPS and not event.modifiers() & ~_KEYPAD and not self.selectionModel().hasSelection():
            self.step(_STEPS[event.key()])  # Qt would pass over the first mail, which it makes current by itself
        else:
            super().keyPressEvent(event)

    def _go_in_or_out(self, *, inwards: bool) -> None:
        """As in a tree: to the right a conversation is unfolded, then entered; to the left it is left, then folded."""
        row = self.currentIndex().row()
        fold = self._model.fold_of(row) if row >= 0 else Fold.ALONE
        if fold is (Fold.FOLDED if inwards else Fold.UNFOLDED):
            self.folded.emit(row)
        elif inwards and fold is Fold.UNFOLDED:
            self.step(1)
        elif not inwards and fold is Fold.INNER:
            self.step(self._model.head_of(row) - row)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """Qt would draw the whole rows, which hide the folders they are meant for, and make a copy of a move."""
        keys = self.taken_along()
        if keys:
            drag_mails(self, self._model.mime_of(keys), len(keys), actions)

    def keyboardSearch(self, search: str) -> None:
        """Nothing: Qt's own would read every row of the list until one starts with that letter."""

    # nothing jumps

    def _after_insertion(self, parent: QModelIndex, first: int, last: int) -> None:
        bar = self.verticalScrollBar()
        if first * self.row_height < bar.value():
            self._shift(bar.value() + (last - first + 1) * self.row_height)

    def _before_removal(self, parent: QModelIndex, first: int, last: int) -> None:
        current = self.currentIndex().row()
        selected = current >= 0 and self.selectionModel().isSelected(self.currentIndex())
        self._fallen = first if selected and first <= current <= last else None

    def _after_removal(self, parent: QModelIndex, first: int, last: int) -> None:
        bar = self.verticalScrollBar()
        if (last + 1) * self.row_height <= bar.value():
            self._shift(bar.value() - (last - first + 1) * self.row_height)
        elif first * self.row_height < bar.value():
            self._shift(first * self.row_height)  # what stood below the whole of it comes up to the top
        if self._fallen is None:
            return
        row, self._fallen = min(self._fallen, self._model.rowCount() - 1), None
        self._picking = False
        if row >= 0:
            self.selectionModel().setCurrentIndex(self._model.index(row, 0), _Flag.ClearAndSelect)
        else:
            self.chosen.emit()

    def _shift(self, value: int) -> None:
        self.updateGeometries()  # the bar's range follows the rows only when the event loop is idle
        self.verticalScrollBar().setValue(value)
