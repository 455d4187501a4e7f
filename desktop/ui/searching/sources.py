"""From where the offers of the search field come: the session's people and searches, and the folders that are on the screen.

Invariant: nothing waits here. Who is known is looked up by a worker, for there may be tens of thousands; until it has answered
nobody is. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QDateTime, QObject, Signal

from desktop.core.api.rows import MailboxRow
from desktop.core.mail.mailbox import SpecialUse
from desktop.ui.dispatch import Dispatch
from desktop.ui.folder_pane.names import ICONS, mailbox_name

_ASKED = 8
"""People at a time."""


class SessionSources(QObject):
    """Implements `offers.Sources`."""

    answered = Signal()
    """There is more to offer now than there was."""

    def __init__(
        self, dispatch: Dispatch, mailboxes: Callable[[], Sequence[MailboxRow]], now: Callable[[], int], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._dispatch, self._session = dispatch, dispatch.session
        self._mailboxes, self._now = mailboxes, now
        self._prefix = ""
        self._known: list[tuple[str, str]] = []

    def people(self, prefix: str, limit: int) -> list[tuple[str, str]]:
        if prefix != self._prefix:
            self._prefix, self._known = prefix, []
            session = self._session
            self._dispatch.read("people", lambda: session.known_addresses(prefix, _ASKED), self._take_people)
        return self._known[:limit]

    def _take_people(self, known: list[str]) -> None:
        self._known = [_split(one) for one in known]
        if self._known:
            self.answered.emit()

    def folders(self) -> list[tuple[str, str, str]]:
        """Each name once: what is called the same in two accounts is searched in both."""
        found: dict[str, tuple[str, str, str]] = {}
        for row in self._mailboxes():
            if row.selectable:
                shown = mailbox_name(row)
                path = row.name.replace(row.delimiter, "/") if row.delimiter else row.name
                name = path if row.depth and row.special_use is SpecialUse.NONE else shown
                found.setdefault(name.casefold(), (shown, name, ICONS[row.special_use]))
        return list(found.values())

    def accounts(self) -> list[str]:
        return [row.address for row in self._session.accounts()]

    def recent(self) -> list[str]:
        if self._dispatch.is_ready:
            return self._session.searches.recent()
        self._dispatch.soon(self.answered.emit)
        return []

    def today(self) -> date:
        """The day that the screen shows."""
        return QDateTime.fromSecsSinceEpoch(int(self._now())).date().toPython()  # type: ignore[return-value]


def _split(known: str) -> tuple[str, str]:
    name, bracket, address = known.rpartition("<")
    return (name.strip(), address.rstrip(">")) if bracket else ("", known)
