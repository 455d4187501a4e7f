"""What is going on now, for the status line and the folder pane: never stored, told by the engine's threads."""

from __future__ import annotations

from desktop.core.api.errors import BandejaError
from desktop.core.api.rows import AccountState
from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class AccountStatus:
    """`mailbox`, `done` and `total` describe the step under way (mails), when there is one."""

    account_key: int
    state: AccountState
    since: int
    mailbox: str = ""
    done: int = 0
    total: int = 0
    next_try: int | None = None
    error: BandejaError | None = None
    last_success: int | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the user should hear once, as a bar: an error with its code, or a plain event ("new_mail", …).

    "new_mail" is told of each mail at most once, also over a restart: unseen, of somebody else, never here before, and in a
    mailbox that is watched. Its `locations` are the mails, oldest first."""

    kind: str
    account_key: int | None = None
    error: BandejaError | None = None
    parameters: tuple[tuple[str, str], ...] = ()
    locations: tuple[int, ...] = ()
