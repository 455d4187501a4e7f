"""Takes the user's wishes: prepares what must not run on the writer, stores them durably in one transaction, answers at once.

Wishes are prepared by one thread in the order given, so that "save draft" and "send" cannot overtake each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any, Protocol

from desktop.core import mime
from desktop.core.api import commands as wish
from desktop.core.api.commands import Command, Receipt
from desktop.core.api.errors import BandejaError, Code, PlanError
from desktop.core.mail.address import Address
from desktop.core.operations import draft_commands, mail_commands, mailbox_commands, reminding, snooze, undo, writing
from desktop.core.store import accounts, locations, mailboxes, operations, outbox, reminders, undo_groups
from desktop.core.store.jobs import Job, Prepare, unprepared
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork


class PreparedMails(Protocol):
    def store(self, uow: UnitOfWork) -> dict[int, int]:
        """Makes them rows: key below 0 -> location key. Raises BandejaError."""
        ...


class BringsMail(Protocol):
    """Makes mails that are on their server alone (keys below 0) part of the copy here."""

    def prepare(self, keys: Iterable[int]) -> PreparedMails:
        """Beside the writer. Raises BandejaError."""
        ...

    def note(self, command: Command, keys: Iterable[int]) -> None:
        """The wish about them is stored."""
        ...


class OperationsService:
    """`now` is wall time (epoch seconds); `attachments_limit` in decoded bytes comes from the plan; `more` prepares the wishes
    of other rooms, by type of command: what runs there may parse, the Job it gives back only writes. `brings` stores mail that is on
    its server alone, in the transaction of the wish about it."""

    def __init__(
        self,
        store: Store,
        now: Callable[[], int],
        attachments_limit: Callable[[], int],
        more: Mapping[type, Prepare] | None = None,
        brings: BringsMail | None = None,
    ) -> None:
        self._store, self._now, self._attachments_limit, self._brings = store, now, attachments_limit, brings
        self._prepared: dict[type, Prepare] = {
            **unprepared(_UNPREPARED),
            wish.SaveDraft: self._save_draft,
            wish.Send: self._send,
            wish.SendRaw: self._send_raw,
            **(more or {}),
        }
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="commands")

    def submit(self, command: Command) -> Future[Receipt]:
        """Never blocks. The Future fails with a BandejaError when the wish cannot be."""
        return self._pool.submit(self._carry_in, command)

    def undo(self, group_key: int | None) -> Future[Receipt]:
        return self._pool.submit(
            lambda: self._store.writer.run("undo", lambda uow: undo.undo(uow, group_key), durable=True)
        )

    def close(self) -> None:
        self._pool.shutdown(wait=True)

    def _carry_in(self, command: Command) -> Receipt:
        there = passing_keys(command)
        receipt = self._store.writer.run(type(command).__name__, self.prepare(command), durable=True)
        if there and self._brings is not None:
            self._brings.note(command, there)
        return receipt

    def prepare(self, command: Command) -> Job:
        """Beside the writer; the Job stores the wish, and before it the mails that it is about and that are not here. Raises
        BandejaError."""
        there = passing_keys(command)
        if not there:
            return self._prepare(command)
        if self._brings is None:
            raise BandejaError(Code.NOT_FOUND, what="mail", name=there[0])
        mails = self._brings.prepare(there)
        if type(command) not in _UNPREPARED:
            job = self._prepare(command)  # it finds them by itself once they are stored
            return lambda uow: (mails.store(uow), job(uow))[1]

        def bring(uow: UnitOfWork) -> Receipt:
            rows = mails.store(uow)
            keys = tuple(dict.fromkeys(rows.get(key, key) for key in getattr(command, "locations", ())))
            return self._prepare(replace(command, locations=keys))(uow)  # type: ignore[arg-type]

        return bring

    def _prepare(self, command: Command) -> Job:
        prepare = self._prepared.get(type(command))
        if prepare is None:
            raise BandejaError(Code.BAD_INPUT, what="This command", why="it is not known")
        return prepare(command)

    def _save_draft(self, command: wish.SaveDraft) -> Job:
        content = command.content
        mail = writing.compose_draft(content, self._sender(content.account_key), self._now())
        return lambda uow: draft_commands.save_draft(uow, command.draft_key, content, mail)

    def _send(self, command: wish.Send) -> Job:
        content = command.content
        self._check_attachments(len(attachment.content) for attachment in content.attachments)
        sender = self._sender(content.account_key)
        message, raw = writing.compose_for_sending(content, sender, max(self._now(), command.at))
        return lambda uow: draft_commands.send(
            uow, command.draft_key, content, message, raw, command.undo_seconds, command.at
        )

    def _send_raw(self, command: wish.SendRaw) -> Job:
        try:
            raw = mime.compose.redact_for_wire(command.raw)
        except ValueError as error:
            raise BandejaError(Code.BAD_INPUT, what="This mail", why=str(error)) from error
        self._check_attachments(attachment.size for attachment in mime.parse_message.parse_message(raw).attachments)
        envelope = mime.headers.parse_envelope(raw[: mime.headers.find_body(raw)[0]])
        sender = self._sender(command.account_key)
        message_id = envelope.message_id
        if not message_id:
            message_id = writing.new_message_id(sender.addr_spec)
            raw = f"Message-ID: <{message_id}>\r\n".encode() + raw

        def send(uow: UnitOfWork) -> Receipt:
            if outbox.is_known(uow.connection, message_id):
                raise BandejaError(
                    Code.BAD_INPUT, what="This mail", why="one with its Message-ID was sent from here before"
                )
            key = outbox.add_outbox(
                uow,
                account_key=command.account_key,
                message_id=message_id,
                subject=envelope.subject,
                envelope_from=sender.addr_spec,
                recipients=command.recipients,
                raw=raw,
                not_before=uow.now,
                send_at=command.at,
            )
            if command.remind_after > 0:
                people = (*envelope.to, *envelope.cc)
                wait = reminding.bounded(command.remind_after)
                reminders.add(uow, command.account_key, message_id, envelope.subject, people, wait)
            return Receipt("sent", 1, key=key)

        return send

    def _sender(self, account_key: int) -> Address:
        settings = self._store.read(lambda connection: accounts.load_settings(connection, account_key))
        if settings is None:
            raise BandejaError(Code.NOT_FOUND, what="account", name=account_key)
        return Address(settings.display_name, settings.address)

    def _check_attachments(self, sizes: Iterable[int]) -> None:
        size = sum(sizes)
        if size > self._attachments_limit():
            raise PlanError(Code.ATTACHMENTS_TOO_LARGE, size=f"{size / (1 << 20):.1f}")


def passing_keys(command: Command) -> tuple[int, ...]:
    """Those of the mails of a wish that are on their server alone."""
    return tuple(key for key in getattr(command, "locations", ()) if key < 0)


def _cancel(uow: UnitOfWork, command: wish.CancelOperation) -> Receipt:
    alike = [
        one
        for one in operations.load_alike(uow.connection, command.operation_key)
        if one.state in ("waiting", "failed")
    ]
    return Receipt("cancelled", undo.take_away(uow, alike))


def _retry(uow: UnitOfWork, command: wish.RetryOperation) -> Receipt:
    """A parked wish is made again from the start, so that the screen shows it again too."""
    alike = [one for one in operations.load_alike(uow.connection, command.operation_key) if one.state == "failed"]
    operations.drop_operations(uow, [one.operation_key for one in alike])
    if not alike:
        return Receipt("retried", 0)
    if alike[0].kind in operations.MAILBOX_KINDS:
        return mailbox_commands.wish_again(uow, alike[0])
    group = undo_groups.add_group(uow, "retried", len(alike))
    return Receipt("retried", mail_commands.wish_again(uow, alike, group), group)


def _accept_removals(uow: UnitOfWork, command: wish.AcceptRemovals) -> Receipt:
    """Then the mailbox is looked through once more: what has come back meanwhile must not be missing here."""
    state = mailboxes.load_state(uow.connection, command.mailbox_key)
    if state is None:
        raise BandejaError(Code.NOT_FOUND, what="folder", name=command.mailbox_key)
    gone = locations.drop_locations(uow, state.held_removals, keep_linked=True)
    if state.on_server:
        mailboxes.set_state(uow, command.mailbox_key, held_removals=(), backfill_floor=state.seen_below)
        uow.mailboxes.add(command.mailbox_key)
    else:
        mailboxes.set_state(uow, command.mailbox_key, held_removals=())
        mailboxes.retire(uow, command.mailbox_key)
    return Receipt("removals_accepted", gone)


def _watch(uow: UnitOfWork, command: wish.WatchMailbox) -> Receipt:
    if not mailboxes.set_watched(uow, command.mailbox_key, command.watched):
        raise BandejaError(Code.NOT_FOUND, what="folder", name=command.mailbox_key)
    return Receipt("watched" if command.watched else "unwatched", 0)


def _remove_account(uow: UnitOfWork, command: wish.RemoveAccount) -> Receipt:
    """What was on its way into it is where it was, with its links."""
    undo.forget(uow, operations.load_imports_into(uow.connection, command.account_key))
    accounts.drop_account(uow, command.account_key)
    return Receipt("account_removed", 1)


_UNPREPARED: dict[type, Callable[[UnitOfWork, Any], Receipt]] = {
    wish.SetSeen: mail_commands.set_seen,
    wish.SetFlagged: mail_commands.set_flagged,
    wish.MarkAllSeen: mail_commands.mark_all_seen,
    wish.MoveTo: mail_commands.move_to,
    wish.CopyTo: mail_commands.copy_to,
    wish.Archive: mail_commands.archive,
    wish.MarkJunk: mail_commands.mark_junk,
    wish.Delete: mail_commands.delete,
    wish.Snooze: snooze.snooze,
    wish.Remind: reminding.remind,
    wish.CreateMailbox: mailbox_commands.create_mailbox,
    wish.RenameMailbox: mailbox_commands.rename_mailbox,
    wish.DeleteMailbox: mailbox_commands.delete_mailbox,
    wish.DiscardDraft: draft_commands.discard_draft,
    wish.EditOutbox: draft_commands.edit_outbox,
    wish.RetryOutbox: draft_commands.retry_outbox,
    wish.DiscardOutbox: draft_commands.discard_outbox,
    wish.CancelOperation: _cancel,
    wish.RetryOperation: _retry,
    wish.AcceptRemovals: _accept_removals,
    wish.WatchMailbox: _watch,
    wish.RemoveAccount: _remove_account,
}
