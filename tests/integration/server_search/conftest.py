"""A profile under the Standard plan on a server that has mail older than the plan keeps: on Dovecot, on the embedded server, and with --servers on
the others."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.api.account_settings import AccountSettings, Security, ServerSettings
from desktop.core.api.queries import ListView
from desktop.core.api.server_search import SearchResult
from desktop.core.api.workspace_commands import SetPlan
from desktop.core.clock import ManualClock, SystemClock
from desktop.core.engine import Engine
from desktop.core.imap.connect import connect_imap
from desktop.core.mail.flags import Flag, FlagSet
from desktop.core.profile import load_catalogue, real_connections
from tests.fakes.cache import NOW
from tests.fakes.scripted_server import account_on
from tests.fakes.servers import AND_REAL_SERVERS, PASSWORD, dovecot_server, embedded, real_server

__all__ = ["dovecot_server"]
DAY, NONE = 86_400, Flag(0)


def letter(
    number: int, subject: str, text: str, *, sender: str = "Ana Beltrán <ana@obra.example>", extra: str = ""
) -> bytes:
    from email.header import Header

    name, _, address = sender.partition(" <")
    encoded = f"{Header(name, 'utf-8').encode()} <{address}"
    return (
        f"From: {encoded}\r\nTo: yo@example.org\r\nSubject: {Header(subject, 'utf-8').encode()}\r\n"
        f"Message-ID: <m{number}@example.org>\r\nDate: Sat, 28 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n{extra}"
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + text + "\r\n"
    ).encode()


@dataclasses.dataclass
class Site:
    """A server's port and user, and a profile that synchronises with it."""

    port: int
    user: str
    password: str
    directory: Path
    clock: ManualClock
    prefix: str = ""
    """Of the names of all mailboxes but INBOX, which have none in the tests."""
    engine: Engine = dataclasses.field(init=False)
    account_key: int = 0
    logins: int = 0

    def __post_init__(self) -> None:
        connections = real_connections(self.clock)

        def counted(settings: AccountSettings, secret: str) -> object:
            self.logins += 1
            return connect_imap(settings, secret, clock=SystemClock(), read_seconds=10)

        connections = dataclasses.replace(connections, imap=counted, check_smtp=lambda settings, secret: None)
        self.engine = Engine(
            self.directory, connections=connections, credentials=MemoryCredentials(), catalogue=load_catalogue(),
            clock=self.clock, threads=False,
        )  # fmt: skip
        self.engine.submit(SetPlan("standard")).result(30)

    def put(self, mailbox: str, *mails: tuple[bytes, float], flags: Flag = NONE) -> None:
        """(bytes, age in days), oldest first."""
        client, mailbox = self.client(), self.full(mailbox)
        if mailbox != "INBOX" and mailbox not in {one.name for one in client.list_mailboxes(with_status=False)}:
            client.create(mailbox)
        for raw, days in mails:
            client.append(mailbox, raw, FlagSet(flags), int(self.clock.now() - days * DAY))
        client.close()

    def client(self):
        return connect_imap(account_on(self.port, user=self.user), self.password, clock=SystemClock(), read_seconds=10)

    def connect(self) -> None:
        imap = ServerSettings("127.0.0.1", self.port, Security.PLAIN, self.user)
        smtp = ServerSettings("127.0.0.1", 9, Security.PLAIN, self.user)
        settings = AccountSettings("yo@example.org", "Yo", imap, smtp)
        self.account_key = self.engine.add_account(settings, self.password).result(30)
        self.sync()

    def sync(self) -> None:
        for _ in range(2):
            self.engine.worker_for(self.account_key).run_until_done()

    def search(self, typed: str, **scope: object) -> SearchResult:
        return self.engine.server_search.begin(ListView(search=typed, **scope)).done.result(30)

    def subjects(self, result: SearchResult) -> list[str]:
        rows = self.engine.rows(result.keys)
        return [rows[key].subject for key in result.keys]

    def find(self, typed: str, **scope: object) -> list[str]:
        return self.subjects(self.search(typed, **scope))

    def full(self, name: str) -> str:
        return name if name == "INBOX" else self.prefix + name

    def mailbox(self, name: str) -> int:
        return next(row.mailbox_key for row in self.engine.mailboxes() if row.name == self.full(name))


@pytest.fixture(params=[pytest.param("dovecot", marks=pytest.mark.dovecot), "embedded", *AND_REAL_SERVERS])
def make_site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Site]]:
    made: list[Site] = []

    def make(port: int, user: str, password: str, prefix: str = "") -> Site:
        made.append(Site(port, user, password, tmp_path / "profile", ManualClock(NOW), prefix))
        return made[-1]

    if request.param == "dovecot":
        server = request.getfixturevalue("dovecot_server")
        yield lambda: make(server.port, server.new_user(), server.password)
    elif request.param != "embedded":
        real = real_server(request.param)
        yield lambda: make(real.port, real.new_user(), real.password, real.prefix)
    else:
        with embedded() as running:
            yield lambda: make(running.port, running.user, PASSWORD)
            for one in made:
                one.engine.close()
                made = []
    for one in made:
        one.engine.close()


@pytest.fixture
def site(make_site: Callable[[], Site]) -> Site:
    """INBOX and Obra have mail of now, and mail that is older than the 30 days of the plan."""
    made = make_site()
    made.put(
        "INBOX",
        (letter(1, "Presupuesto de la obra", "El precio final de la reforma."), 200),
        (letter(2, "Factura antigua", "Reforma del baño.", sender="Beto Cruz <beto@x.example>"), 100),
        (letter(3, "Plano nuevo", "La reforma de ahora."), 1),
    )
    made.put("Obra", (letter(4, "Año nuevo", "Más sobre la reforma: ñandú."), 60), flags=Flag.SEEN | Flag.FLAGGED)
    made.connect()
    return made
