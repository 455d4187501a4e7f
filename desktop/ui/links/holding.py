"""Why linked mail was not deleted, and the ways on: open the task, delete it, end the link; of many mails, delete the others.

Deleting the task or ending the link frees the mail; it is not deleted by that, so that each step is one that was asked for.
GUI thread; who holds what is read on a worker.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop.core.api.commands import Delete
from desktop.core.api.errors import BandejaError
from desktop.core.api.link_commands import Unlink
from desktop.core.api.linking import LinkKind, LinkRow, LinkState
from desktop.core.api.session import MailSession
from desktop.ui import words
from desktop.ui.dispatch import Dispatch
from desktop.ui.i18n import tr
from desktop.ui.message_list.chips import clean
from desktop.ui.notices.stack import NoticeStack
from desktop.ui.sentences import error_sentence
from desktop.values import dataclass

_SLICE = 500
_SLOT = "holding"
_Way = tuple[str, Callable[[], object]]


@dataclass(frozen=True, slots=True)
class _Held:
    """`link` is a task that holds mail; `kept` and `free` are the mails it or another holds, and the others."""

    link: LinkRow | None
    kept: int
    free: tuple[int, ...]


class Holding(QObject):
    open_wanted = Signal(object)
    """LinkRow"""

    def __init__(self, dispatch: Dispatch, notices: NoticeStack, parent: QObject) -> None:
        super().__init__(parent)
        self._dispatch, self._session, self._notices = dispatch, dispatch.session, notices

    def tell(self, wish: Delete, error: BandejaError) -> None:
        session, title = self._session, error.parameters.get("task", "")
        self._dispatch.read(
            _SLOT, lambda: _look(session, wish.locations, title), lambda held: self._say(wish, error, held)
        )

    def _say(self, wish: Delete, error: BandejaError, held: _Held) -> None:
        if held.link is None:
            self._dispatch.failed.emit(error)
            return
        if len(wish.locations) == 1:
            self._notices.offer_ways(error_sentence(error), self._ways(held.link))
            return
        text = tr("Nothing was deleted: {count} of these mails belong(s) to a task, such as “{task}”.", "", held.kept)
        text = text.format(count=words.number(held.kept), task=clean(held.link.title))
        ways: list[_Way] = []
        if held.free:
            rest = tr("Delete the other {count}", "", len(held.free)).format(count=words.number(len(held.free)))
            ways.append((rest, lambda: self._dispatch.submit(Delete(held.free, wish.permanent))))
        if held.link.remote_id:
            ways.append((self.tr("Open the task"), lambda: self.open_wanted.emit(held.link)))
        self._notices.offer_ways(text, ways)

    def _ways(self, link: LinkRow) -> list[_Way]:
        submit = self._dispatch.submit
        ways: list[_Way] = []
        if link.remote_id:
            ways.append((self.tr("Open the task"), lambda: self.open_wanted.emit(link)))
            ways.append((self.tr("Delete the task"), lambda: submit(Unlink(link.link_key, delete_object=True))))
        ways.append((self.tr("End the link"), lambda: submit(Unlink(link.link_key))))
        return ways


def _look(session: MailSession, locations: tuple[int, ...], title: str) -> _Held:
    """Worker thread. The task of that title first, for it is the one that was named."""
    free: list[int] = []
    holders: list[LinkRow] = []
    for start in range(0, len(locations), _SLICE):
        rows = session.rows(locations[start : start + _SLICE])
        found = session.linking.links(tuple(dict.fromkeys(row.message_key for row in rows.values())))
        for key, row in rows.items():
            holding = [link for link in found.get(row.message_key, ()) if _holds(link)]
            holders += holding
            if not holding:
                free.append(key)
    named = [link for link in holders if link.title == title]
    return _Held(next(iter(named or holders), None), len(locations) - len(free), tuple(free))


def _holds(link: LinkRow) -> bool:
    return link.kind is LinkKind.TASK and link.state is not LinkState.GONE
