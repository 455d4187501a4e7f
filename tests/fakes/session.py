"""A MailSession in memory, for tests and pictures of the screen: answers at once and changes what it is told to change.

It keeps the promises of the door that a screen relies on: writes happen on another thread and answer by Future, listeners
are called there, reads are safe anywhere, what is moved gets another key, undo puts things back. It has no server behind it:
`pending` stays until `settle`. `calls` counts the reads by name, so that a test can bound them.
"""

from __future__ import annotations

import threading
from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from desktop.core.api.account_settings import AccountSettings
from desktop.core.api.changes import ChangeSet
from desktop.core.api.commands import Command, DraftContent, Receipt
from desktop.core.api.conversation import Conversation
from desktop.core.api.exporting import Exported
from desktop.core.api.previews import Preview
from desktop.core.api.queries import ListView
from desktop.core.api.quote_words import QuoteWords
from desktop.core.api.rows import (
    AccountRow,
    AccountState,
    AwaitedRow,
    BodyState,
    DraftRow,
    MailboxRow,
    MessageDetail,
    MessageRow,
    OperationRow,
    OutboxRow,
    PlanRow,
)
from desktop.core.api.status import AccountStatus, Notice
from desktop.core.api.stopping import Stop
from desktop.core.api.workspace_commands import WorkspaceCommand
from desktop.core.export.files import export_mails
from desktop.core.mail.address import Address
from desktop.core.mail.envelope import Envelope
from desktop.core.mail.flags import Flag
from desktop.core.mail.grouping import Groups
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.mail.rich_text import RichText
from desktop.core.mail.structure import Attachment, ParsedMessage
from desktop.core.mail.template import Template
from desktop.core.mime.look_at_file import look_at, read_file
from desktop.core.mime.parse_message import INSIDE
from desktop.core.mime.read_rich import read_html
from desktop.core.plan import quota
from tests.fakes import mails
from tests.fakes.conversations import conversation_of, groups_of
from tests.fakes.enrolment import FakeEnrolment
from tests.fakes.mails import NOW
from tests.fakes.matching import find_keys
from tests.fakes.pictures import FakePictures
from tests.fakes.session_invitations import FakeInvitations
from tests.fakes.session_newsletters import FakeNewsletters
from tests.fakes.session_searches import FakeSearches
from tests.fakes.session_server_search import FakeServerSearch
from tests.fakes.templates import FakeTemplates
from tests.fakes.wishes import Wishes
from tests.fakes.work import FakeWork
from tests.fakes.workspace import FakeWorkspace, People

_DRAFTS, _SENT = (SpecialUse.DRAFTS, SpecialUse.SENT)
_State = tuple[dict[int, MessageRow], dict[int, DraftContent], dict[int, OutboxRow], list[MailboxRow], People]


class FakeSession(Wishes):
    def __init__(self, *, empty: bool = False) -> None:
        self.now = NOW
        self.calls: Counter[str] = Counter()
        self.submitted: list[Command] = []
        self.shown: list[int | None] = []
        self.opened: list[int] = []
        self.account_rows: list[AccountRow] = [] if empty else list(mails.ACCOUNTS)
        self.mailbox_rows: list[MailboxRow] = [] if empty else mails.make_mailboxes()
        self.message_rows: dict[int, MessageRow] = {} if empty else mails.make_rows()
        self.threads: list[tuple[int, ...]] = []
        """Message keys that are one conversation."""
        self.operation_rows: list[OperationRow] = []
        self.outbox_rows: dict[int, OutboxRow] = {}
        self.draft_contents: dict[int, DraftContent] = {}
        self.status_rows = {
            row.account_key: AccountStatus(row.account_key, AccountState.UP_TO_DATE, NOW - 60, last_success=NOW - 60)
            for row in self.account_rows
        }
        self.plan_row = PlanRow(
            "standard",
            "Standard",
            30,
            30,
            5,
            len(self.account_rows),
            None,
            50_000,
            1_204,
            quota.next_month_at("2026-11", UTC),
            14_994_636,
            None,
        )
        self.template_book = FakeTemplates(self)
        self.workspace = FakeWorkspace(self)
        self.pictures = FakePictures(self)
        self.searches = FakeSearches(self)
        self.server_search = FakeServerSearch(self)
        self.work = FakeWork(self, empty=empty)
        self.linking, self.desk = self.work.linking, self.work.desk
        self.enrolment = FakeEnrolment(self)
        self.invitations = FakeInvitations(self)
        self.newsletters = FakeNewsletters(self)
        self._undo: dict[int, tuple[_State, _State]] = {}
        self._next_key = 900_000
        self._lock = threading.RLock()
        self._listeners: list[tuple[Callable[[ChangeSet], None] | None, Callable[[AccountStatus], None] | None,
                                    Callable[[Notice], None] | None]] = []  # fmt: skip
        self._core = ThreadPoolExecutor(1, thread_name_prefix="fake-core")

    def ready(self) -> Future[None]:
        done: Future[None] = Future()
        done.set_result(None)
        return done

    # reading

    def accounts(self) -> list[AccountRow]:
        return list(self.account_rows)

    def mailboxes(self) -> list[MailboxRow]:
        with self._lock:
            total = Counter(row.mailbox_key for row in self.message_rows.values())
            unread = Counter(row.mailbox_key for row in self.message_rows.values() if not row.seen)
            return [
                replace(row, total=total[row.mailbox_key], unread=unread[row.mailbox_key]) for row in self.mailbox_rows
            ]

    def first_keys(self, view: ListView, limit: int = 100) -> list[int]:
        self.calls["first_keys"] += 1
        return list(self._keys(view))[:limit]

    def list_keys(self, view: ListView, stop: Stop | None = None) -> array[int]:
        self.calls["list_keys"] += 1
        return self._keys(view)

    def first_groups(self, view: ListView, limit: int = 100) -> Groups:
        self.calls["first_groups"] += 1
        return self._groups(view, limit)

    def list_groups(self, view: ListView, stop: Stop | None = None) -> Groups:
        self.calls["list_groups"] += 1
        return self._groups(view)

    def rows(self, location_keys: Sequence[int]) -> dict[int, MessageRow]:
        self.calls["rows"] += 1
        with self._lock:
            known = self.message_rows | self.server_search.there
            return {key: known[key] for key in location_keys if key in known}

    def find_mail(self, message_id: str) -> int | None:
        for key in sorted(self.message_rows, reverse=True):
            detail = self.message(key)
            if detail is not None and detail.envelope_only.envelope.message_id == message_id:
                return key
        return None

    def message(self, location_key: int) -> MessageDetail | None:
        row = self.message_rows.get(location_key) or self.server_search.there.get(location_key)
        if row is None:
            return None
        box = next(box for box in self.mailbox_rows if box.mailbox_key == row.mailbox_key)
        sender, account = Address(row.sender_name, row.sender_address), self.account_rows[row.account_key - 1]
        envelope = Envelope(
            subject=row.subject, from_=(sender,), to=(Address(account.display_name, account.address),),
            cc=(Address("Julián Soto", "julian@talleresmarin.example"),), message_id=f"{row.message_key}@fake.example",
            date=datetime.fromtimestamp(row.internaldate, UTC),
        )  # fmt: skip
        attachments = (Attachment("2", "presupuesto.pdf", "application/pdf", 182_340),) if row.has_attachment else ()
        text = f"{row.snippet}\n\nUn saludo,\n{row.sender_name}\n"
        html = f"<p>{row.snippet}</p><p>Un saludo,<br>{row.sender_name}</p>" if location_key % 3 == 0 else None
        parsed = ParsedMessage(envelope, text, html, attachments)
        if row.only_there and row.body_state is not BodyState.COMPLETE:
            return MessageDetail(row, box.label, None, ParsedMessage(envelope, "", None))
        return MessageDetail(row, box.label, parsed, ParsedMessage(envelope, "", None))

    def conversation(self, location_key: int) -> Conversation | None:
        self.calls["conversation"] += 1
        with self._lock:
            return conversation_of(
                location_key, self.threads, self.message_rows, self.mailbox_rows, self.account_rows, self.draft_contents
            )

    def raw(self, location_key: int) -> bytes | None:
        row = self.message_rows.get(location_key)
        return (
            f"From: {row.sender_address}\r\nSubject: {row.subject}\r\n\r\n{row.snippet}\r\n".encode() if row else None
        )

    def attachment(self, location_key: int, path: str) -> bytes | None:
        return b"%PDF-1.4\n%%EOF\n" if path == "2" and location_key in self.message_rows else None

    def preview(self, location_key: int, path: str) -> Preview | None:
        self.calls["preview"] += 1
        first, _, rest = path.partition(INSIDE)
        content, detail = self.attachment(location_key, first), self.message(location_key)
        listed = detail.parsed.attachments if detail is not None and detail.parsed is not None else ()
        attachment = next((one for one in listed if one.path == first), None)
        if content is None or attachment is None:
            return None
        return look_at(content, rest, "Europe/Madrid") if rest else read_file(content, attachment, "", "Europe/Madrid")

    def cid(self, location_key: int, content_id: str) -> tuple[str, bytes] | None:
        return None

    def sanitised_html(self, location_key: int, *, allow_remote: bool = False) -> tuple[str, int] | None:
        detail = self.message(location_key)
        return (
            (detail.parsed.html, 0 if allow_remote else 2) if detail and detail.parsed and detail.parsed.html else None
        )

    def export(
        self,
        location_keys: Sequence[int],
        target: Path,
        *,
        one_file: bool,
        told: Callable[[int], None],
        stop: Callable[[], bool],
    ) -> Exported:
        mails = (
            (key, row.internaldate, self.raw(key), row.sender_address)
            for key in location_keys
            if (row := self.message_rows.get(key)) is not None
        )
        return export_mails(mails, target, one_file=one_file, told=told, stop=stop)

    def operations(self) -> list[OperationRow]:
        return list(self.operation_rows)

    def outbox(self) -> list[OutboxRow]:
        return list(self.outbox_rows.values())

    def awaited(self) -> list[AwaitedRow]:
        """By the rows: a reminder has the key of its mail."""
        return [
            AwaitedRow(key, row.account_key, key, "", row.subject, (), row.internaldate, at, at <= self.now, 0)
            for key, row in self.message_rows.items() if (at := row.remind_at) is not None
        ]  # fmt: skip

    def drafts(self) -> list[DraftRow]:
        return [
            DraftRow(key, content.account_key, content.subject, content.to, content.text[:100], self.now)
            for key, content in self.draft_contents.items()
        ]

    def draft(self, draft_key: int) -> DraftContent | None:
        return self.draft_contents.get(draft_key)

    def draft_from(self, location_key: int) -> DraftContent:
        row = self.message_rows[location_key]
        return DraftContent(
            row.account_key, subject=row.subject, text=row.snippet, signature=None, copy_at=location_key
        )

    def set_quote_words(self, words: QuoteWords) -> None:
        self.quote_words = words

    def reply(self, location_key: int, *, to_all: bool) -> DraftContent:
        row = self.message_rows[location_key]
        return DraftContent(
            row.account_key, to=str(Address(row.sender_name, row.sender_address)), subject=f"Re: {row.subject}",
            cc="Julián Soto <julian@talleresmarin.example>" if to_all else "", text=f"\n\n> {row.snippet}\n",
            in_reply_to=(f"{row.message_key}@fake.example",), answers_location=location_key,
        )  # fmt: skip

    def forward(self, location_key: int) -> DraftContent:
        row = self.message_rows[location_key]
        text = f"\n\n---\n{row.snippet}\n"
        return DraftContent(row.account_key, subject=f"Fwd: {row.subject}", text=text, forwards_location=location_key)

    def rich_text(self, html: str) -> RichText:
        return read_html(html)

    def templates(self) -> list[Template]:
        return self.template_book.all()

    def plan(self) -> PlanRow:
        return self.plan_row

    def known_addresses(self, prefix: str, limit: int = 10) -> list[str]:
        start = prefix.strip().lower()
        known = [(name, address) for name, address in mails.PEOPLE if start]
        return [
            str(Address(name, address))
            for name, address in known
            if name.lower().startswith(start) or address.startswith(start)
        ][:limit]

    def statuses(self) -> dict[int, AccountStatus]:
        return dict(self.status_rows)

    # writing

    def submit(self, command: Command) -> Future[Receipt]:
        self.submitted.append(command)
        return self._core.submit(self._do, command)

    def undo(self, undo_key: int | None = None) -> Future[Receipt]:
        return self._core.submit(self._undo_one, undo_key)

    def add_account(self, settings: AccountSettings, password: str) -> Future[int]:
        return self._core.submit(self._add_account, settings, password)

    def set_password(self, account_key: int, password: str) -> Future[None]:
        status = AccountStatus(account_key, AccountState.CONNECTING, self.now)
        return self._core.submit(self.tell_status, status)

    # steering and listening

    def show_mailbox(self, mailbox_key: int | None) -> None:
        self.shown.append(mailbox_key)

    def open_message(self, location_key: int) -> None:
        self.opened.append(location_key)

    def sync_now(self, account_key: int | None = None) -> None:
        self.calls["sync_now"] += 1

    def subscribe(
        self,
        *,
        changed: Callable[[ChangeSet], None] | None = None,
        status: Callable[[AccountStatus], None] | None = None,
        notice: Callable[[Notice], None] | None = None,
    ) -> Callable[[], None]:
        entry = (changed, status, notice)
        self._listeners.append(entry)
        return lambda: self._listeners.remove(entry) if entry in self._listeners else None

    def close(self) -> None:
        self._core.shutdown(wait=True)

    # what a test makes happen

    def tell(self, change: ChangeSet) -> None:
        for changed, _, _ in list(self._listeners):
            if changed:
                changed(change)

    def tell_status(self, status: AccountStatus) -> None:
        self.status_rows[status.account_key] = status
        for _, heard, _ in list(self._listeners):
            if heard:
                heard(status)

    def tell_notice(self, notice: Notice) -> None:
        for _, _, heard in list(self._listeners):
            if heard:
                heard(notice)

    def deliver(self, mailbox_key: int = 1, *, subject: str = "Nuevo aviso", count: int = 1) -> list[int]:
        """New mail arrives, as if a sync had found it."""
        keys = []
        with self._lock:
            box = next(box for box in self.mailbox_rows if box.mailbox_key == mailbox_key)
            for number in range(count):
                key = self._new_key()
                first = next(iter(self.message_rows.values()))
                self.message_rows[key] = replace(
                    first, location_key=key, message_key=key, mailbox_key=mailbox_key, account_key=box.account_key,
                    subject=subject, internaldate=self.now + number, flags=Flag(0), links=(), held_by=None,
                )  # fmt: skip
                keys.append(key)
        self.tell(ChangeSet(mailboxes=frozenset({mailbox_key}), locations=frozenset(keys)))
        return keys

    def settle(self) -> None:
        """The server has followed: nothing is pending any more."""
        with self._lock:
            waiting = [key for key, row in self.message_rows.items() if row.pending]
            for key in waiting:
                self.message_rows[key] = replace(self.message_rows[key], pending=False)
        self.tell(ChangeSet(locations=frozenset(waiting), operations=True))

    # the core thread

    def _state(self) -> _State:
        return (
            dict(self.message_rows),
            dict(self.draft_contents),
            dict(self.outbox_rows),
            list(self.mailbox_rows),
            self.workspace.people(),
        )

    def _do(self, command: Command) -> Receipt:
        with self._lock:
            brought = self.server_search.bring(command)
            if brought is not command:
                command = brought
                self.tell(ChangeSet(locations=frozenset(getattr(command, "locations", ()))))
            done = self.invitations.apply(command) or self.newsletters.apply(command) or self.work.do(command)
            done = done or self.template_book.apply(command)
            if done is not None:
                return done
            before, plan = self._state(), self.workspace.state()
            receipt = self.workspace.apply(command) or self._apply(command)
            if self.workspace.state() != plan:
                self.tell(ChangeSet(everything=True))
            elif isinstance(command, WorkspaceCommand):
                self.tell(ChangeSet(plan=True, accounts=frozenset(row.account_key for row in self.account_rows)))
            if receipt.undo_key == 0:
                receipt = replace(receipt, undo_key=self._new_key())
                self._undo[receipt.undo_key or 0] = (before, self._state())
            self._announce(before)
        return receipt

    def _undo_one(self, undo_key: int | None) -> Receipt:
        """Puts back what that wish changed, and nothing that was changed after it."""
        with self._lock:
            if undone := self.work.undo(undo_key) or self.template_book.undo(undo_key):
                return undone
            key = undo_key if undo_key is not None else max(self._undo, default=None)
            if key is None or key not in self._undo:
                return Receipt("nothing", 0)
            now, (before, after) = self._state(), self._undo.pop(key)
            for place, held in enumerate((self.message_rows, self.draft_contents, self.outbox_rows)):
                old, new = before[place], after[place]
                for entry in old.keys() | new.keys():
                    if old.get(entry) != new.get(entry):
                        held.pop(entry, None)
                        if entry in old:
                            held[entry] = old[entry]
            if before[3] != after[3]:
                self.mailbox_rows = before[3]
            if before[4] != after[4]:
                self.workspace.restore(before[4])
                self.tell(ChangeSet(plan=True, everything=True))
            return Receipt("undone", max(1, self._announce(now)))

    def _announce(self, before: _State) -> int:
        old, new = before[0], self.message_rows
        keys = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
        boxes = {rows[key].mailbox_key for key in keys for rows in (old, new) if key in rows}
        self.tell(
            ChangeSet(
                mailboxes=frozenset(boxes), locations=frozenset(keys), operations=True, outbox=True, drafts=True,
                accounts=frozenset(row.account_key for row in self.account_rows) if before[3] != self.mailbox_rows else frozenset(),
            )
        )  # fmt: skip
        return len(keys)

    def _new_key(self) -> int:
        self._next_key += 1
        return self._next_key

    def _add_account(self, settings: AccountSettings, password: str) -> int:
        key = len(self.account_rows) + 1
        self.account_rows.append(AccountRow(key, settings.address, settings.display_name, key - 1, settings.imap.host))
        self.mailbox_rows.append(MailboxRow(self._new_key(), key, "INBOX", "INBOX", 0, SpecialUse.INBOX, True, 0, 0))
        self.status_rows[key] = AccountStatus(key, AccountState.CONNECTING, self.now)
        self.tell(ChangeSet(accounts=frozenset({key})))
        return key

    def _groups(self, view: ListView, limit: int | None = None) -> Groups:
        with self._lock:
            return groups_of(self._keys(replace(view, descending=True)), self.threads, self.message_rows, view, limit)

    def _keys(self, view: ListView) -> array[int]:
        with self._lock:
            return find_keys(view, self.message_rows.values(), self.mailbox_rows, self.account_rows, self.now)
