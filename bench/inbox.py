"""An INBOX of given mails, stored as a synchronisation would have: for what is measured in the whole window."""

from __future__ import annotations

from collections.abc import Sequence

from bench.engines import settings
from desktop.core.engine import Engine
from desktop.core.mail.flags import FlagSet
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.mime.index_message import index_message
from desktop.core.store import accounts, locations, mailboxes, messages
from desktop.core.store.mailboxes import Listed
from desktop.core.store.writer import UnitOfWork


def fill_inbox(engine: Engine, raws: Sequence[bytes]) -> None:
    """Whole mails, a minute apart, the last one received now."""
    key = engine.store.writer.run("account", lambda uow: accounts.add_account(uow, settings("bench", 1), "bench"))
    listed = [Listed("INBOX", "/", SpecialUse.INBOX, True)]
    box = engine.store.writer.run("mailbox", lambda uow: mailboxes.merge_listed(uow, key, listed))["INBOX"]
    first = engine.clock.now() - len(raws) * 60

    def put(uow: UnitOfWork) -> None:
        read = [index_message(raw) for raw in raws]
        news = [
            messages.NewMessage(n.to_bytes(16, "big"), len(raw), first + n * 60, mail.envelope, f"t{n}")
            for n, (raw, mail) in enumerate(zip(raws, read, strict=True))
        ]
        keys = messages.find_or_add(uow, key, news)
        messages.add_bodies(uow, [(one, *body) for one, body in zip(keys, zip(raws, read, strict=True), strict=True)])
        rows = [
            locations.NewLocation(n + 1, one, first + n * 60, FlagSet(), False)  #
            for n, one in enumerate(keys)
        ]
        locations.add_locations(uow, box, rows)

    engine.store.writer.run("fill", put)
