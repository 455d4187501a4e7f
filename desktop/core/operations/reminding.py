"""Mail that waits for an answer: wanted or not any more, and brought forward when its moment has come. On the writer.

A reminder is made in the transaction that takes its mail into the outbox, and goes with it; its time runs from the sending on. When
it is due it is marked as told before anybody hears of it, so it is told once, whatever dies.
"""

from __future__ import annotations

from collections.abc import Iterable

from desktop.core.api.commands import Receipt, Remind
from desktop.core.api.errors import BandejaError, Code
from desktop.core.store import locations, reminders, undo_groups
from desktop.core.store.reminders import SentMail
from desktop.core.store.undo_rows import Recorder
from desktop.core.store.writer import UnitOfWork

LONGEST_WAIT = 400 * 86_400
"""Nobody waits longer for an answer; what says so is a slip."""


def bounded(wait: int) -> int:
    """Seconds of a wait that was asked for; 0: none."""
    return max(0, min(wait, LONGEST_WAIT))


def remind(uow: UnitOfWork, command: Remind) -> Receipt:
    placed = locations.load_placed(uow.connection, command.locations)
    known = reminders.find_keys(uow.connection, [place.message_key for place in placed.values()])
    if command.at <= 0:
        return _forget(uow, [*known, *command.reminders])
    if not uow.now < command.at <= uow.now + LONGEST_WAIT:
        raise BandejaError(Code.BAD_INPUT, what="That moment", why="it is over, or too far ahead")
    mails = _remindable(reminders.load_sent(uow.connection, command.locations))
    group = undo_groups.add_group(uow, "reminding", max(1, len(mails) + len(command.reminders)))
    rows = Recorder(uow, group)
    count = sum(reminders.set_due(rows, mail, command.at) for mail in mails)
    count += reminders.move_on(rows, command.reminders, command.at)
    return Receipt("reminding", count, group if count else None)


def forget_deleted(uow: UnitOfWork, message_keys: Iterable[int], group: int) -> None:
    """These mails were deleted by that wish: where no other copy is shown, nobody waits for an answer. Undo brings it back."""
    gone = reminders.find_deleted(uow.connection, message_keys)
    if gone:
        reminders.forget(Recorder(uow, group), gone)


def _forget(uow: UnitOfWork, keys: list[int]) -> Receipt:
    if not keys:
        return Receipt("reminding_ended", 0)
    group = undo_groups.add_group(uow, "reminding_ended", len(keys))
    count = reminders.forget(Recorder(uow, group), keys)
    return Receipt("reminding_ended", count, group if count else None)


def _remindable(mails: list[SentMail]) -> list[SentMail]:
    """Raises BandejaError where none of them can be answered to us."""
    own = [mail for mail in mails if mail.is_own and mail.message_id]
    if mails and not own:
        raise BandejaError(
            Code.BAD_INPUT, what="This mail", why="it was not sent from here, so there is no answer to wait for"
        )
    return own
