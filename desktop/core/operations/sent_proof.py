"""Settles mails that may have gone: their Message-ID in Sent proves that they did.

Of a mail whose sending has an unknown outcome absence proves nothing (a server may file late or not at all), so it stays
`unknown` until the user decides. One that has only waited since before the start was never tried by this copy of the profile;
when it is not in Sent, it goes.
"""

from __future__ import annotations

from functools import partial

from desktop.core.api.errors import ServerRefusal
from desktop.core.imap.gateway import ImapGateway
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.operations.delivery import finish_sent
from desktop.core.store import mailboxes, outbox
from desktop.core.store.outbox import Queued
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork


def settle_doubted(store: Store, gateway: ImapGateway, account_key: int) -> None:
    with store.reading() as connection:
        doubted = outbox.load_doubted(connection, account_key)
        sent_key = mailboxes.find_special(connection, account_key, SpecialUse.SENT) if doubted else None
        sent = mailboxes.load_state(connection, sent_key) if sent_key is not None else None
    absent = []
    for queued in doubted:
        try:
            proven = sent is not None and _is_in(gateway, sent.name, queued.message_id)
        except ServerRefusal:
            return  # asked again at the next look
        if proven:
            store.writer.run("settle sent", partial(_finish, queued=queued), durable=True)
        elif queued.state != "unknown":
            absent.append(queued.outbox_key)
    if absent:
        store.writer.run("not in Sent", partial(outbox.let_go, outbox_keys=absent), durable=True)


def _is_in(gateway: ImapGateway, mailbox: str, message_id: str) -> bool:
    gateway.select(mailbox, read_only=True)
    return bool(gateway.search_message_id(message_id))


def _finish(uow: UnitOfWork, queued: Queued) -> None:
    here = outbox.load_queued(uow.connection, queued.outbox_key)
    if here is not None and here.state == queued.state:  # else its sending has begun meanwhile, or the user has decided
        finish_sent(uow, queued, None)
