"""Secrets in the operating system's keyring: Secret Service, KWallet, macOS Keychain, Windows Credential Manager.

Never in the clear: a keyring that keeps text readable, forgets, or fails is left, and from then on secrets live in
memory until `reopen`. What was read or written in this run is remembered, so that a dying bus logs nobody out. Every
write is read back. Calls may block on an unlock prompt: worker threads only.
"""

from __future__ import annotations

import contextlib
import itertools
import threading
from collections.abc import Callable
from typing import Protocol

from desktop.core.accounts.credentials import Keeping, MemoryCredentials, Purpose, Reason
from desktop.core.accounts.secret import Secret

SERVICE = "bandeja"
_PART_CHARS = 1000
"""The Windows Credential Manager takes 2,560 bytes of UTF-16 for one secret; refresh tokens are longer."""
_MAX_PARTS = 16
_SPLIT = "bandeja-split:"
_USELESS_MODULES = ("keyring.backends.fail", "keyring.backends.null", "keyrings.alt")
_USELESS_NAMES = ("plaintext", "uncrypted", "unencrypted")


class Backend(Protocol):
    """What is used of keyring.backend.KeyringBackend."""

    def get_password(self, service: str, username: str, /) -> str | None: ...

    def set_password(self, service: str, username: str, password: str, /) -> None: ...

    def delete_password(self, service: str, username: str, /) -> None: ...


def load_keyring() -> Backend:
    """The backend that the keyring library has chosen. Imports it, about 0.2 s, and may talk to D-Bus."""
    import keyring

    return keyring.get_keyring()


def find_safe_backend(backend: object) -> Backend | None:
    """The backend itself when it keeps secrets safely; the first such one of a chain, which must not be used itself
    because it falls through to whatever comes next; None when there is none."""
    if _is_chain(backend):
        return next((one for one in backend.backends if find_safe_backend(one) is one), None)  # type: ignore[attr-defined]
    for kind in type(backend).__mro__:
        if kind.__module__.startswith(_USELESS_MODULES) or any(
            word in kind.__name__.lower() for word in _USELESS_NAMES
        ):
            return None
    try:
        recommended = float(backend.priority) >= 1  # type: ignore[attr-defined]
    except Exception:  # noqa: BLE001 - keyring raises whatever says "not usable here"
        return None
    return backend if recommended else None  # type: ignore[return-value]


class KeyringCredentials:
    """One keyring entry per secret, named "purpose:account"; long secrets in numbered parts behind a head entry."""

    def __init__(self, load_backend: Callable[[], object] = load_keyring) -> None:
        self._load_backend = load_backend
        self._lock = threading.RLock()
        self._known = MemoryCredentials()
        self._unsaved: set[tuple[Purpose, str]] = set()
        self._backend: Backend | None = None
        self._state: Keeping | None = None

    @property
    def state(self) -> Keeping:
        """Opens the keyring on first use, so it may block."""
        with self._lock:
            if self._state is None:
                self._open()
            assert self._state is not None
            return self._state

    def reopen(self) -> Keeping:
        """Try the keyring again after the person was told why it was left. What it does not hold stays in memory."""
        with self._lock:
            self._state = None
            return self.state

    def load(self, purpose: Purpose, account: str) -> Secret | None:
        with self._lock:
            if self.state.lasting and (purpose, account) not in self._unsaved:
                try:
                    text = self._read(f"{purpose}:{account}")
                    if text is None:
                        return None
                    self._known.set(purpose, account, Secret(text))
                except Exception as error:  # noqa: BLE001 - backends raise whatever their bus raises
                    self._leave(_reason(error))
            return self._known.load(purpose, account)

    def set(self, purpose: Purpose, account: str, secret: Secret) -> Keeping:
        with self._lock:
            self._known.set(purpose, account, secret)
            self._unsaved.add((purpose, account))
            if self.state.lasting:
                name = f"{purpose}:{account}"
                try:
                    self._write(name, secret.reveal())
                    if self._read(name) == secret.reveal():
                        self._unsaved.discard((purpose, account))
                    else:
                        self._leave(Reason.FORGETFUL)
                except Exception as error:  # noqa: BLE001 - as above
                    self._leave(_reason(error))
            return self.state

    def drop(self, account: str) -> bool:
        with self._lock:
            self._known.drop(account)
            self._unsaved = {name for name in self._unsaved if name[1] != account}
            if not self.state.lasting:
                return self.state.reason in (Reason.NO_KEYRING, Reason.UNSAFE_KEYRING)
            try:
                for purpose in Purpose:
                    self._delete_whole(f"{purpose}:{account}")
            except Exception as error:  # noqa: BLE001 - as above
                self._leave(_reason(error))
                return False
            return True

    def _open(self) -> None:
        self._backend = None
        try:
            loaded = self._load_backend()
            self._backend = find_safe_backend(loaded)
        except Exception as error:  # noqa: BLE001 - as above
            self._leave(_reason(error))
            return
        if self._backend is not None:
            self._state = Keeping(True)
        else:
            self._leave(Reason.NO_KEYRING if _is_absent(loaded) else Reason.UNSAFE_KEYRING)

    def _leave(self, reason: Reason) -> None:
        self._backend = None
        self._state = Keeping(False, reason)

    def _read(self, name: str) -> str | None:
        assert self._backend is not None
        text = self._backend.get_password(SERVICE, name)
        if text is None or not text.startswith(_SPLIT):
            return text
        side, count = _parse_head(text)
        parts = [self._backend.get_password(SERVICE, _part(name, side, n)) for n in range(count)]
        return None if None in parts else "".join(part for part in parts if part is not None)

    def _write(self, name: str, text: str) -> None:
        """A split secret is written to the side that the head does not name and then the head is turned, so that a
        crash leaves the old secret or the new one."""
        assert self._backend is not None
        old = self._backend.get_password(SERVICE, name) or ""
        if len(text) <= _PART_CHARS and not text.startswith(_SPLIT):
            self._backend.set_password(SERVICE, name, text)
        else:
            parts = [text[start : start + _PART_CHARS] for start in range(0, len(text), _PART_CHARS)]
            if len(parts) > _MAX_PARTS:
                raise ValueError("longer than any secret")
            side = "b" if old.startswith(f"{_SPLIT}a") else "a"
            for n, part in enumerate(parts):
                self._backend.set_password(SERVICE, _part(name, side, n), part)
            self._backend.set_password(SERVICE, name, f"{_SPLIT}{side}:{len(parts)}")
        if old.startswith(_SPLIT):
            self._delete_side(name, _parse_head(old)[0])

    def _delete_whole(self, name: str) -> None:
        assert self._backend is not None
        if self._backend.get_password(SERVICE, name) is not None:
            self._backend.delete_password(SERVICE, name)
        self._delete_side(name, "a")
        self._delete_side(name, "b")

    def _delete_side(self, name: str, side: str) -> None:
        """From the last part to the first, so that a crash never leaves parts that the next deletion cannot see."""
        assert self._backend is not None
        names = [_part(name, side, n) for n in range(_MAX_PARTS)]
        stored = itertools.takewhile(lambda part: self._backend.get_password(SERVICE, part) is not None, names)  # type: ignore[union-attr]
        for part in reversed(list(stored)):
            self._backend.delete_password(SERVICE, part)


def _is_chain(backend: object) -> bool:
    return any(kind.__module__ == "keyring.backends.chainer" for kind in type(backend).__mro__)


def _is_absent(backend: object) -> bool:
    return any(kind.__module__ == "keyring.backends.fail" for kind in type(backend).__mro__) or (
        _is_chain(backend) and not backend.backends  # type: ignore[attr-defined]
    )


def _part(name: str, side: str, number: int) -> str:
    return f"{name}#{side}{number}"


def _parse_head(text: str) -> tuple[str, int]:
    side, _, count = text.removeprefix(_SPLIT).partition(":")
    with contextlib.suppress(ValueError):
        if side in ("a", "b") and 0 < int(count) <= _MAX_PARTS:
            return side, int(count)
    raise ValueError("a split secret with a broken head")


def _reason(error: Exception) -> Reason:
    """By the error's name, since the libraries below keyring have their own for the same thing."""
    names = {kind.__name__ for kind in type(error).__mro__}
    if names & {"KeyringLocked", "LockedException", "PromptDismissedException"}:
        return Reason.LOCKED
    return Reason.NO_KEYRING if "NoKeyringError" in names else Reason.BROKEN
