"""From where the offers of the search field come: the session's people and searches, and the folders that are on the screen.

GUI thread; everything asked here is quick.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from desktop.core.api.rows import MailboxRow
from desktop.core.api.session import MailSession
from desktop.core.mail.mailbox import SpecialUse
from desktop.ui.folder_pane.names import ICONS, mailbox_name


class SessionSources:
    """Implements `offers.Sources`."""

    def __init__(
        self, session: MailSession, mailboxes: Callable[[], Sequence[MailboxRow]], now: Callable[[], int]
    ) -> None:
        self._session, self._mailboxes, self._now = session, mailboxes, now

    def people(self, prefix: str, limit: int) -> list[tuple[str, str]]:
        return [_split(known) for known in self._session.known_addresses(prefix, limit)]

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
        return self._session.searches.recent()

    def today(self) -> date:
        return datetime.fromtimestamp(self._now()).date()  # noqa: DTZ006 -- the day that the screen shows


def _split(known: str) -> tuple[str, str]:
    name, bracket, address = known.rpartition("<")
    return (name.strip(), address.rstrip(">")) if bracket else ("", known)
