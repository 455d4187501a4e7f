"""The reading half of the door: rows, contents, answers. Read-only connections; any thread unless a method says otherwise."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import tzinfo
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from desktop.core import mime
from desktop.core.api.commands import DraftContent
from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.exporting import Exported
from desktop.core.api.queries import ListView
from desktop.core.api.quote_words import QuoteWords
from desktop.core.api.rows import (
    AccountRow,
    AwaitedRow,
    DraftRow,
    MailboxRow,
    MessageDetail,
    MessageRow,
    OperationRow,
    OutboxRow,
    PlanRow,
)
from desktop.core.clock import Clock
from desktop.core.export.files import export_mails
from desktop.core.mail.envelope import Envelope
from desktop.core.mail.grouping import Groups
from desktop.core.mail.rich_text import RichText
from desktop.core.mail.structure import ParsedMessage
from desktop.core.mail.template import Template
from desktop.core.operations.writing import draft_from_answer, draft_from_mail
from desktop.core.plan.catalogue import Plan
from desktop.core.plan.retention import expires_at, leaving_before
from desktop.core.plan.usage import plan_row
from desktop.core.seeking.passing import PassingMails
from desktop.core.store import (
    accounts,
    bodies,
    drafts,
    folder_rows,
    grouping,
    known_addresses,
    lists,
    members,
    operations,
    outbox,
    reminders,
    templates,
)
from desktop.core.store.list_view import Bounds
from desktop.core.store.store import Connection, Store
from desktop.core.workspace.standing import Standing, shared
from desktop.moments import moment_at

if TYPE_CHECKING:
    from desktop.core.api.conversation import Conversation
    from desktop.core.api.previews import Preview
    from desktop.core.api.stopping import Stop

Row = TypeVar("Row", OperationRow, DraftRow)


class Reading:
    """What is read is what the current member sees: the own accounts and those shared with them. What is asked for by its
    key is given whoever sees it."""

    def __init__(self, store: Store, clock: Clock, zone: tzinfo, standing: Standing) -> None:
        self._store, self._clock, self._zone, self._standing = store, clock, zone, standing
        self._quote_words = QuoteWords()
        self.passing = PassingMails()

    def accounts(self) -> list[AccountRow]:
        return self._store.read(
            lambda connection: accounts.load_accounts(connection, self._standing.visible(connection))
        )

    def every_account(self) -> list[AccountRow]:
        """Of all members: they all sync, whoever looks."""
        return self._store.read(accounts.load_accounts)

    def mailboxes(self) -> list[MailboxRow]:
        return self._store.read(
            lambda connection: folder_rows.load_rows(connection, self._standing.visible(connection))
        )

    def first_keys(self, view: ListView, limit: int = 100) -> list[int]:
        return list(
            self._store.read(
                lambda connection: lists.load_keys(connection, view, limit, self._bounds(connection, view))
            )
        )

    def list_keys(self, view: ListView, stop: Stop | None = None) -> array[int]:
        return self._store.read(
            lambda connection: lists.load_keys(connection, view, None, self._bounds(connection, view)), stop
        )

    def first_groups(self, view: ListView, limit: int = 100) -> Groups:
        return self._store.read(
            lambda connection: grouping.load_first_groups(connection, view, limit, self._bounds(connection, view))
        )

    def list_groups(self, view: ListView, stop: Stop | None = None) -> Groups:
        return self._store.read(
            lambda connection: grouping.load_groups(connection, view, self._bounds(connection, view)), stop
        )

    def find_mail(self, message_id: str) -> int | None:
        return self._store.read(
            lambda connection: lists.find_by_message_id(connection, message_id, self._standing.visible(connection))
        )

    def awaited(self) -> list[AwaitedRow]:
        return self._store.read(lambda connection: reminders.load_rows(connection, self._standing.visible(connection)))

    def rows(self, location_keys: Sequence[int]) -> dict[int, MessageRow]:
        here = [key for key in location_keys if key > 0]
        found = self._store.read(lambda connection: self._rows(connection, here)) if here else {}
        return found if len(here) == len(location_keys) else found | self.passing.rows(location_keys)

    def conversation(self, location_key: int) -> Conversation | None:
        """Worker thread."""
        from desktop.core.reading.conversations import load_conversation  # no list needs it

        with self._store.reading() as connection:
            visible = self._standing.visible(connection)
            return load_conversation(connection, location_key, visible, lambda keys: self._rows(connection, keys))

    def current_plan(self) -> Plan:
        """The plan in force."""
        return self._store.read(self._standing.plan)

    def account_of(self, location_key: int) -> int | None:
        row = self.rows([location_key]).get(location_key)
        return row.account_key if row else None

    def message(self, location_key: int) -> MessageDetail | None:
        """Reads and parses: worker thread."""
        row = self.rows([location_key]).get(location_key)
        if row is None:
            return None
        if location_key < 0:
            return self._passing_detail(location_key)
        with self._store.reading() as connection:
            raw = bodies.load_raw(connection, row.message_key)
            envelope = bodies.load_message_envelope(connection, row.message_key)
            place = bodies.mailbox_of(connection, location_key)
        if envelope is None or place is None:
            return None
        parsed = None if raw is None else mime.parse_message.parse_message(raw)
        return MessageDetail(row, place[1], parsed, ParsedMessage(envelope, row.snippet, None))

    def raw(self, location_key: int) -> bytes | None:
        if location_key < 0:
            return self.passing.raw(location_key)
        with self._store.reading() as connection:
            key = bodies.load_message_key(connection, location_key)
            return None if key is None else bodies.load_raw(connection, key)

    def attachment(self, location_key: int, path: str) -> bytes | None:
        raw = self.raw(location_key)
        return None if raw is None else mime.parse_message.load_attachment(raw, path)

    def preview(self, location_key: int, path: str) -> Preview | None:
        """Worker thread."""
        raw = self.raw(location_key)
        return None if raw is None else mime.look_at_file.look_at(raw, path, getattr(self._zone, "key", "") or "UTC")

    def cid(self, location_key: int, content_id: str) -> tuple[str, bytes] | None:
        raw = self.raw(location_key)
        return None if raw is None else mime.parse_message.load_cid(raw, content_id)

    def sanitised_html(self, location_key: int, *, allow_remote: bool = False) -> tuple[str, int] | None:
        raw = self.raw(location_key)
        parsed = None if raw is None else mime.parse_message.parse_message(raw)
        if parsed is None or parsed.html is None:
            return None
        clean = mime.html_clean.sanitise(parsed.html, allow_remote=allow_remote)
        return None if clean.too_complex else (clean.html, clean.blocked_remote)

    def export(
        self,
        location_keys: Sequence[int],
        target: Path,
        *,
        one_file: bool,
        told: Callable[[int], None],
        stop: Callable[[], bool],
    ) -> Exported:
        """Worker thread, for as long as it takes."""
        with self._store.reading() as connection:
            here = [key for key in location_keys if key > 0]
            mails = chain(bodies.iterate_mails(connection, here), self.passing.iterate(location_keys))
            return export_mails(mails, target, one_file=one_file, told=told, stop=stop)

    def operations(self) -> list[OperationRow]:
        return self._seen(self._store.read(operations.load_rows))

    def outbox(self) -> list[OutboxRow]:
        with self._store.reading() as connection:
            rows = outbox.load_rows(connection, self._standing.visible(connection))
            return [self._standing.freed(connection, row) for row in rows]

    def drafts(self) -> list[DraftRow]:
        return self._seen(self._store.read(drafts.load_rows))

    def draft(self, draft_key: int) -> DraftContent | None:
        return self._store.read(lambda connection: drafts.load_draft(connection, draft_key))

    def draft_from(self, location_key: int) -> DraftContent:
        with self._store.reading() as connection:
            draft_key = drafts.find_by_location(connection, location_key)
            known = None if draft_key is None else drafts.load_draft(connection, draft_key)
        if known is None:
            parsed, raw, account_key = self._readable(location_key)
            known = draft_from_mail(parsed, raw, account_key)
        return replace(known, copy_at=_stored(location_key), signature=known.signature or None)

    def set_quote_words(self, words: QuoteWords) -> None:
        self._quote_words = words

    def quote_words(self) -> QuoteWords:
        """In the language of the screen; until there is one, in English."""
        return self._quote_words

    def reply(self, location_key: int, *, to_all: bool) -> DraftContent:
        parsed, raw, account_key = self._readable(location_key)
        own = [account.address for account in self.accounts()]
        line = self._attribution(parsed.envelope)
        answer = mime.reply.reply_to(parsed, raw, to_all=to_all, own_addresses=own, attribution=line)
        return draft_from_answer(answer, account_key, answers=_stored(location_key))

    def forward(self, location_key: int) -> DraftContent:
        parsed, raw, account_key = self._readable(location_key)
        words = self._quote_words
        labels = {
            "title": words.forwarded, "from": words.from_, "date": words.sent, "subject": words.subject, "to": words.to,
            "cc": words.cc,
        }  # fmt: skip
        date = parsed.envelope.date
        sent = None if date is None else date.astimezone(self._zone).strftime(f"{words.date} {words.time}")
        return draft_from_answer(
            mime.reply.forward(parsed, raw, labels, sent), account_key, forwards=_stored(location_key)
        )

    def templates(self) -> list[Template]:
        return self._store.read(templates.load_templates)

    def rich_text(self, html: str) -> RichText:
        return mime.read_rich.read_html(html)

    def plan(self) -> PlanRow:
        with self._store.reading() as connection:
            plan = self._standing.plan(connection)
            month = self._standing.month(connection)
            sent = outbox.count_sent(connection, month)
            held = accounts.load_setting(connection, "sweep_held")
            me = members.load_current(connection)
            used = sum(one.member_key == me for one in members.load_owned(connection))
            shared_used = len(shared(connection))
        return plan_row(
            self._standing.catalogue, plan, month=month, zone=self._zone, sent=sent, held=held, used=used,
            shared_used=shared_used,
        )  # fmt: skip

    def known_addresses(self, prefix: str, limit: int = 10) -> list[str]:
        return self._store.read(lambda connection: known_addresses.load_addresses(connection, prefix, limit))

    def _rows(self, connection: Connection, location_keys: Sequence[int]) -> dict[int, MessageRow]:
        plan = self._standing.plan(connection)
        return lists.load_message_rows(
            connection, location_keys, lambda received, seen: expires_at(received, seen, plan)
        )

    def _passing_detail(self, location_key: int) -> MessageDetail | None:
        mail, raw = self.passing.mail(location_key), self.passing.raw(location_key)
        if mail is None:
            return None
        parsed = None if raw is None else mime.parse_message.parse_message(raw)
        return MessageDetail(mail.row, mail.place.mailbox, parsed, ParsedMessage(mail.envelope, mail.row.snippet, None))

    def _bounds(self, connection: Connection, view: ListView) -> Bounds:
        before = None
        if view.leaving_within is not None:
            before = leaving_before(self._standing.plan(connection), self._clock.now(), view.leaving_within)
        moment = moment_at(self._clock.now(), self._zone)
        return Bounds(before, self._standing.visible(connection), moment)

    def _seen(self, rows: list[Row]) -> list[Row]:
        """Those of accounts that the current member sees."""
        seen = self._store.read(self._standing.visible)
        return rows if seen is None else [row for row in rows if row.account_key in seen]

    def _attribution(self, envelope: Envelope) -> str:
        """The line above a quote, in local time; empty when nobody is named."""
        words, name = self._quote_words, envelope.from_[0].short_name if envelope.from_ else ""
        if not name or envelope.date is None:
            return words.wrote_undated.format(name=name) if name else ""
        date = envelope.date.astimezone(self._zone)
        return words.wrote.format(date=date.strftime(words.date), time=date.strftime(words.time), name=name)

    def _readable(self, location_key: int) -> tuple[ParsedMessage, bytes, int]:
        """The parsed mail, its bytes and its account. Raises BandejaError(NOT_FOUND) while only the header is here."""
        row = self.rows([location_key]).get(location_key)
        raw = self.raw(location_key)
        if row is None or raw is None:
            raise BandejaError(Code.NOT_FOUND, what="text yet of the mail", name=row.subject if row else location_key)
        return mime.parse_message.parse_message(raw), raw, row.account_key


def _stored(location_key: int) -> int | None:
    """What a draft may name: nothing of a mail that is looked at in passing is written down."""
    return location_key if location_key > 0 else None
