"""The keywords that tell other computers until when a mail in Later is put off: set there, taken away elsewhere. On the writer.

They follow the moves of a wish, as operations on the rows that those moves make, so that undo and failure of the move take them
along. Each is `aside`: a server that takes no keywords loses nothing but the other computers' waking, and nobody is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from desktop.core.mail.later_keyword import is_from, keyword_of, marks_in, moment_in, origin_keyword
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.operations.overlay import reproject
from desktop.core.store import locations, mailboxes, operations, snoozes
from desktop.core.store.locations import Placed
from desktop.core.store.mailboxes import MailboxState
from desktop.core.store.operations import NewOperation
from desktop.core.store.store import Connection
from desktop.core.store.undo_rows import Recorder
from desktop.core.store.writer import UnitOfWork

GRACE_SECONDS = 30
"""So much later than its own computer another one wakes a mail: where both can, one of them does."""
MOST_AT_ONCE = 500
_SAME_SECONDS = 60
"""Keywords are of minutes."""

Marks = Mapping[int, frozenset[str]]
"""By location key of a mail before its move: what it shall carry."""


def marks_of(uow: UnitOfWork, until: int, back_to: int) -> frozenset[str]:
    state = mailboxes.load_state(uow.connection, back_to)
    moment = frozenset({keyword_of(until)})
    if state is None or state.special_use is SpecialUse.INBOX:
        return moment
    return moment | {origin_keyword(state.name)}


def follow_moves(uow: UnitOfWork, group: int, wanted: Marks | None = None) -> None:
    """After the moves of that wish: each mail carries what is `wanted`, and no other mark."""
    moves = [one for one in operations.load_group(uow.connection, group) if one.kind == "move"]
    results = {
        one.result_location_key: (one.location_key or 0, one.target_mailbox_key or 0, one.account_key)
        for one in moves if one.result_location_key is not None
    }  # fmt: skip
    carried = locations.load_shown(uow.connection, results)
    news = []
    for key, (source, mailbox_key, account_key) in results.items():
        have = marks_in(carried[key].flags.keywords) if key in carried else frozenset()
        news += _change(account_key, key, mailbox_key, have, (wanted or {}).get(source, frozenset()))
    _add(uow, group, news)


def mark_in_place(uow: UnitOfWork, group: int, placed: Iterable[Placed], wanted: Marks) -> None:
    """Of mails that wait already, and get another moment."""
    places = list(placed)
    carried = locations.load_shown(uow.connection, [place.location_key for place in places])
    news = []
    for place in places:
        have = marks_in(carried[place.location_key].flags.keywords)
        news += _change(place.account_key, place.location_key, place.mailbox_key, have, wanted[place.location_key])
    _add(uow, group, news)


def is_to_adopt(connection: Connection, mailbox_key: int) -> bool:
    return any(_differs(one) for one in snoozes.load_marked(connection, mailbox_key, MOST_AT_ONCE))


def adopt(uow: UnitOfWork, state: MailboxState) -> int:
    """What other computers put off into this mailbox, by the server's word: this one wakes it too. How many moments were news."""
    found = [one for one in snoozes.load_marked(uow.connection, state.mailbox_key, MOST_AT_ONCE) if _differs(one)]
    if not found:
        return 0
    rows = Recorder(uow, None)
    inbox = mailboxes.find_special(uow.connection, state.account_key, SpecialUse.INBOX) or state.mailbox_key
    others = [
        one for one in mailboxes.load_states(uow.connection, state.account_key) if one.mailbox_key != state.mailbox_key
    ]
    for one in found:
        moment = moment_in(one.keywords) or 0
        if one.until is not None:
            snoozes.move_on(rows, one.message_key, state.mailbox_key, moment)
            continue
        back_to = next((other.mailbox_key for other in others if is_from(one.keywords, other.name)), inbox)
        snoozes.add(
            rows, account_key=state.account_key, message_key=one.message_key, mailbox_key=state.mailbox_key,
            back_to=back_to, until=moment + GRACE_SECONDS,
        )  # fmt: skip
    return len(found)


def _differs(one: snoozes.Marked) -> bool:
    moment = moment_in(one.keywords)
    return moment is not None and (one.until is None or abs(one.until - moment) > _SAME_SECONDS)


def _change(
    account_key: int, location_key: int, mailbox_key: int, have: frozenset[str], wanted: frozenset[str]
) -> list[NewOperation]:
    if have == wanted:
        return []
    payload = {"add": sorted(wanted - have), "remove": sorted(have - wanted), "aside": True}
    return [NewOperation(account_key, "store", location_key, mailbox_key, payload=payload)]


def _add(uow: UnitOfWork, group: int, news: list[NewOperation]) -> None:
    operations.add_operations(uow, group, news, not_before=uow.now)
    reproject(uow, [one.location_key for one in news if one.location_key is not None])
