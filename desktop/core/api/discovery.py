"""What was found out about an address before anybody types a password, and how a login with it then went: settings
to offer, advice, the way there, and the way out of a failure.

Values only; `core.accounts.autoconfig` makes them, the set-up screen shows them. Pure; any thread.
"""

from __future__ import annotations

from enum import StrEnum

from desktop.core.api.account_settings import AccountSettings, ServerSettings, SignIn
from desktop.core.api.errors import BandejaError
from desktop.values import dataclass


class Source(StrEnum):
    """Who told the settings, best first."""

    TABLE = "table"
    """The providers that Bandeja knows by itself."""
    AUTOCONFIG = "autoconfig"
    WELL_KNOWN = "well_known"
    ISPDB = "ispdb"
    """Thunderbird's public database."""
    SRV = "srv"
    """RFC 6186 and RFC 8314 records."""
    MX = "mx"
    """The host that takes the domain's mail belongs to a known provider."""
    REPORTED = "reported"
    """In the table, but told by users, not by the provider."""
    GUESS = "guess"
    MANUAL = "manual"
    """Nobody: usual names to start typing from."""


class Outcome(StrEnum):
    FOUND = "found"
    NOT_FOUND = "not_found"
    REFUSED = "refused"
    """There was an answer, but one that must not be followed; `detail` says why."""
    FAILED = "failed"
    TIMED_OUT = "timed_out"
    NOT_NEEDED = "not_needed"
    """Something better was there before this had answered."""


@dataclass(frozen=True, slots=True)
class TraceStep:
    """One question of the discovery. `asked` is the URL, DNS name or domain; `detail` one plain English clause."""

    source: Source
    asked: str
    outcome: Outcome
    detail: str
    milliseconds: int

    def __str__(self) -> str:
        words = str(self.outcome).replace("_", " ")
        return f"{self.source:<10} {self.milliseconds:>5} ms  {words}: {self.asked}" + (
            f" ({self.detail})" if self.detail else ""
        )


class PasswordKind(StrEnum):
    ORDINARY = "ordinary"
    APP = "app"
    """One made for this program in the provider's security page."""
    BROWSER = "browser"
    """None works: only signing in with the browser (OAuth 2) does."""


@dataclass(frozen=True, slots=True)
class PasswordAdvice:
    """What to type as password, and where it comes from, in both languages; `url` is the provider's own page."""

    kind: PasswordKind
    where_en: str = ""
    where_es: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Settings to offer. `confirm` says in English why the person must look at the server names first; "" when the
    source vouches for them. Nothing is logged in to before that."""

    source: Source
    settings: AccountSettings
    provider: str = ""
    advice: PasswordAdvice = PasswordAdvice(PasswordKind.ORDINARY)
    sign_in: SignIn | None = None
    confirm: str = ""
    quirks: tuple[str, ...] = ()

    @property
    def needs_confirmation(self) -> bool:
        return bool(self.confirm)


@dataclass(frozen=True, slots=True)
class Discovery:
    """`proposals` best first, without repeats; `manual` is always there to fill a form with; `trace` in time order."""

    address: str
    proposals: tuple[Proposal, ...]
    manual: Proposal
    trace: tuple[TraceStep, ...]

    @property
    def best(self) -> Proposal:
        return self.proposals[0] if self.proposals else self.manual


class Suggestion(StrEnum):
    """The likeliest way out of a failed login or connection; the screen offers it as one button."""

    APP_PASSWORD = "app_password"
    BROWSER = "browser"
    SWITCH_ON_IMAP = "switch_on_imap"
    WHOLE_ADDRESS = "whole_address"
    """As user name; only the part before the @ was given."""
    LOCAL_PART = "local_part"
    """As user name; the whole address was given."""
    OTHER_SERVER = "other_server"
    """Same host by `Checked.instead`: the usual port and security."""
    CHECK_NAME = "check_name"
    ADD_AUTHORITY = "add_authority"
    TRY_LATER = "try_later"


@dataclass(frozen=True, slots=True)
class Checked:
    """How the login to one server went: `error` None is success."""

    server: ServerSettings
    error: BandejaError | None = None
    suggestion: Suggestion | None = None
    advice: PasswordAdvice | None = None
    instead: ServerSettings | None = None


@dataclass(frozen=True, slots=True)
class CheckReport:
    """`smtp` is None when it was not tried, since the same password had just been refused."""

    imap: Checked
    smtp: Checked | None
