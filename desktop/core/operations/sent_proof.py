"""Settles mails whose sending has an unknown outcome: their Message-ID in Sent proves that they went.

Absence proves nothing (a server may file late or not at all), so such a mail stays `unknown` until the user decides.
"""

from __future__ import annotations

from functools import partial

from desktop.core.api.errors import ServerRefusal
from desktop.core.imap.gateway import ImapGateway
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.operations.delivery import finish_sent
from desktop.core.store import mailboxes, outbox
from desktop.core.store.store import Store


def settle_unknown(store: Store, gateway: ImapGateway, account_key: int) -> None:
    with store.reading() as connection:
        unknown = outbox.load_unknown(connection, account_key)
        sent_key = mailboxes.find_special(connection, account_key, SpecialUse.SENT) if unknown else None
        sent = mailboxes.load_state(connection, sent_key) if sent_key is not None else None
    if sent is None:
        return
    for queued in unknown:
        try:
            gateway.select(sent.name, read_only=True)
            proven = bool(gateway.search_message_id(queued.message_id))
        except ServerRefusal:
            return  # asked again at the next look
        if proven:
            store.writer.run("settle sent", partial(finish_sent, queued=queued, copy=None), durable=True)
