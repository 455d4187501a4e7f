"""A small world for histories: the embedded mail servers, one profile on them, a clock that is moved by hand, a network that
breaks when told, and a death that can come before and after each durable step. The engine runs without threads, so that a
history is the same every time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, wait
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.api.account_settings import AccountSettings, Security, ServerSettings
from desktop.core.api.commands import Command, Receipt
from desktop.core.api.errors import Code, ConnectionFailure, ProtocolError
from desktop.core.api.queries import ListView
from desktop.core.api.status import Notice
from desktop.core.api.workspace_commands import SetPlan
from desktop.core.clock import ManualClock, SystemClock
from desktop.core.connectors.protocol import Backend
from desktop.core.demo.mail_server.faults import Faults
from desktop.core.demo.mail_server.mailstore import Account, MailStore
from desktop.core.demo.mail_server.server import ImapServer
from desktop.core.demo.mail_server.smtp import SubmissionServer
from desktop.core.engine import Engine
from desktop.core.imap.connect import connect_imap
from desktop.core.imap.gateway import ImapGateway, ListedMailbox
from desktop.core.logins import Connections
from desktop.core.mime.headers import find_body, parse_envelope
from desktop.core.profile import load_catalogue
from desktop.core.smtp.client import SmtpClient
from desktop.core.smtp.gateway import Submission
from desktop.core.store import bodies, links, locations, mailboxes
from tests.fakes.cache import NOW, mail
from tests.fakes.dovecot import Dovecot
from tests.fakes.other_program import OtherProgram
from tests.fakes.real_server import RealServer

_CALLS = frozenset(
    {
        "fetch_status", "select", "search_since", "search_message_id", "fetch_flags", "fetch_vanished", "fetch_headers",
        "fetch_bodies", "fetch_mails", "fetch_identity", "store_flags", "move", "copy", "expunge", "append", "create", "rename", "delete",
    }
)  # fmt: skip


class Killed(BaseException):
    """The program is dead: whatever it still tries raises this too."""


class Death:
    """Counts the points at which a program may die, and kills it at the chosen one. After that nothing is written or sent."""

    def __init__(self) -> None:
        self.points: list[str] = []
        self.at: int | None = None
        self.is_dead = False
        self._watching = False

    def watch(self, at: int | None) -> None:
        """Count from here on, and die at that point (from 0)."""
        self.points, self.at, self._watching = [], at, True

    def rest(self) -> None:
        """No more points, and alive again."""
        self.is_dead = self._watching = False

    @property
    def last(self) -> str:
        return self.points[-1]

    def point(self, name: str) -> None:
        if self.is_dead:
            raise Killed(name)
        if self._watching:
            self.points.append(name)
            if self.at == len(self.points) - 1:
                self.is_dead = True
                raise Killed(name)

    def haunt(self, engine: Engine) -> None:
        """Put points before and after each job of the writer."""
        writer = engine.store.writer

        def haunted(submit: Callable[..., Future[Any]]) -> Callable[..., Future[Any]]:
            def job(name: str, function: Callable[[Any], Any], **named: Any) -> Future[Any]:
                self.point(f"before {name}")
                future = submit(name, function, **named)
                wait([future])
                self.point(f"after {name}")
                return future

            return job

        writer.submit = haunted(writer.submit)
        writer.submit_outside = haunted(writer.submit_outside)


class MortalSubmission:
    """The real submission client, with points before the mail, around "handed over", and after the server's answer."""

    def __init__(self, real: SmtpClient, world: World) -> None:
        self._real, self._world = real, world

    def submit(
        self, envelope_from: str, recipients: Sequence[str], raw: bytes, *, before_data_end: Callable[[], None]
    ) -> Submission:
        def handed_over() -> None:
            self._world.death.point("before the dot is announced")
            before_data_end()
            self._world.death.point("after the dot is announced")

        self._world.death.point("before submission")
        answer = self._real.submit(envelope_from, recipients, raw, before_data_end=handed_over)
        self._world.death.point("after submission")
        return answer


class BreakingGateway:
    """A real gateway whose line breaks at the n-th call: before it is sent, or after the server has done it."""

    def __init__(self, real: ImapGateway, world: World) -> None:
        self._real, self._world = real, world
        self.capabilities = replace(real.capabilities, saves_sent=world.files_sent)

    def list_mailboxes(self, *, with_status: bool) -> list[ListedMailbox]:
        self._world.count("list_mailboxes", before=True)
        answer = self._real.list_mailboxes(with_status=with_status)
        self._world.count("list_mailboxes", before=False)
        return [listed for listed in answer if listed.name not in self._world.unlisted]

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._real, name)
        if name not in _CALLS:
            return value

        def call(*arguments: Any, **named: Any) -> Any:
            self._world.count(name, before=True)
            answer = value(*arguments, **named)
            if isinstance(answer, Iterator):
                answer = iter(list(answer))  # the answer is whole before the line may break
            self._world.count(name, before=False)
            return answer

        return call


class World:
    """`server` is the account on the embedded server, to be changed as other clients would, and `faults` what goes wrong
    there. With `sends` there is a submission server; with `files_sent` too it puts what it takes into Sent by itself. `on` a real
    server, `server` is another program there, nothing goes wrong by `faults`, and mailboxes are still called "Work" here."""

    lacks_uidplus = False
    """Then mail that was moved or deleted stays where it was, marked, and cache and server differ by that."""

    def __init__(
        self,
        directory: Path,
        *,
        plan: str = "professional",
        sends: bool = False,
        files_sent: bool = False,
        backends: Sequence[Backend] = (),
        on: RealServer | Dovecot | None = None,
        personal_prefix: str = "",
        special_use: dict[str, str] | None = None,
    ) -> None:
        self.backends = backends
        self.clock = ManualClock(NOW)
        delimiter = personal_prefix[-1:] or "/"
        self.mailstore = MailStore(self.clock, delimiter=delimiter, personal_prefix=personal_prefix)
        self.faults = Faults()
        self.imap = ImapServer(self.mailstore, self.faults)
        self.port = self.imap.start()
        self.server: Account | OtherProgram = self.mailstore.add_account("ana", "secret", special_use=special_use)
        user, secret = "ana", "secret"
        if on is not None:
            self.port, user, secret = on.port, on.new_user(), on.password
            self.server = OtherProgram(on, user)
        self.server.create(f"{personal_prefix}Work")
        self.files_sent = files_sent
        self.submission = SubmissionServer({"ana": secret}, self._file_sent if files_sent else None)
        smtp_port = self.submission.start() if sends else 9
        self.directory = directory
        self.credentials = MemoryCredentials()
        self.calls: list[str] = []
        self.notices: list[Notice] = []
        self.death = Death()
        self.unlisted: set[str] = set()
        """Mailboxes that the server leaves out of LIST though it has them."""
        self._break_at: int | None = None
        self._break_before = True
        self.open()
        server = ServerSettings("127.0.0.1", self.port, Security.PLAIN, user)
        smtp = ServerSettings("127.0.0.1", smtp_port, Security.PLAIN, "ana")
        settings = AccountSettings("ana@example.org", "Ana", server, smtp)
        self.account_key = self.engine.add_account(settings, secret).result(30)
        self.wish(SetPlan(plan))

    def open(self) -> None:
        self.engine = Engine(
            self.directory,
            connections=Connections(imap=self._connect, smtp=self._submit, check_smtp=lambda settings, secret: None),
            credentials=self.credentials,
            catalogue=load_catalogue(),
            clock=self.clock,
            threads=False,
            more_backends=self.backends,
        )
        self.engine.subscribe(notice=self.notices.append)
        self.death.haunt(self.engine)

    def deliver(self, *numbers: int, mailbox: str = "INBOX", age: int = 3600, flags: Sequence[str] = ()) -> list[int]:
        """Mails of these numbers from somebody, received `age` seconds ago; their UIDs."""
        received = self.clock.now() - age
        return [self.server.deliver(mailbox, mail(number), received, flags) for number in numbers]

    def key(self, mailbox: str, number: int) -> int:
        """The location key of that mail as it is shown in a mailbox."""
        for key in self.shown(mailbox):
            detail = self.engine.message(key)
            if detail is not None and detail.envelope_only.envelope.message_id == f"m{number}@example.org":
                return key
        raise AssertionError(f"mail {number} is not shown in {mailbox}")

    def numbers(self, mailbox: str) -> list[int]:
        """The numbers of the mails shown in a mailbox, ascending."""
        details = [self.engine.message(key) for key in self.shown(mailbox)]
        return sorted(number_of(one.envelope_only.envelope.message_id) for one in details if one is not None)

    def server_numbers(self, mailbox: str) -> list[int]:
        """The same of what the server has."""
        return sorted(number_of(entry[0]) for entry in self.standing()[mailbox].values())

    def link(self, mailbox: str, number: int) -> None:
        """As if that mail had been linked to a task."""
        row = next(iter(self.engine.rows([self.key(mailbox, number)]).values()))
        self.engine.store.writer.run(
            "link", lambda uow: links.add_link(uow, row.message_key, "task", "local", str(number), "Task", "open")
        )

    def assert_same(self) -> None:
        """The cache is what the server has, mail by mail, with flags and bytes."""
        held, cached = self.held(), self.cached()
        assert {name: cached.get(name, {}) for name in held} == held

    def pass_time(self, seconds: int = 60) -> None:
        """Time goes by, and everything that waits gets its turn."""
        self.clock.advance(seconds)
        self.sync()

    def sync(self) -> None:
        """One full pass. Raises ConnectionFailure when the line was told to break."""
        self.calls.clear()
        self.engine.worker_for(self.account_key).run_until_done()

    def settle(self) -> None:
        """Passes until nothing waits any more and one pass has looked at what that left, with time going by; six at most."""
        self.mend()
        was_waiting = True
        for _ in range(6):
            self.clock.advance(4000)
            self.sync()
            if not (is_waiting := self._is_waiting()) and not was_waiting:
                return
            was_waiting = is_waiting

    def _is_waiting(self) -> bool:
        return bool(self.engine.outbox()) or any(row.state != "failed" for row in self.engine.operations())

    def restart(self) -> None:
        """As after `kill -9`: nothing in memory survives, the file does."""
        self.mend()
        self.death.rest()
        self.engine.close()
        self.open()

    def break_line(self, after_calls: int, *, before: bool) -> None:
        self._break_at, self._break_before = after_calls, before

    def mend(self) -> None:
        self._break_at = None

    def count(self, name: str, *, before: bool) -> None:
        self.death.point(f"{'before' if before else 'after'} {name}")
        if before:
            self.calls.append(name)
        if self._break_at is not None and before == self._break_before:
            self._break_at -= 1
            if self._break_at < 0:
                raise ConnectionFailure(Code.CONNECTION_LOST, host="127.0.0.1")

    def wish(self, command: Command) -> Receipt:
        return self.engine.submit(command).result(30)

    def mailbox_key(self, name: str) -> int:
        return next(row.mailbox_key for row in self.engine.mailboxes() if row.name == self._full(name))

    def _full(self, name: str) -> str:
        return self.server.full(name) if isinstance(self.server, OtherProgram) else name

    def _short(self, name: str) -> str:
        return self.server.short(name) if isinstance(self.server, OtherProgram) else name

    def shown(self, name: str) -> list[int]:
        """Location keys listed in a mailbox, newest first."""
        return list(self.engine.list_keys(ListView(mailbox_key=self.mailbox_key(name))))

    def cached(self) -> dict[str, dict[int, tuple[str, frozenset[str], bytes | None]]]:
        """mailbox -> uid -> (Message-ID, flags as shown, raw): what the cache believes the server has."""
        found: dict[str, dict[int, tuple[str, frozenset[str], bytes | None]]] = {}
        with self.engine.store.reading() as connection:
            for state in mailboxes.load_states(connection, self.account_key):
                keys = locations.load_uids(connection, state.mailbox_key)
                placed = locations.load_placed(connection, keys.values())
                shown = locations.load_shown(connection, keys.values())
                found[self._short(state.name)] = {
                    uid: (
                        placed[key].message_id,
                        frozenset(shown[key].flags.to_wire()),
                        bodies.load_raw(connection, placed[key].message_key),
                    )
                    for uid, key in keys.items()
                }
        return found

    def held(self) -> dict[str, dict[int, tuple[str, frozenset[str], bytes | None]]]:
        """The same shape for what the server has."""
        return {
            name: {
                mail.uid: (
                    parse_envelope(mail.raw[: find_body(mail.raw)[0]]).message_id,
                    frozenset(mail.flags) - {"\\Recent"},
                    mail.raw,
                )
                for mail in box.messages
            }
            for name, box in self.server.snapshot().items()
        }

    def standing(self) -> dict[str, dict[int, tuple[str, frozenset[str], bytes | None]]]:
        """The same without what is only still to be expunged, where nobody may expunge a single mail."""
        return {
            name: {uid: one for uid, one in box.items() if not (self.lacks_uidplus and "\\Deleted" in one[1])}
            for name, box in self.held().items()
        }

    def close(self) -> None:
        self.engine.close()
        if isinstance(self.server, OtherProgram):
            self.server.close()
        self.imap.stop()
        self.submission.stop()

    def _submit(self, settings: AccountSettings, secret: str) -> Any:
        return MortalSubmission(SmtpClient(settings, secret, clock=SystemClock()), self)

    def _file_sent(self, envelope_from: str, recipients: tuple[str, ...], raw: bytes) -> None:
        self.server.deliver("Sent", raw, self.clock.now(), ["\\Seen"])

    def _connect(self, settings: AccountSettings, secret: str) -> ImapGateway:
        self.count("connect", before=True)
        gateway = connect_imap(settings, secret, clock=self.clock)
        return BreakingGateway(gateway, self)


def number_of(message_id: str) -> int:
    """-1 for mails that were written here."""
    number = message_id.removeprefix("m").removesuffix("@example.org")
    return int(number) if number.isdigit() else -1


def until_unbroken(step: Callable[[], None]) -> None:
    """Run a step that the network may cut."""
    try:
        step()
    except (ConnectionFailure, ProtocolError):
        return


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path / "profile")
    yield made
    made.close()
    assert not made.imap.failures


@pytest.fixture
def sending_world(tmp_path: Path) -> Iterator[World]:
    """With a submission server."""
    made = World(tmp_path / "profile", sends=True)
    yield made
    made.close()
    assert not made.imap.failures
