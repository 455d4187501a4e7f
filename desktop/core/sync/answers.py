"""Which of the mails that come answer one that waits for it; its reminder goes. On the writer, in the transaction that stores them.

An answer names the mail (In-Reply-To, References), is of somebody else, of a person, and was not here before it was waited for.
What no person wrote is none: a vacation note promises nothing, and a bounce speaks for itself in the inbox, where it is unread.
"""

from __future__ import annotations

from collections.abc import Iterable

from desktop.core import mime
from desktop.core.mail.envelope import Envelope
from desktop.core.store import reminders
from desktop.core.store.writer import UnitOfWork


def settle_answered(uow: UnitOfWork, came: Iterable[tuple[int, bytes, Envelope]]) -> None:
    """(message key, raw header, envelope) of mails that have just been stored."""
    awaited = reminders.load_awaited(uow.connection)
    if not awaited:
        return
    for message_key, header, envelope in came:
        for message_id in dict.fromkeys((*envelope.in_reply_to, *envelope.references)):
            if message_id in awaited and _is_answer(
                uow, message_id, awaited[message_id], message_key, header, envelope
            ):
                reminders.drop_of(uow, message_id)
                del awaited[message_id]


def _is_answer(
    uow: UnitOfWork, message_id: str, since: int, message_key: int, header: bytes, envelope: Envelope
) -> bool:
    authors = {one.addr_spec.lower() for one in envelope.from_ or envelope.sender} - {""}
    if not authors - reminders.load_own_addresses(uow.connection, message_id):
        return False
    return not mime.automatic.is_automatic(header) and not reminders.was_here_before(uow.connection, message_key, since)
