"""Invitations of the fake session: what a test or a picture has put there, and what the answers to them do."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.core.api.changes import ChangeSet
from desktop.core.api.commands import Receipt
from desktop.core.api.desk import Meeting
from desktop.core.api.invitations import (
    AnswerInvitation,
    CancelMeeting,
    GivenAnswer,
    Invitation,
    RecordReply,
    SendInvitation,
)
from desktop.core.api.rows import OutboxState

if TYPE_CHECKING:
    from tests.fakes.session import FakeSession


class FakeInvitations:
    def __init__(self, session: FakeSession) -> None:
        self._session = session
        self.found: dict[int, Invitation] = {}

    def load(self, location_key: int) -> Invitation | None:
        return self.found.get(location_key)

    def apply(self, command: object) -> Receipt | None:
        """None: not a wish about invitations. On the core thread."""
        match command:
            case AnswerInvitation(key, answer):
                one = self.found[key]
                given = GivenAnswer(answer, self._session.now, OutboxState.WAITING, one.span)
                self.found[key] = replace(one, answered=given)
                receipt = Receipt(f"invitation_{answer}", 1, None, one.organiser.name)
            case RecordReply(key):
                self.found[key] = replace(self.found[key], recorded=True, recordable=False)
                receipt = Receipt("reply_recorded", 1)
            case SendInvitation(key, account_key):
                event = self._session.desk.event_details[key]
                asked = tuple(one.address.lower() for one in event.guests if one.address and not one.organiser)
                before, now = event.meeting, self._session.now
                known = Meeting(
                    account_key, before.sequence + 1 if before else 0, now, OutboxState.WAITING, asked, False
                )
                self._session.desk.event_details[key] = replace(event, meeting=known)
                done = "invitation_updated" if before else "invitation_sent"
                receipt = Receipt(done, len(asked), self._session._new_key(), event.row.title)
            case CancelMeeting(key):
                title = self._session.desk.event_details.pop(key).row.title
                receipt = Receipt("meeting_cancelled", 1, self._session._new_key(), title)
            case _:
                return None
        self._session.tell(ChangeSet(outbox=True, desk=True))
        return receipt
