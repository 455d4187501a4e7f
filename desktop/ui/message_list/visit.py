"""Which mails are chosen, and which one is in front: those of the rows that are selected, here and in the list beside (what a search
found on the servers), or one that is read though no list holds it (of a conversation, from another folder).

Invariant: while there is such a visit, nothing of the lists is selected, and what asks for the selected mails is given that one. A
folded conversation is all its mails, of which one is in front: the one that was, as long as it belongs to it; else the oldest that
is unread, else the newest. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop.core.api.rows import MessageRow
from desktop.ui.message_list.model import READ_AT_ONCE, MessageListModel
from desktop.ui.message_list.view import MessageListView


class Visit:
    def __init__(
        self,
        view: MessageListView,
        model: MessageListModel,
        read_rows: Callable[[Sequence[int]], dict[int, MessageRow]],
        told: Callable[[], object],
    ) -> None:
        """`told` hears that other mails are chosen, where the view does not say so itself."""
        self._view, self._model, self._read_rows, self._told = view, model, read_rows, told
        self.key: int | None = None
        self.beside: MessageListView | None = None
        self._front: int | None = None

    def begin(self, key: int) -> None:
        """Read that mail, until another one is chosen."""
        self.key = key
        if self.beside is not None:
            self.beside.clearSelection()
        if self._view.count_selected():
            self._view.clearSelection()  # which tells of it
        else:
            self._told()

    def end_here(self) -> bool:
        """Back to the mail of the list that was read before; False when there is no visit to end."""
        if self.beside is not None and self.beside.count_selected() and not self._view.count_selected():
            self.beside.clearSelection()
        elif self.key is None:
            return False
        self.key, row = None, self._view.currentIndex().row()
        if row >= 0:
            self._view.select_rows([row], row)
        else:
            self._told()
        return True

    def choose_beside(self) -> None:
        """Other mails of the list beside are selected: those here no longer, unless they were added to."""
        assert self.beside is not None
        self.key = None if self.beside.count_selected() else self.key
        if self.beside.count_selected() and self._view.count_selected() and not self.beside.is_adding:
            self._view.clearSelection()  # which tells of it
        else:
            self._told()

    def put_in_front(self, key: int | None) -> None:
        """Of the conversation that has it."""
        self._front = key

    # what is chosen, in the list or by the visit

    def current_key(self) -> int | None:
        """The mail in front in the current row."""
        if self.key is not None:
            return self.key
        if self.beside is not None and self.beside.count_selected() and not self._view.count_selected():
            return self.beside.current_key()
        row = self._view.currentIndex().row()
        mails = self._model.mails_of(row, row) if row >= 0 else ()
        if not mails:
            return None
        if self._front not in mails:
            self._front = mails[0] if len(mails) == 1 else self._first_unread(mails[:READ_AT_ONCE])
        return self._front

    def front_key(self) -> int | None:
        """The one mail to be read; None where there is none, or several rows are selected."""
        return self.current_key() if self.count() == 1 else None

    def count(self) -> int:
        """Rows."""
        if self.key is not None:
            return 1
        return self._view.count_selected() + (0 if self.beside is None else self.beside.count_selected())

    def keys(self) -> tuple[int, ...]:
        """Mails."""
        if self.key is not None:
            return (self.key,)
        return self._view.selected_mails() + (() if self.beside is None else self.beside.selected_keys())

    def _first_unread(self, mails: Sequence[int]) -> int:
        rows = self._read_rows(mails)
        return next((key for key in reversed(mails) if key in rows and not rows[key].seen), mails[0])
