"""Below what was found here: what a search finds on the servers, once somebody has asked for it.

It is a list of its own under a quiet line, so that the list above stays what it is; mails of both can be chosen together (`Visit`).
Invariant: what stands here was searched for with what stands in the search field now. A mail that a wish has brought here goes into the
list above with that list's next reading, and stays chosen; one that a sweep takes comes back (`brought`). GUI thread only: the
search runs in the core, and how far it is is looked at a few times a second.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.api.changes import ChangeSet
from desktop.core.api.queries import ListView
from desktop.core.api.rows import MessageRow
from desktop.core.api.server_search import RunningSearch, SearchResult
from desktop.ui.dispatch import Dispatch
from desktop.ui.folder_pane.names import account_names, mailbox_name
from desktop.ui.labels import PlainLabel
from desktop.ui.message_list.brought import NOTHING, whereabouts_of
from desktop.ui.message_list.chips import describe
from desktop.ui.message_list.empty import EmptyState
from desktop.ui.message_list.model import MessageListModel
from desktop.ui.message_list.pane import MessageListPane
from desktop.ui.message_list.refresh import plan_refresh
from desktop.ui.message_list.server_words import found_sentence, progress_sentence, remarks
from desktop.ui.message_list.view import MessageListView
from desktop.ui.notices.progress_line import ProgressLine
from desktop.ui.tips import plain_tip

LOOK_MS = 200
WORDS = 180
"""What the words why there is nothing above want."""


def share(room: int, above: int, here: int) -> int:
    """The height of this part: all that the list above leaves, so that it follows at once; else what is needed of the lower half."""
    return max(room - above, min(here, room // 2))


class ServerPart(QWidget):
    def __init__(self, dispatch: Dispatch, pane: MessageListPane, now: Callable[[], int]) -> None:
        super().__init__(pane)
        self._dispatch, self._session, self._pane = dispatch, dispatch.session, pane
        self._query: ListView | None = None
        self._search: RunningSearch | None = None
        self._found: tuple[int, ...] = ()
        self._whereabouts = NOTHING
        self._result: SearchResult | None = None
        self._folders: dict[int, str] = {}
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._follow_progress)
        self.model = MessageListModel(self._read_rows, lambda mail: describe(mail, now()), self)
        self.view = MessageListView(self.model, now, self)
        self.view.setAccessibleName(self.tr("Mails on the server"))
        self._text, self._remarks = PlainLabel(wordWrap=True), PlainLabel(wordWrap=True)
        for label in (self._text, self._remarks):
            label.setProperty("kind", "small")
        self._button = QPushButton()
        self._button.setProperty("kind", "link")
        self._button.clicked.connect(self._press)
        self._progress = ProgressLine(self)
        self._empty = pane.findChild(EmptyState) or pane.view
        self._empty.setSizePolicy(
            QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored
        )  # it is under the list above, too
        self._lay_out()
        pane.put_beside(self.view)
        self.view.opened.connect(pane.opened)
        pane.view.chosen.connect(self._follow_chosen)
        pane.filled.connect(self._show_keys)
        pane.view.beyond = self._step
        for moved in (pane, pane.view, self._empty):
            moved.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    @property
    def remarks(self) -> str:
        return self._remarks.text()

    @property
    def is_running(self) -> bool:
        return self._search is not None

    def begin(self) -> None:
        """Search on the servers for what the list above searches for."""
        self.drop()
        self._query = self._pane.query
        boxes, names = self._session.mailboxes(), account_names(self._session.accounts())
        several = len(names) > 1
        self._folders = {
            box.mailbox_key: mailbox_name(box) + (f" · {names.get(box.account_key, '')}" if several else "")
            for box in boxes
        }
        search = self._search = self._session.server_search.begin(self._query)
        self._dispatch.follow(search.done, lambda result: self._finish(search, result))
        self._button.setText(self.tr("Cancel"))
        self._remarks.hide()
        self._progress.start(at_once=True)
        self._follow_progress()
        self._look.start()
        self.view.set_density(self._pane.view.density)
        self.view.mark(self._query.search, in_text=False)  # where others have their text the folder is told
        self.show()
        self._place()

    def follow(self) -> None:
        """Something else may be searched for now, or nothing any more."""
        if self._query is not None and _asked(self._pane.query) != _asked(self._query):
            self.drop()

    def drop(self) -> None:
        search, self._search = self._search, None
        if search is not None:
            search.cancel()
        self._look.stop()
        self._progress.stop()
        self._query, self._result, self._found, self._whereabouts = None, None, (), NOTHING
        self.model.reset_keys(array("q"))
        self.hide()

    def hear(self, change: ChangeSet) -> None:
        """These mails look different now, or a wish has brought some of them here."""
        self.model.forget(None if change.everything else change.locations, change.messages)
        self._show_keys()

    # how far it is

    def _follow_progress(self) -> None:
        if self._search is not None:
            progress = self._search.progress()
            self._text.setText(progress_sentence(progress.running))
            if progress.keys != self._found:
                self._found = progress.keys
                self._show_keys()
            done, total = sum(one.done for one in progress.running), sum(one.total for one in progress.running)
            self._progress.start(done, total if done else 0, at_once=True)

    def _finish(self, search: RunningSearch, result: SearchResult) -> None:
        if search is not self._search:
            return
        self._search, self._result, self._found = None, result, result.keys
        self._look.stop()
        self._progress.stop()
        self._button.setText(self.tr("Close"))
        said = remarks(result)
        self._remarks.setText("\n".join(said))
        self._remarks.setVisible(bool(said))
        self._show_keys()

    def _show_keys(self) -> None:
        """What the list above does not have already."""
        if self._query is None:
            return
        here = self._session.server_search.here(self._found)
        above = set(self._pane.model.keys) if here or any(key > 0 for key in self._found) else set()
        before, now = self._whereabouts, whereabouts_of(self._found, here, above)
        self._whereabouts, keys = now, now.below
        if keys != self.model.keys:
            chosen, read = self.view.selected_keys(), self._pane.front_key()
            back = [] if chosen or read is None else [key for key in now.moved(before, (read,)) if key != read]
            with QSignalBlocker(self.view), QSignalBlocker(self._pane.view):
                self.model.apply(plan_refresh(self.model.keys, keys, frozenset()))
                if back:  # a sweep has taken it, and so will the list above
                    self._pane.view.clearSelection()
                self._keep_chosen(back or now.moved(before, chosen))
            if chosen or back:
                self._pane.tell_chosen()
        if self._result is not None:
            self._text.setText(found_sentence(self._result, len(keys)))
            more = self.tr("There are more on the server: narrow the search by words or days to see them.")
            self._text.setToolTip(plain_tip(more if self._result.more else ""))
        self._place()

    def _read_rows(self, keys: Sequence[int]) -> dict[int, MessageRow]:
        """With the folder before what is known of the text."""
        rows = self._session.rows(keys)
        return {
            key: replace(row, snippet=" · ".join(filter(None, (self._folders.get(row.mailbox_key, ""), row.snippet))))
            for key, row in rows.items()
        }

    # reading one of them

    def _follow_chosen(self) -> None:
        """Mails of the list above are chosen: those here no longer, unless they were added to."""
        above = self._pane.view
        if self.view.count_selected() and above.count_selected() and not above.is_adding:
            self.view.clearSelection()

    def _keep_chosen(self, keys: Sequence[int]) -> None:
        """Mails that were chosen stay so, above or here."""
        above = self._pane.view
        upper = [row for key in keys if (row := self._pane.model.row_of(key)) is not None]
        lower = [row for key in keys if (row := self.model.row_of(key)) is not None]
        if upper:
            others = (self._pane.model.row_of(key) for key in above.selected_keys())
            above.select_rows(sorted({*upper, *(row for row in others if row is not None)}), upper[0])
            above.scrollTo(self._pane.model.index(upper[0], 0))
        if lower or upper:
            self.view.select_rows(lower, lower[0] if lower else None)
        # Of the window, which may lie behind the sheet in which something was wished.
        focus, leaves, enters = self.window().focusWidget(), *((self.view, above) if upper else (above, self.view))
        if (upper or lower) and focus is leaves and not (upper and lower):
            enters.setFocus()

    def _step(self, by: int) -> bool:
        """From the last mail above to the first here, and back; False where the list above is to take the step."""
        if self.isHidden() or not self.model.rowCount() or abs(by) != 1:
            return False
        above = self._pane.view
        if self.view.count_selected():
            if by > 0 or self.view.currentIndex().row() > 0:
                self.view.step(by)
            elif last := self._pane.model.rowCount():
                above.select_rows([last - 1], last - 1)
                above.scrollTo(self._pane.model.index(last - 1, 0))
                above.setFocus()
            return True
        if by > 0 and above.currentIndex().row() == self._pane.model.rowCount() - 1:
            self.view.select_rows([0], 0)
            self.view.scrollToTop()
            self.view.setFocus()
            return True
        return False

    def _press(self) -> None:
        if self._search is not None:
            self._search.cancel()
        else:
            self.drop()
            self._pane.take_focus()

    # its place

    def _lay_out(self) -> None:
        line = QFrame()
        line.setProperty("kind", "line")
        row = QHBoxLayout()
        row.setContentsMargins(18, 4, 8, 2)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        below = QHBoxLayout()
        below.setContentsMargins(18, 0, 14, 6)
        below.addWidget(self._remarks)
        self._head = QWidget()
        head = QVBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(0)
        head.addWidget(line)
        head.addLayout(row)
        head.addLayout(below)
        head.addWidget(self._progress)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.view, 1)
        column.addStretch()  # where there is no list, its head stays at the top

    def _place(self) -> None:
        if self.isHidden():
            return
        rows, above = self.model.rowCount(), self._pane.model.rowCount() * self._pane.view.row_height or WORDS
        self.view.setVisible(bool(rows))
        self._pane.view.setMinimumHeight(min(self._pane.view.row_height, above))
        head = self._head.heightForWidth(self._pane.width())
        first = self._pane.view if self._pane.view.isVisibleTo(self._pane) else self._empty
        room = self._pane.height() - first.y()
        self.setFixedHeight(max(head, share(room, above, head + rows * self.view.row_height)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place()
        return super().eventFilter(watched, event)


def _asked(query: ListView) -> tuple[object, ...]:
    """What of a view a server is asked for."""
    return query.search, query.mailbox_key, query.special_use, query.leaving_within, query.awaiting, query.filter
