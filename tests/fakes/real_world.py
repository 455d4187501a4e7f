"""A small world whose mail is on a real server: what the tests of `tests/fakes/world.py` ask of the embedded one, and more accounts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.core.api.account_settings import AccountSettings, Security, ServerSettings
from desktop.core.clock import SystemClock
from desktop.core.imap.connect import connect_imap
from desktop.core.imap.gateway import ImapGateway
from tests.fakes.dovecot import Dovecot
from tests.fakes.other_program import OtherProgram
from tests.fakes.real_server import RealServer
from tests.fakes.scripted_server import account_on
from tests.fakes.world import World


@dataclass(frozen=True)
class OtherAccount:
    account_key: int
    program: OtherProgram


class RealWorld(World):
    def __init__(self, directory: Path, server: RealServer | Dovecot, *, sends: bool = False) -> None:
        self._server = server
        self._others: list[OtherAccount] = []
        super().__init__(directory, on=server, sends=sends)
        assert isinstance(self.server, OtherProgram)
        self.program: OtherProgram = self.server
        self.lacks_uidplus = not self.program.says_uidplus

    def gateway(self) -> ImapGateway:
        """One more connection of the engine's kind."""
        account = account_on(self.port, user=self.program.user)
        return connect_imap(account, self._server.password, clock=SystemClock())

    def add_account_on(self, server: RealServer) -> OtherAccount:
        user = server.new_user()
        imap = ServerSettings("127.0.0.1", server.port, Security.PLAIN, user)
        smtp = ServerSettings("127.0.0.1", 9, Security.PLAIN, user)
        settings = AccountSettings(f"{user}@example.com", user, imap, smtp)
        key = self.engine.add_account(settings, server.password).result(30)
        self._others.append(OtherAccount(key, OtherProgram(server, user)))
        return self._others[-1]

    def sync(self) -> None:
        super().sync()
        for other in self._others:
            self.engine.worker_for(other.account_key).run_until_done()

    def close(self) -> None:
        for other in self._others:
            other.program.close()
        super().close()
