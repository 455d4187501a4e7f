"""Why a linked mail cannot be deleted, and the three ways on: open the task, delete it, or end the link.

Deleting the task or ending the link frees the mail; it is not deleted by that, so that each step is one that was asked for.
GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop.core.api.errors import BandejaError
from desktop.core.api.link_commands import Unlink
from desktop.core.api.linking import LinkKind, LinkRow, LinkState
from desktop.ui.dispatch import Dispatch
from desktop.ui.notices.stack import NoticeStack
from desktop.ui.sentences import error_sentence

MOST_MAILS = 200


class Holding(QObject):
    open_wanted = Signal(object)
    """LinkRow"""

    def __init__(self, dispatch: Dispatch, notices: NoticeStack, parent: QObject) -> None:
        super().__init__(parent)
        self._dispatch, self._session, self._notices = dispatch, dispatch.session, notices

    def tell(self, location_keys: tuple[int, ...], error: BandejaError) -> None:
        rows = self._session.rows(location_keys[:MOST_MAILS])
        messages = tuple(dict.fromkeys(row.message_key for row in rows.values()))
        found = self._session.linking.links(messages)
        holders = [
            link
            for links in found.values()
            for link in links
            if link.kind is LinkKind.TASK and link.state is not LinkState.GONE
        ]
        if not holders:
            return
        named = [link for link in holders if link.title == error.parameters.get("task")]
        self._notices.offer_ways(error_sentence(error), self._ways((named or holders)[0]))

    def _ways(self, link: LinkRow) -> list[tuple[str, Callable[[], object]]]:
        submit = self._dispatch.submit
        ways: list[tuple[str, Callable[[], object]]] = []
        if link.remote_id:
            ways.append((self.tr("Open the task"), lambda: self.open_wanted.emit(link)))
            ways.append((self.tr("Delete the task"), lambda: submit(Unlink(link.link_key, delete_object=True))))
        ways.append((self.tr("End the link"), lambda: submit(Unlink(link.link_key))))
        return ways
