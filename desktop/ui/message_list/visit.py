"""A mail that is read though the list does not hold it: one of a conversation, from another folder.

Invariant: while there is one, nothing of the list is selected, and what asks for the selected mails is given that one. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable

from desktop.ui.message_list.view import MessageListView


class Visit:
    def __init__(self, view: MessageListView, told: Callable[[], object]) -> None:
        """`told` hears that other mails are chosen, where the view does not say so itself."""
        self._view, self._told = view, told
        self.key: int | None = None

    def begin(self, key: int) -> None:
        """Read that mail, until another one is chosen."""
        self.key = key
        if self._view.count_selected():
            self._view.clearSelection()  # which tells of it
        else:
            self._told()

    def end_here(self) -> bool:
        """Back to the mail of the list that was read before; False when there is no visit to end."""
        if self.key is None:
            return False
        self.key, row = None, self._view.currentIndex().row()
        if row >= 0:
            self._view.select_rows([row], row)
        else:
            self._told()
        return True

    # what is chosen, in the list or by the visit

    def current_key(self) -> int | None:
        return self._view.current_key() if self.key is None else self.key

    def count(self) -> int:
        return self._view.count_selected() if self.key is None else 1

    def keys(self) -> tuple[int, ...]:
        return self._view.selected_keys() if self.key is None else (self.key,)
