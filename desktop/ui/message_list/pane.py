"""The list pane: asks the session which mails a folder holds, keeps the list true while mail comes and goes, says why it is empty.

Invariant: the first screen of a folder comes from one quick read; everything longer is read by a worker. GUI thread only.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from desktop.core.api.changes import ChangeSet
from desktop.core.api.queries import ListView, SortField
from desktop.core.api.stopping import Stop
from desktop.core.mail.mailbox import SpecialUse
from desktop.ui.dispatch import Dispatch
from desktop.ui.message_list.chips import describe
from desktop.ui.message_list.delegate import Density
from desktop.ui.message_list.emptiness import explain
from desktop.ui.message_list.empty import EmptyState
from desktop.ui.message_list.filter_bar import FilterBar
from desktop.ui.message_list.folding import Folding
from desktop.ui.message_list.grouping_choice import GroupingChoice
from desktop.ui.message_list.in_place import take, toggle_in_place, wanted_places
from desktop.ui.message_list.list_contents import first_rows, read_list
from desktop.ui.message_list.list_reading import ListReading
from desktop.ui.message_list.model import MessageListModel
from desktop.ui.message_list.refresh import Refresh
from desktop.ui.message_list.scope import Scope as Scope
from desktop.ui.message_list.scope import concerns
from desktop.ui.message_list.search_line import SearchLine
from desktop.ui.message_list.view import MessageListView
from desktop.ui.message_list.visit import Visit
from desktop.ui.notices.progress_line import ProgressLine
from desktop.ui.preferences import Preferences


class MessageListPane(QWidget):
    chosen = Signal()
    """Ask `current_key` and `count_selected`."""
    opened = Signal()
    filled = Signal()
    """The whole list has been read, or read again."""
    grouping_changed = Signal()
    """Another list is wanted: ask `grouped`, and `query`."""

    def __init__(self, dispatch: Dispatch, now: Callable[[], int], preferences: Preferences | None = None) -> None:
        super().__init__()
        self._dispatch = dispatch
        self._session = dispatch.session
        self.grouping = GroupingChoice(preferences)
        self._scope = Scope(None, SpecialUse.INBOX, "")
        self._search = ""
        self._everywhere = True
        self._query = ListView(special_use=SpecialUse.INBOX)
        self._sticky: int | None = None
        self._awaited: int | None = None
        self._left: int | None = None
        """What was read when the search began."""
        self._entered = False
        """Somebody waits with the keyboard for the list that is being read."""
        self._way_back: tuple[int, ...] = ()
        """A search has ended: the first of these that the list holds is the mail to go on with."""
        self._complete = False
        self.reading = ListReading(dispatch, self._prepare, self._apply, self._fail, self)

        self.model = MessageListModel(self._session.rows, lambda mail: describe(mail, now()), self)
        self.view = MessageListView(self.model, now, self)
        if preferences is not None:
            self.set_density(preferences.density)
        self._visit = Visit(self.view, self.model, self._session.rows, self.chosen.emit)
        self.visit, self.end_visit = self._visit.begin, self._visit.end_here
        self.view.taken_along = self._visit.keys
        self.filters = FilterBar(self)
        self._search_line = SearchLine(self)
        self._progress = ProgressLine(self)
        self._empty = EmptyState(self)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._above = QVBoxLayout()
        layout.addLayout(self._above)
        layout.addWidget(self.filters)
        layout.addWidget(self._search_line)
        layout.addWidget(self._progress)
        layout.addLayout(self._stack, 1)
        self.setMinimumWidth(300)

        self.view.chosen.connect(self._choose)
        self.view.opened.connect(self.opened)
        self.view.folded.connect(self._toggle)
        self.filters.changed.connect(self._load)
        self._search_line.widened.connect(self._set_everywhere)
        self._empty.acted.connect(self._act_on_empty)

    def put_beside(self, view: MessageListView) -> None:
        """Another list, whose mails are chosen together with those here."""
        self._visit.beside = view
        view.taken_along = self._visit.keys
        view.chosen.connect(self._visit.choose_beside)

    def tell_chosen(self) -> None:
        """Other mails are chosen, or the same by other keys, though no view says so."""
        self._choose()

    @property
    def view_in_use(self) -> MessageListView:
        """The list that has the keyboard."""
        beside = self._visit.beside
        return beside if beside is not None and self.window().focusWidget() is beside else self.view

    def add_bar(self, bar: QWidget) -> None:
        """Something about the whole list, above it."""
        self._above.addWidget(bar)

    # what is shown

    @property
    def query(self) -> ListView:
        return self._query

    @property
    def scope(self) -> Scope:
        return self._scope

    def show_scope(self, scope: Scope) -> None:
        """A folder was chosen. Ends a search."""
        self._scope, self._search, self._everywhere = scope, "", True
        self._awaited, self._way_back, self._entered, self._visit.key = None, (), False, None
        self._load()

    def name_scope(self, label: str) -> None:
        """The folder is called otherwise now."""
        self._scope = replace(self._scope, label=label)

    def search(self, text: str) -> None:
        """Mails with these words, as typed. No words end the search: the mail that was found is shown where it lies in the
        folder; where it lies elsewhere, the one that was read before the search."""
        text = text.strip()
        if text == self._search:
            return
        reading, self._visit.key = self.current_key() if self.count_selected() else None, None
        if not self._search:
            self._left = reading
        self._search = text
        self._way_back = () if text else tuple(key for key in (reading, self._left) if key is not None)
        self._load()
        self._go_back_to(self._way_back[:1])  # at once, where it is among the first

    def set_density(self, density: Density) -> None:
        self.view.set_density(density)

    def current_key(self) -> int | None:
        """The mail in front, in the current row."""
        return self._visit.current_key()

    def front_key(self) -> int | None:
        """The mail in front, where one row is selected and no more."""
        return self._visit.front_key()

    def count_selected(self) -> int:
        """Rows; `selected_keys` are their mails, of folded conversations all."""
        return self._visit.count()

    def selected_keys(self) -> tuple[int, ...]:
        return self._visit.keys()

    # by conversation

    @property
    def grouped(self) -> bool:
        """Conversations stand by date; what was found, and what leaves, stands one by one."""
        return self.can_group and self._query.sort is SortField.DATE and self.wants_groups

    @property
    def can_group(self) -> bool:
        """Only a folder has conversations, or a use of all accounts."""
        return not (self._query.search or self._query.leaving_within is not None or self._query.awaiting)

    @property
    def wants_groups(self) -> bool:
        """As this folder was left; perhaps not possible now."""
        return self.grouping.is_on(self._scope.mailbox_key, self._scope.special_use)

    def read_again(self) -> None:
        """Another list of the same: what is read stays chosen."""
        reading = self.front_key() if self._visit.key is None else None
        self._load()
        if reading is not None:
            self.choose_key(reading)

    def _toggle(self, row: int) -> None:
        if toggle_in_place(self.view, self.model, self._visit, row):
            self._choose()

    def choose_key(self, key: int) -> None:
        """Select that mail and no other; as soon as the list that is being read holds it."""
        row = self.model.row_of(key)
        self._awaited = key if row is None else None
        if row is not None:
            self._visit.put_in_front(key)
            self.view.select_rows([row], row)
            self.view.scrollTo(self.model.index(row, 0))
            self.chosen.emit()  # in a row that was selected another mail may be in front now

    def enter(self) -> None:
        """The keyboard is here now, with a mail: the one that is selected, else the first, as soon as the list is read."""
        self.take_focus()
        self._entered = not self._complete
        if self._complete and not self.count_selected():
            self.view.step(1)

    def _go_back_to(self, keys: tuple[int, ...]) -> None:
        key = next((key for key in keys if self.model.row_of(key) is not None), None)
        if key is not None:
            self._way_back = ()
            self.choose_key(key)

    def choose_first(self, instead_of: int | None = None) -> int | None:
        """Select the first mail where none is, or only that one; its key."""
        many = self.count_selected()
        if self.model.keys and (not many or (many == 1 and self.current_key() == instead_of)):
            self.view.select_rows([0], 0)
            return self.current_key()
        return None

    def release(self, keys: tuple[int, ...]) -> None:
        """These mails are leaving by the user's wish: do not hold one back because it is being read."""
        if self._sticky in keys:
            self._sticky = None
        if self._visit.key in keys:
            self.end_visit()

    def hear(self, change: ChangeSet) -> None:
        """The cache has changed: look again at what may be different."""
        self.model.forget(None if change.everything or change.plan else change.locations, change.messages)
        if concerns(self._query, change):
            self.reading.read()
        elif not self.model.keys:
            self._show_emptiness()

    # reading

    def _load(self) -> None:
        """Another list: its first screen at once where that is quick, the rest from a worker."""
        before, self._query = self._query, self._scope.make_query(self._search, self._everywhere, self.filters)
        self.reading.drop()
        self._complete, self._sticky = False, None
        self.view.mark(self._query.search)
        self.grouping_changed.emit()
        first = self._first_rows()
        if first is not None:
            self._replace(first[0], first[1])
            self._complete = first[2]
            if self._complete:
                self._finish()
                return
        elif replace(before, search=self._query.search) != self._query:
            self._replace(array("q"))  # while words are typed the last answer stays, another list does not
        self._show_search_line(None)
        self._progress.start()
        self.reading.read()

    def _first_rows(self) -> tuple[array[int], Folding | None, bool] | None:
        """What can be shown at once, and whether that is all."""
        if not (self._query.is_plain or self._dispatch.is_ready):
            return None  # the first moments of a start: a worker waits for the engine
        if self.can_group and self._query.sort is SortField.DATE:
            return first_rows(self._session, self._query, grouped=self.grouped)
        return None

    def _replace(self, keys: array[int], folding: Folding | None = None) -> None:
        self.model.reset_keys(keys, folding)
        self.view.scrollToTop()
        self._show_only(self.view)
        self._choose()

    def _prepare(self, unwanted: Stop) -> Callable[[], Refresh]:
        """What a worker does: the list as it is now, beside what is shown."""
        return partial(
            read_list, self._session, self._query, unwanted, old=self.model.keys, sticky=self._sticky,
            wanted=wanted_places(self.view, self.model), folding=self.model.folding if self.grouped else None,
        )  # fmt: skip

    def _apply(self, refresh: Refresh) -> bool:
        """False where the list has become another one meanwhile."""
        fresh = not self._complete and bool(self._query.search)
        fits = self.model.apply(refresh) if fresh else take(self.view, self.model, self._visit, refresh)
        if fits and fresh:
            self.view.scrollToTop()
        self._complete = True
        self._finish()
        return fits

    def _fail(self, error: Exception) -> None:
        self._complete = True
        self._finish()
        self._dispatch.failed.emit(error)

    def _finish(self) -> None:
        self._progress.stop()
        self._show_search_line(len(self.model.keys))
        self._show_emptiness()
        if self._awaited is not None:
            self.choose_key(self._awaited)
        if not self._search and not self.count_selected():
            self._go_back_to(self._way_back)
        self._way_back = ()
        if self._entered and not self.count_selected():
            self.view.step(1)
        self._entered = False
        self.filled.emit()

    # around the list

    def _show_search_line(self, found: int | None) -> None:
        if not self._query.search:
            self._search_line.hide()
            return
        days = self._session.plan().storage_days
        self._search_line.show_query(self._query.search, self._everywhere, self._scope.label, found, days)
        if found is not None:
            self._dispatch.read("coverage", self._session.searches.coverage, self._search_line.show_coverage)

    def _set_everywhere(self, everywhere: bool) -> None:
        self._everywhere = everywhere
        self._load()

    def _show_emptiness(self) -> None:
        if self.model.keys or not self._complete:
            self._show_only(self.view)
            return
        text = explain(self._query, self._scope.label, self._session.plan(), list(self._session.statuses().values()))
        self._empty.show_text(*text)
        self._show_only(self._empty)

    def take_focus(self) -> None:
        """The keyboard for the list, or for why there is none: what is hidden would lose it to whatever comes next."""
        (self._stack.currentWidget() or self.view).setFocus()

    def _show_only(self, widget: QWidget) -> None:
        """The list or why there is none; the keyboard stays here when it was here."""
        focus = self.window().focusWidget()
        held = focus is self.view or focus is self._empty
        self._stack.setCurrentWidget(widget)
        if held and focus is not widget:
            widget.setFocus()

    def _act_on_empty(self) -> None:
        if self._query.filter:
            self.filters.clear()
        elif self._query.search and not self._everywhere:
            self._set_everywhere(True)
        self.view.setFocus()

    def _choose(self) -> None:
        if self.view.count_selected():
            self._visit.key = None
        if self.filters.filter().unread:
            self._hold_current()
        self.chosen.emit()

    def _hold_current(self) -> None:
        """Among the unread, what is being read stays until another mail is chosen, though it is read now."""
        before, self._sticky = self._sticky, self._visit.current_key()
        if before is not None and before != self._sticky:
            QTimer.singleShot(0, self, self.reading.read)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.view.viewport().update()
        super().changeEvent(event)
