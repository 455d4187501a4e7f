"""ImapClient: the ImapGateway on a logged-in connection.

Each method is one exchange: when it returns or raises ServerRefusal, the connection is in step; after any other error it is
closed and says so for ever. A fetch that was not read to its end is read away before the next command. Belongs to the thread
that owns the connection, except `wake_up`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TypeVar

from desktop.core.api.errors import BandejaError, Code, ConnectionFailure, ServerRefusal
from desktop.core.clock import Clock
from desktop.core.imap import idle as waiting
from desktop.core.imap.copying import CopyUids
from desktop.core.imap.dates import build_date_time, build_day_before, parse_internaldate
from desktop.core.imap.dialogue import HARD_LITERAL_LIMIT, Dialogue, Parts
from desktop.core.imap.fetch import (
    Replies,
    about,
    header_items,
    mail_items,
    parse_body_reply,
    parse_fetch,
    parse_flags_reply,
    parse_header_reply,
    parse_mail_reply,
    section,
)
from desktop.core.imap.gateway import (
    Capabilities,
    Copied,
    FetchedBody,
    FetchedFlags,
    FetchedHeader,
    FetchedMail,
    IdleOutcome,
    ListedMailbox,
    MailboxStatus,
    Selected,
)
from desktop.core.imap.listing import fetch_listing, fetch_one_status
from desktop.core.imap.names import Literal, build_flags, encode_mailbox, quote, split_uids
from desktop.core.imap.search_keys import is_plain
from desktop.core.imap.searching import UidCollector, VanishedCollector, parse_message_id
from desktop.core.imap.selecting import SelectAnswer
from desktop.core.imap.tokens import MAX_MODSEQ, parse_number, parse_uid
from desktop.core.mail.flags import FlagSet

_BODIES_PER_COMMAND = 250
_HEADERS_PER_COMMAND = 1_000
_FLAGS_PER_COMMAND = 20_000
_STORES_PER_COMMAND = 5_000
_SEARCH_LINE_LIMIT = 24 * 1024 * 1024
"""A SEARCH answer is one line; two million UIDs with their spaces."""
_HEADER_LITERAL_LIMIT = 16 * 1024 * 1024
_LOGOUT_SECONDS = 3.0
_Reply = TypeVar("_Reply")


class ImapClient:
    """`capabilities` as the gateway wants them; `words` are the server's own."""

    def __init__(
        self,
        dialogue: Dialogue,
        capabilities: Capabilities,
        words: frozenset[bytes],
        *,
        clock: Clock,
        is_near: bool,
    ) -> None:
        self.capabilities = capabilities
        self.words = words
        self.personal_prefix = ""
        self._dialogue = dialogue
        self._stream = dialogue.stream
        self._clock = clock
        self._is_near = is_near
        self._exists = 0
        self._replies: Replies | None = None

    @property
    def bytes_received(self) -> int:
        return self._stream.bytes_received

    @property
    def bytes_sent(self) -> int:
        return self._stream.bytes_sent

    def introduce(self, client_name: bytes) -> None:
        """ID (some providers serve nobody without it), ENABLE, COMPRESS: once, right after login."""
        with self._exchange():
            if b"ID" in self.words:
                self._tolerate(b"ID", b'("name" ' + client_name + b")")
            if b"ENABLE" in self.words and self.capabilities.condstore:
                enabled = self._tolerate(b"ENABLE", b"QRESYNC" if self.capabilities.qresync else b"CONDSTORE")
                self.capabilities = replace(self.capabilities, qresync=self.capabilities.qresync and enabled)
            if self.capabilities.compress and not self._is_near and self._tolerate(b"COMPRESS", b"DEFLATE"):
                self._stream.compress()

    # ---- mailboxes

    def list_mailboxes(self, *, with_status: bool) -> list[ListedMailbox]:
        with self._exchange():
            listed, self.personal_prefix = fetch_listing(
                self._dialogue, self.capabilities, self.words, with_status=with_status
            )
            return listed

    def fetch_status(self, name: str) -> MailboxStatus:
        with self._exchange():
            return fetch_one_status(self._dialogue, self.capabilities, encode_mailbox(name))

    def select(self, name: str, *, read_only: bool = False) -> Selected:
        with self._exchange():
            command = [b"EXAMINE" if read_only else b"SELECT", encode_mailbox(name)]
            if self.capabilities.condstore:
                command.append(b"(CONDSTORE)")
            answer = SelectAnswer()
            tagged = self._dialogue.run(*command, handle=answer.note)
            selected = answer.finish(read_only=read_only or tagged.code == b"READ-ONLY")
            self._exists = selected.exists
            return selected

    def create(self, name: str) -> None:
        with self._exchange():
            self._dialogue.run(b"CREATE", encode_mailbox(name))
            # Other programs show subscribed mailboxes only; a server that refuses has made the mailbox all the same.
            self._tolerate(b"SUBSCRIBE", encode_mailbox(name))

    def rename(self, name: str, new_name: str) -> None:
        with self._exchange():
            self._dialogue.run(b"RENAME", encode_mailbox(name), encode_mailbox(new_name))

    def delete(self, name: str) -> None:
        with self._exchange():
            self._dialogue.run(b"DELETE", encode_mailbox(name))

    # ---- search

    def search_since(self, since: int | None) -> list[int]:
        with self._exchange():
            return self._search(b"ALL") if since is None else self._search(b"SINCE", build_day_before(since))

    def search_message_id(self, message_id: str) -> list[int]:
        with self._exchange():
            candidates = self._search(b"HEADER", b"MESSAGE-ID", quote(message_id, what="The Message-ID"))
            return sorted(uid for uid, found in self._fetch_message_ids(candidates).items() if found[0] == message_id)

    def search(self, keys: Sequence[bytes], *, most: int, stop: Callable[[], bool]) -> tuple[list[int], bool]:
        collector, charset = UidCollector(most), () if is_plain(keys) else (b"CHARSET", b"UTF-8")

        def note(parts: Parts) -> None:
            if stop():
                raise ConnectionFailure(Code.CONNECTION_LOST, host=self._stream.host, said="the search was given up")
            collector.note(parts)

        with self._exchange():
            self._run_search(note, *charset, *keys)
        return sorted(collector.uids), collector.dropped

    def _search(self, *criteria: bytes) -> list[int]:
        collector = UidCollector()
        self._run_search(collector.note, *criteria)
        return sorted(collector.uids)

    def _run_search(self, note: Callable[[Parts], None], *criteria: bytes) -> None:
        form = (b"RETURN", b"(ALL)") if b"ESEARCH" in self.words or b"IMAP4REV2" in self.words else ()
        self._dialogue.run(b"UID", b"SEARCH", *form, *criteria, handle=note, line_limit=_SEARCH_LINE_LIMIT)

    # ---- fetch

    def fetch_flags(self, uids: Sequence[int] | None, *, changed_since: int | None = None) -> Iterator[FetchedFlags]:
        items = b"(UID FLAGS MODSEQ)" if self.capabilities.condstore else b"(UID FLAGS)"
        tail = () if changed_since is None else (b"(CHANGEDSINCE %d)" % changed_since,)
        if uids is None:
            return self._fetch([(b"UID", b"FETCH", b"1:*", items, *tail)], parse_flags_reply, most=self._exists)
        commands = _commands(uids, items, *tail, most=_FLAGS_PER_COMMAND)
        return self._fetch(commands, about(uids, parse_flags_reply, once=False), most=len(uids))

    def fetch_vanished(self, uids: Sequence[int], since_modseq: int) -> set[int] | None:
        if not self.capabilities.qresync or since_modseq < 1:
            return None
        collector = VanishedCollector(uids)
        commands = _commands(uids, b"(UID)", b"(CHANGEDSINCE %d VANISHED)" % since_modseq, most=len(uids) or 1)
        for _ in self._fetch(commands, collector.note, most=len(uids)):
            pass
        return collector.vanished

    def fetch_headers(self, uids: Sequence[int]) -> Iterator[FetchedHeader]:
        items = header_items(self.capabilities)
        commands = _commands(uids, items, most=_HEADERS_PER_COMMAND)
        read = about(uids, parse_header_reply, once=True)
        return self._fetch(commands, read, most=len(uids), literal_limit=_HEADER_LITERAL_LIMIT)

    def fetch_bodies(self, uids: Sequence[int], *, max_size: int) -> Iterator[FetchedBody]:
        commands = _commands(uids, b"(UID BODY.PEEK[])", most=_BODIES_PER_COMMAND)
        read = about(uids, parse_body_reply, once=True)
        return self._fetch(commands, read, most=len(uids), literal_limit=HARD_LITERAL_LIMIT, drop_over=max_size)

    def fetch_mails(self, uids: Sequence[int], *, most: int) -> Iterator[FetchedMail]:
        commands = _commands(uids, mail_items(self.capabilities, most), most=_BODIES_PER_COMMAND)
        read = about(uids, parse_mail_reply, once=True)
        return self._fetch(commands, read, most=len(uids), literal_limit=HARD_LITERAL_LIMIT, drop_over=most)

    def fetch_identity(self, uids: Sequence[int]) -> dict[int, tuple[str, int, int]]:
        with self._exchange():
            return self._fetch_message_ids(uids)

    def _fetch_message_ids(self, uids: Sequence[int]) -> dict[int, tuple[str, int, int]]:
        wanted = set(uids)
        found: dict[int, tuple[str, int, int]] = {}
        items = b"(UID RFC822.SIZE INTERNALDATE BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])"
        commands = _commands(uids, items, most=_HEADERS_PER_COMMAND)
        for parts in Replies(self._dialogue, commands, most=len(uids)):
            reply = parse_fetch(parts)
            if reply is None or not {b"UID", b"RFC822.SIZE"} <= reply.keys():
                continue
            uid, header = parse_uid(reply[b"UID"]), section(reply, b"BODY[HEADER")
            if uid in wanted and header is not None:
                size = parse_number(reply[b"RFC822.SIZE"], MAX_MODSEQ)
                found[uid] = (parse_message_id(header), size, parse_internaldate(reply.get(b"INTERNALDATE")))
        return found

    def _fetch(
        self,
        commands: Iterable[tuple[bytes, ...]],
        read: Callable[[Parts], _Reply | None],
        *,
        most: int,
        literal_limit: int = 1024,
        drop_over: int | None = None,
    ) -> Iterator[_Reply]:
        """What `read` makes of each reply, inside the exchange: a reply that cannot be read closes the connection."""
        with self._exchange():
            self._replies = Replies(
                self._dialogue, commands, most=most, literal_limit=literal_limit, drop_over=drop_over
            )
            for parts in self._replies:
                reply = read(parts)
                if reply is not None:
                    yield reply

    # ---- changes

    def store_flags(self, uids: Sequence[int], *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
        changes = [(b"+FLAGS.SILENT", list(add)), (b"-FLAGS.SILENT", list(remove))]
        with self._exchange():
            for action, names in changes:
                if not names:
                    continue
                flags = build_flags(names)
                for uid_set, _ in split_uids(uids, most=_STORES_PER_COMMAND):
                    self._dialogue.run(b"UID", b"STORE", uid_set, action, flags)

    def move(self, uids: Sequence[int], target: str) -> Copied:
        if not self.capabilities.move:
            copied = self.copy(uids, target)
            self.expunge(uids)
            return copied
        return self._transfer(b"MOVE", uids, target)

    def copy(self, uids: Sequence[int], target: str) -> Copied:
        return self._transfer(b"COPY", uids, target)

    def _transfer(self, verb: bytes, uids: Sequence[int], target: str) -> Copied:
        with self._exchange():
            mailbox = encode_mailbox(target)
            pairs = CopyUids(uids)
            for uid_set, _ in split_uids(uids, most=_STORES_PER_COMMAND):
                tagged = self._dialogue.run(b"UID", verb, uid_set, mailbox, handle=pairs.note)
                pairs.add(tagged.code, tagged.argument)
            return pairs.copied()

    def expunge(self, uids: Sequence[int]) -> bool:
        self.store_flags(uids, add=("\\Deleted",))
        if not self.capabilities.uidplus:
            # EXPUNGE or CLOSE would also take what other programs have marked.
            return False
        with self._exchange():
            for uid_set, _ in split_uids(uids, most=_STORES_PER_COMMAND):
                self._dialogue.run(b"UID", b"EXPUNGE", uid_set)
        return True

    def append(self, name: str, raw: bytes, flags: FlagSet, internaldate: int) -> int | None:
        limit = self.capabilities.append_limit
        if limit is not None and len(raw) > limit:
            raise ServerRefusal(Code.TOO_LARGE, host=self._stream.host, said=f"it takes {limit} bytes in one mail")
        with self._exchange():
            command = [b"APPEND", encode_mailbox(name), build_flags(flags.to_wire()), build_date_time(internaldate)]
            tagged = self._dialogue.run(*command, Literal(raw))
            return _appended_uid(tagged.code, tagged.argument)

    # ---- waiting and the end

    def idle(self, wake: threading.Event, *, timeout: float) -> IdleOutcome:
        with self._exchange():
            if not self.capabilities.idle:
                return waiting.wait_and_ask(self._dialogue, wake, timeout=timeout)
            return waiting.idle(self._dialogue, wake, timeout=timeout, clock=self._clock)

    def wake_up(self) -> None:
        self._stream.wake()

    def noop(self) -> None:
        with self._exchange():
            self._dialogue.run(b"NOOP")

    def close(self) -> None:
        if self._stream.is_closed:
            return
        self._stream.read_seconds = min(self._stream.read_seconds, _LOGOUT_SECONDS)
        try:
            if self._replies is None or self._replies.is_finished:
                self._dialogue.run(b"LOGOUT")
        except BandejaError:
            # BYE comes before the tagged answer and ends the dialogue: that is the good end.
            pass
        finally:
            self._stream.close()

    # ---- the rule every method keeps

    @contextmanager
    def _exchange(self) -> Iterator[None]:
        """Only a refusal, or a reader that stopped reading, leaves the connection in use."""
        host = self._stream.host
        if self._stream.is_closed:
            raise ConnectionFailure(Code.CONNECTION_LOST, host=host)
        try:
            if self._replies is not None and not self._replies.is_finished:
                self._replies.drain()
            self._replies = None
            yield
        except (ServerRefusal, GeneratorExit):
            raise
        except BandejaError as error:
            self._stream.close()
            error.parameters.setdefault("host", host)
            raise
        except BaseException:
            self._stream.close()
            raise

    def _tolerate(self, *command: bytes) -> bool:
        """A command whose refusal changes nothing; whether it was done."""
        try:
            self._dialogue.run(*command)
        except ServerRefusal:
            return False
        return True


def _commands(uids: Sequence[int], items: bytes, *tail: bytes, most: int) -> Iterator[tuple[bytes, ...]]:
    return ((b"UID", b"FETCH", uid_set, items, *tail) for uid_set, _ in split_uids(uids, most=most))


def _appended_uid(code: bytes, argument: bytes) -> int | None:
    """APPENDUID (RFC 4315). The mail is on the server by now, so a number that cannot be is only a number not told."""
    words = argument.split()
    if code != b"APPENDUID" or len(words) != 2 or not words[1].isdigit() or len(words[1]) > 10:
        return None
    return int(words[1]) or None
