"""A search for servers that answers what a test has put there, when the test lets it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future

from desktop.core.api.account_settings import AccountSettings, Security, ServerSettings
from desktop.core.api.discovery import Discovery, Outcome, PasswordAdvice, PasswordKind, Proposal, Source, TraceStep


def make_proposal(address: str, source: Source = Source.ISPDB, **fields: object) -> Proposal:
    domain = address.rpartition("@")[2]
    settings = AccountSettings(
        address, "Ana Beltrán",
        ServerSettings(f"imap.{domain}", 993, Security.TLS, address),
        ServerSettings(f"smtp.{domain}", 465, Security.TLS, address),
    )  # fmt: skip
    return Proposal(source, settings, **fields)  # type: ignore[arg-type]


class FakeSetup:
    """`proposals(address)` decides what is found; with `hold` the answer waits for `release`."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.proposals: Callable[[str], tuple[Proposal, ...]] = lambda address: (make_proposal(address),)
        self.error: Exception | None = None
        self.hold = False
        self._held: list[Callable[[], None]] = []

    def discover(self, address: str, on_trace: Callable[[TraceStep], None]) -> Future[Discovery]:
        self.asked.append(address)
        future: Future[Discovery] = Future()
        domain = address.rpartition("@")[2]

        def answer() -> None:
            if self.error is not None:
                future.set_exception(self.error)
                return
            steps = (
                TraceStep(Source.TABLE, domain, Outcome.NOT_FOUND, "", 0),
                TraceStep(Source.AUTOCONFIG, f"https://autoconfig.{domain}/", Outcome.TIMED_OUT, "", 1500),
                TraceStep(Source.ISPDB, domain, Outcome.FOUND, "", 210),
            )
            for step in steps:
                on_trace(step)
            found = self.proposals(address)
            future.set_result(Discovery(address, found, make_proposal(address, Source.MANUAL), steps))

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
