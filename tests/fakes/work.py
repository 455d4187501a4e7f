"""Wishes about links and the desk in the fake session: done together, told together, undone together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.core.api.changes import ChangeSet
from desktop.core.api.commands import Receipt
from tests.fakes.session_desk import FakeDesk
from tests.fakes.session_links import FakeLinking

if TYPE_CHECKING:
    from tests.fakes.session import FakeSession


class FakeWork:
    def __init__(self, session: FakeSession, *, empty: bool) -> None:
        self._session = session
        self.linking, self.desk = FakeLinking(session, empty=empty), FakeDesk(session, empty=empty)
        self._before: dict[int, dict[str, object]] = {}

    def do(self, command: object) -> Receipt | None:
        """None: a wish about something else. On the core thread, under the session's lock."""
        before = self._state()
        receipt = self.linking.apply(command)
        receipt = self.desk.apply(command) or receipt
        if receipt is None:
            return None
        if receipt.undo_key == 0:
            receipt = replace(receipt, undo_key=self._session._new_key())
            self._before[receipt.undo_key or 0] = before
        self._tell()
        return receipt

    def undo(self, undo_key: int | None) -> Receipt | None:
        before = self._before.pop(undo_key, None) if undo_key is not None else None
        if before is None:
            return None
        for name, value in before.items():
            setattr(self.linking if name == "link_rows" else self.desk, name, value)
        self._tell()
        return Receipt("undone", 1)

    def _state(self) -> dict[str, object]:
        """The dictionaries as they are; their values never change in place."""
        kept: dict[str, object] = {name: dict(held) for name, held in vars(self.desk).items() if isinstance(held, dict)}
        return {**kept, "link_rows": dict(self.linking.link_rows)}

    def _tell(self) -> None:
        places, messages = self.linking.show_badges()
        boxes = frozenset(self._session.message_rows[key].mailbox_key for key in places)
        self._session.tell(ChangeSet(mailboxes=boxes, locations=places, messages=messages, links=True, desk=True))
