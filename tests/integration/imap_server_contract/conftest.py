"""Two servers behind one set of dialogues: the embedded one and Dovecot, which is the judge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

import pytest

from tests.fakes.servers import dovecot_server as dovecot_server
from tests.fakes.servers import embedded
from tests.fakes.servers import embedded_server as embedded_server
from tests.integration.imap_server_contract.dialogue import Dialogue
from tests.integration.imap_server_contract.mails import numbered


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@dataclass
class Site:
    """One server with an empty account for this test."""

    name: str
    host: str
    port: int
    user: str
    password: str
    dialogues: list[Dialogue] = field(default_factory=list)

    def connect(self) -> Dialogue:
        dialogue = Dialogue(self.host, self.port)
        self.dialogues.append(dialogue)
        return dialogue

    def log_in(self, mailbox: str | None = None, *, enable: str = "") -> Dialogue:
        """A new session, with `enable` enabled and the mailbox selected."""
        dialogue = self.connect()
        dialogue.ok(f"LOGIN {quoted(self.user)} {quoted(self.password)}")
        if enable:
            dialogue.ok(f"ENABLE {enable}")
        if mailbox is not None:
            dialogue.ok(f"SELECT {quoted(mailbox)}")
        return dialogue

    def fill(self, mails: Iterable[bytes], mailbox: str = "INBOX") -> None:
        """Append mails by a session of their own, which has then ended."""
        dialogue = self.log_in()
        for raw in mails:
            assert dialogue.append(mailbox, raw).status == "OK"
        dialogue.ok("LOGOUT")


@pytest.fixture(params=["embedded", pytest.param("dovecot", marks=pytest.mark.dovecot)])
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    if request.param == "dovecot":
        judge = request.getfixturevalue("dovecot_server")
        site = Site("dovecot", judge.host, judge.port, judge.new_user(), judge.password)
        yield site
        _hang_up(site)
        return
    with embedded() as running:
        site = Site("embedded", running.host, running.port, running.user, running.password)
        yield site
        _hang_up(site)


def _hang_up(site: Site) -> None:
    for dialogue in site.dialogues:
        dialogue.close()


@pytest.fixture
def filled(site: Site) -> Callable[[int], Site]:
    """The site with this many numbered mails in INBOX."""

    def fill(count: int) -> Site:
        site.fill(numbered(number) for number in range(1, count + 1))
        return site

    return fill


@pytest.fixture
def inbox(filled: Callable[[int], Site]) -> Dialogue:
    """A session with INBOX selected, five mails in it."""
    return filled(5).log_in("INBOX")
