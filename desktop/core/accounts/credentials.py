"""Where the secrets of accounts are kept: what the engine may ask, and the keeping in memory alone.

A secret is never in the database, a log or an argument list. `load` and `set` may wait for a person who is asked to
unlock a keyring, so they belong to worker threads.
"""

from __future__ import annotations

import threading
from enum import StrEnum
from typing import Protocol

from desktop.core.accounts.secret import Secret
from desktop.core.api.errors import Code, SetupError
from desktop.values import dataclass


class Purpose(StrEnum):
    """What a secret is for; with the account's id it is the secret's name."""

    IMAP = "imap"
    SMTP = "smtp"
    """Only where it differs from the IMAP password."""
    REFRESH_TOKEN = "refresh-token"
    CLIENT_SECRET = "client-secret"
    CONNECTOR = "connector"


class Reason(StrEnum):
    """Why secrets are kept in memory only."""

    CHOSEN = "chosen"
    NO_KEYRING = "no_keyring"
    UNSAFE_KEYRING = "unsafe_keyring"
    """Only one that keeps passwords readable, or keeps nothing."""
    LOCKED = "locked"
    """Locked, and the person did not unlock it."""
    FORGETFUL = "forgetful"
    """It said yes and gave back something else."""
    BROKEN = "broken"
    """It failed while in use."""


_ENGLISH = {
    Reason.CHOSEN: "Passwords are kept only until Bandeja closes.",
    Reason.NO_KEYRING: "This computer has no keyring service, so passwords are kept only until Bandeja closes.",
    Reason.UNSAFE_KEYRING: "The keyring of this computer would keep passwords readable or not at all, so they are kept only until Bandeja closes.",
    Reason.LOCKED: "The keyring stayed locked, so passwords are kept only until Bandeja closes. Unlock it and start again.",
    Reason.FORGETFUL: "The keyring did not give back what it was given, so passwords are kept only until Bandeja closes.",
    Reason.BROKEN: "The keyring stopped answering, so passwords are kept only until Bandeja closes.",
}


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where secrets are kept now: safely on this computer, or (with the reason why) until the program ends."""

    lasting: bool
    reason: Reason | None = None

    def sentence(self) -> str:
        return "Passwords are kept in this computer's keyring." if self.reason is None else _ENGLISH[self.reason]

    def error(self, user: str) -> SetupError | None:
        """What to tell about `user`'s password; None when it is kept safely."""
        return None if self.lasting else SetupError(Code.KEYRING_MISSING, user=user)


class Credentials(Protocol):
    """`account` is an id that no other account of any profile has ever had, so that no secret goes to a stranger."""

    @property
    def state(self) -> Keeping: ...

    def load(self, purpose: Purpose, account: str) -> Secret | None:
        """None when it is not stored or cannot be reached: then ask the person."""
        ...

    def set(self, purpose: Purpose, account: str, secret: Secret) -> Keeping:
        """Keep it, as lastingly as can be done safely; never fails. The answer says where it is."""
        ...

    def drop(self, account: str) -> bool:
        """Forget every secret of the account. False when the keyring could not be reached and may still hold some."""
        ...


class MemoryCredentials:
    """Secrets that end with the program: for tests, the demo, and where there is no safe keyring."""

    def __init__(self, reason: Reason = Reason.CHOSEN) -> None:
        self._secrets: dict[tuple[Purpose, str], Secret] = {}
        self._lock = threading.Lock()
        self._state = Keeping(False, reason)

    @property
    def state(self) -> Keeping:
        return self._state

    def load(self, purpose: Purpose, account: str) -> Secret | None:
        with self._lock:
            return self._secrets.get((purpose, account))

    def set(self, purpose: Purpose, account: str, secret: Secret) -> Keeping:
        with self._lock:
            self._secrets[purpose, account] = secret
        return self._state

    def drop(self, account: str) -> bool:
        with self._lock:
            for name in [name for name in self._secrets if name[1] == account]:
                del self._secrets[name]
        return True
