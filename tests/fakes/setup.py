"""A search for servers that answers what a test has put there, when the test lets it. What failures mean is the real thing."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future

from desktop.core.accounts.discoverer import Discoverer
from desktop.core.accounts.discovery_steps import build_manual
from desktop.core.api.account_settings import AccountSettings, Security, ServerSettings
from desktop.core.api.discovery import Discovery, Outcome, PasswordAdvice, PasswordKind, Proposal, Source, TraceStep
from desktop.core.clock import SystemClock


def make_proposal(address: str, source: Source = Source.ISPDB, **fields: object) -> Proposal:
    """Servers called imap. and smtp. in the address's domain."""
    domain = address.rpartition("@")[2]
    imap = ServerSettings(f"imap.{domain}", 993, Security.TLS, address)
    smtp = ServerSettings(f"smtp.{domain}", 465, Security.TLS, address)
    return Proposal(source, AccountSettings(address, "", imap, smtp), **fields)


class FakeSetup(Discoverer):
    """`proposals(address)` decides what is found; with `hold` the answer waits for `release`, its first lines do not."""

    def __init__(self) -> None:
        super().__init__(SystemClock())
        self.asked: list[str] = []
        self.proposals: Callable[[str], tuple[Proposal, ...]] = lambda address: (make_proposal(address),)
        self.error: Exception | None = None
        self.hold = False
        self._held: list[Callable[[], None]] = []

    def discover(self, address: str, on_trace: Callable[[TraceStep], None]) -> Future[Discovery]:
        self.asked.append(address)
        future: Future[Discovery] = Future()
        domain = address.rpartition("@")[2]
        steps = (
            TraceStep(Source.TABLE, domain, Outcome.NOT_FOUND, "", 0),
            TraceStep(Source.AUTOCONFIG, f"https://autoconfig.{domain}/mail/config-v1.1.xml", Outcome.REFUSED, "", 84),
            TraceStep(Source.WELL_KNOWN, f"https://{domain}/.well-known/autoconfig/", Outcome.NOT_FOUND, "", 131),
            TraceStep(Source.ISPDB, domain, Outcome.FOUND, "", 210),
            TraceStep(Source.MX, domain, Outcome.NOT_NEEDED, "", 212),
        )

        def answer() -> None:
            if self.error is not None:
                future.set_exception(self.error)
                return
            for step in steps[3:]:
                on_trace(step)
            future.set_result(Discovery(address, self.proposals(address), build_manual(address, domain), steps))

        for step in steps[:3]:
            on_trace(step)
        if self.hold:
            self._held.append(answer)
        else:
            answer()
        return future

    def release(self) -> None:
        for answer in self._held:
            answer()
        self._held.clear()


APP_PASSWORD = PasswordAdvice(
    PasswordKind.APP,
    "Switch on two-step sign-in and make an app password under Security.",
    "Active el acceso en dos pasos y cree una contraseña de aplicación en Seguridad.",
    "https://help.example.org/app-passwords",
)
