"""Another computer on the account of a World: a profile of its own, a clock of its own, the same mail server."""

from __future__ import annotations

from pathlib import Path

from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.api.account_settings import AccountSettings
from desktop.core.api.status import Notice
from desktop.core.api.workspace_commands import SetPlan
from desktop.core.clock import ManualClock
from tests.fakes.dovecot import PASSWORD
from tests.fakes.other_program import OtherProgram
from tests.fakes.world import Death, World


class SecondComputer(World):
    """`ahead`: by how many seconds its clock is wrong. Closed before the World that it looks at."""

    def __init__(self, first: World, directory: Path, *, ahead: int = 0) -> None:
        self.backends = ()
        self.clock = ManualClock(first.clock.now() + ahead)
        self.mailstore, self.faults, self.imap, self.port = first.mailstore, first.faults, first.imap, first.port
        self.server, self.files_sent, self.submission = first.server, False, first.submission
        self.lacks_uidplus = first.lacks_uidplus
        self.directory = directory
        self.credentials = MemoryCredentials()
        self.calls: list[str] = []
        self.notices: list[Notice] = []
        self.death = Death()
        self.unlisted: set[str] = set()
        self._break_at, self._break_before = None, True
        self.open()
        own = first.engine.enrolment.settings(first.account_key)
        settings = AccountSettings(own.address, own.display_name, own.imap, own.smtp)
        secret = PASSWORD if isinstance(first.server, OtherProgram) else "secret"
        self.account_key = self.engine.add_account(settings, secret).result(30)
        self.wish(SetPlan("professional"))

    def close(self) -> None:
        self.engine.close()
