"""Keyring backends that behave like those met in the wild, named by module as the real ones are."""

from __future__ import annotations

from keyring.backend import KeyringBackend
from keyring.errors import InitError, KeyringLocked


class SafeKeyring(KeyringBackend):
    """Keeps what it is given, like a Secret Service. `entries` outlives the instance."""

    priority = 5

    def __init__(self, entries: dict[str, str] | None = None) -> None:
        self.entries: dict[str, str] = {} if entries is None else entries
        self.calls: list[str] = []

    def get_password(self, service: str, username: str) -> str | None:
        self.calls.append(f"get {service} {username}")
        return self.entries.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.calls.append(f"set {service} {username}")
        self.entries[username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.calls.append(f"delete {service} {username}")
        del self.entries[username]


class LockedKeyring(SafeKeyring):
    """The collection is locked and nobody answers the prompt."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("Failed to unlock the collection!")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("Failed to unlock the collection!")


class PromptDismissedException(Exception):
    """As SecretStorage calls it."""


class CancellingKeyring(SafeKeyring):
    """Reading is fine; the prompt that writing opens is cancelled by the person."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise PromptDismissedException


class DyingKeyring(SafeKeyring):
    """Works until `dead` is set, then fails as SecretStorage does without its bus."""

    dead = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.dead:
            raise InitError("Failed to create the collection: connection closed.")
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.dead:
            raise BrokenPipeError
        super().set_password(service, username, password)

    def delete_password(self, service: str, username: str) -> None:
        if self.dead:
            raise BrokenPipeError
        super().delete_password(service, username)


class ForgetfulKeyring(SafeKeyring):
    """Says yes and keeps nothing."""

    def set_password(self, service: str, username: str, password: str) -> None:
        self.calls.append(f"set {service} {username}")


class GarblingKeyring(SafeKeyring):
    """Gives back something else than it was given, as a wrong encoding does."""

    def set_password(self, service: str, username: str, password: str) -> None:
        super().set_password(service, username, password.encode().decode("latin-1"))


class PlaintextKeyring(SafeKeyring):
    """As in keyrings.alt.file: everybody who reads the file reads the password."""

    priority = 0.5


PlaintextKeyring.__module__ = "keyrings.alt.file"


class EagerPlaintextKeyring(PlaintextKeyring):
    """A plaintext one that a configuration file has made the favourite."""

    priority = 9


class ChainerBackend(SafeKeyring):
    """As in keyring.backends.chainer, with a fixed chain."""

    priority = 10

    def __init__(self, backends: list[KeyringBackend]) -> None:
        super().__init__()
        self.backends = backends


ChainerBackend.__module__ = "keyring.backends.chainer"
