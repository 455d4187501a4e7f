"""What stands behind `session.newsletters`: the ways out of a list, the one click, and wishes about the others.

Invariant: a list is remembered as left only once its server has taken the click, or in the transaction that puts the mail into
the outbox; a crash in between leaves a list that can be left again, which does no harm. Nothing asks the network but `unsubscribe`.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

from desktop.core import mime
from desktop.core.accounts.lookup import Unanswered
from desktop.core.api.commands import Receipt
from desktop.core.api.errors import BandejaError, Code, ConnectionFailure, ServerRefusal
from desktop.core.api.newsletters import LeftList, Newsletter, Step, Unsubscribe, Way
from desktop.core.clock import Clock, utc
from desktop.core.mail.address import Address
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.mail.outgoing import OutgoingMessage
from desktop.core.newsletters.posting import Post
from desktop.core.operations.writing import new_message_id
from desktop.core.store import accounts, outbox, undo_groups, unsubscriptions
from desktop.core.store.jobs import Job, Prepare
from desktop.core.store.store import Store
from desktop.core.store.undo_rows import Recorder
from desktop.core.store.writer import UnitOfWork

if TYPE_CHECKING:
    from desktop.core.mime.list_fields import LeavingMail, ListFields


class NewslettersService:
    """Implements `core.api.newsletters.Newsletters`."""

    def __init__(self, store: Store, clock: Clock, post: Post) -> None:
        self._store, self._clock, self._post = store, clock, post
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="unsubscribe")

    def load(self, location_key: int) -> Newsletter | None:
        found = self._read(location_key)
        if found is None:
            return None
        account_key, fields = found
        left = self._store.read(lambda connection: unsubscriptions.load_left(connection, account_key, fields.mark))
        return Newsletter(
            location_key, fields.name, _steps(fields), left.at if left is not None else None,
            left.way if left is not None else None,
        )  # fmt: skip

    def left(self) -> list[LeftList]:
        return self._store.read(unsubscriptions.load_all_left)

    def unsubscribe(self, location_key: int) -> Future[None]:
        return self._pool.submit(self._click, location_key)

    def prepared(self) -> Mapping[type, Prepare]:
        """For `OperationsService(more=…)`."""
        return {Unsubscribe: self.leave}

    def leave(self, command: Unsubscribe) -> Job:
        if command.way is Way.ONE_CLICK:  # that asks the network, which no wish waits for
            raise BandejaError(Code.BAD_INPUT, what="This mail", why="it offers no such way to unsubscribe")
        account_key, fields = self._need(command.location, command.way)
        if command.way is Way.PAGE:

            def note(uow: UnitOfWork) -> Receipt:
                group = undo_groups.add_group(uow, "list_page_opened", 1, fields.name)
                unsubscriptions.set_left(Recorder(uow, group), account_key, fields.mark, Way.PAGE)
                return Receipt("list_page_opened", 1, group, fields.name)

            return note
        assert fields.mail is not None
        message = self._compose(account_key, fields.mail)
        raw, delay = mime.compose.compose(message), max(0, min(command.undo_seconds, 300))

        def write(uow: UnitOfWork) -> Receipt:
            group = undo_groups.add_group(uow, "list_mail_sent", 1, fields.name)
            outbox.add_outbox(
                uow, account_key=account_key, message_id=message.message_id, subject=message.subject,
                envelope_from=message.from_.addr_spec, recipients=[one.addr_spec for one in message.recipients], raw=raw,
                not_before=uow.now + delay, group_key=group,
            )  # fmt: skip
            unsubscriptions.set_left(Recorder(uow, group), account_key, fields.mark, Way.MAIL)
            return Receipt("list_mail_sent", 1, group, fields.name)

        return write

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _click(self, location_key: int) -> None:
        account_key, fields = self._need(location_key, Way.ONE_CLICK)
        host = _host(fields.one_click)
        try:
            status = self._post(fields.one_click)
        except Unanswered as reason:
            raise ConnectionFailure(Code.LIST_UNREACHED, host=host) from reason
        if not 200 <= status < 300:
            raise ServerRefusal(Code.LIST_REFUSED, host=host, said=str(status))

        def keep(uow: UnitOfWork) -> None:
            unsubscriptions.set_left(Recorder(uow, None), account_key, fields.mark, Way.ONE_CLICK)

        self._store.writer.run("unsubscribed", keep, durable=True)

    def _need(self, location_key: int, way: Way) -> tuple[int, ListFields]:
        found = self._read(location_key)
        if found is None or way not in {step.way for step in _steps(found[1])}:
            raise BandejaError(Code.BAD_INPUT, what="This mail", why="it offers no such way to unsubscribe")
        return found

    def _read(self, location_key: int) -> tuple[int, ListFields] | None:
        head = self._store.read(lambda connection: unsubscriptions.load_head(connection, location_key))
        if head is None or head.special_use is SpecialUse.JUNK:
            return None
        fields = mime.list_fields.read_list_fields(head.raw)
        return None if fields is None else (head.account_key, fields)

    def _compose(self, account_key: int, mail: LeavingMail) -> OutgoingMessage:
        """The address alone: a list needs no name."""
        settings = self._store.read(lambda connection: accounts.load_settings(connection, account_key))
        if settings is None:
            raise BandejaError(Code.NOT_FOUND, what="account", name=account_key)
        to = mime.addresses.parse_addresses(mail.address.encode())
        if len(to) != 1:
            raise BandejaError(Code.BAD_INPUT, what="This mail", why="it offers no such way to unsubscribe")
        return OutgoingMessage(
            from_=Address("", settings.address), subject=mail.subject, text=mail.body,
            message_id=new_message_id(settings.address), date=utc(self._clock.now()), to=to,
        )  # fmt: skip


def _steps(fields: ListFields) -> tuple[Step, ...]:
    found = []
    if fields.one_click:
        found.append(Step(Way.ONE_CLICK, _host(fields.one_click)))
    if fields.mail is not None:
        found.append(Step(Way.MAIL, fields.mail.address))
    if fields.page:
        found.append(Step(Way.PAGE, _host(fields.page), fields.page))
    return tuple(found)


def _host(url: str) -> str:
    from desktop.core.mail.link import evaluate_link

    return evaluate_link(url).host
