"""Secrets are kept safely or in memory, never in the clear (reliability.md, K2)."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyring.backends.fail import Keyring as FailKeyring
from keyring.backends.null import Keyring as NullKeyring

from desktop.core.accounts.credentials import Keeping, MemoryCredentials, Purpose, Reason
from desktop.core.accounts.keyring_credentials import KeyringCredentials, find_safe_backend, load_keyring
from desktop.core.accounts.secret import Secret
from desktop.core.api.errors import Code
from tests.unit.accounts.fake_keyrings import (
    CancellingKeyring,
    ChainerBackend,
    DyingKeyring,
    EagerPlaintextKeyring,
    ForgetfulKeyring,
    GarblingKeyring,
    LockedKeyring,
    PlaintextKeyring,
    SafeKeyring,
)

ACCOUNT = "7f3a-1"
CANARY = "cañón-Σ-8841"


def _kept(backend: object) -> KeyringCredentials:
    return KeyringCredentials(lambda: backend)


def _assert_memory_only(credentials: KeyringCredentials, reason: Reason) -> None:
    """The secret still serves this run, the state says why, and the notice does not name it."""
    assert credentials.set(Purpose.IMAP, ACCOUNT, Secret(CANARY)) == Keeping(False, reason)
    assert credentials.load(Purpose.IMAP, ACCOUNT) == Secret(CANARY)
    error = credentials.state.error("ana@example.org")
    assert error is not None
    assert error.code is Code.KEYRING_MISSING
    assert CANARY not in error.sentence() + credentials.state.sentence()


# --- K2, the eight cases -------------------------------------------------------------------------------------------


def test_k2_absent_keyring_means_memory() -> None:
    _assert_memory_only(_kept(FailKeyring()), Reason.NO_KEYRING)


def test_k2_null_keyring_means_memory() -> None:
    _assert_memory_only(_kept(NullKeyring()), Reason.UNSAFE_KEYRING)


@pytest.mark.parametrize("backend", [PlaintextKeyring(), EagerPlaintextKeyring()])
def test_k2_plaintext_keyring_gets_nothing(backend: PlaintextKeyring) -> None:
    _assert_memory_only(_kept(backend), Reason.UNSAFE_KEYRING)
    assert backend.calls == []


def test_k2_empty_chain_means_memory() -> None:
    _assert_memory_only(_kept(ChainerBackend([])), Reason.NO_KEYRING)


def test_k2_chain_is_never_used_itself() -> None:
    plaintext, safe = PlaintextKeyring(), SafeKeyring()
    chain = ChainerBackend([plaintext, safe])
    assert _kept(chain).set(Purpose.IMAP, ACCOUNT, Secret(CANARY)) == Keeping(True)
    assert (chain.calls, plaintext.calls) == ([], [])
    assert safe.entries == {f"imap:{ACCOUNT}": CANARY}
    _assert_memory_only(_kept(ChainerBackend([PlaintextKeyring(), NullKeyring()])), Reason.UNSAFE_KEYRING)


def test_k2_locked_keyring_means_memory_and_can_be_reopened() -> None:
    entries = {f"imap:{ACCOUNT}": "old"}
    backends = iter([LockedKeyring(entries), SafeKeyring(entries)])
    credentials = KeyringCredentials(lambda: next(backends))
    _assert_memory_only(credentials, Reason.LOCKED)
    assert credentials.reopen() == Keeping(True)
    assert credentials.load(Purpose.IMAP, ACCOUNT) == Secret(CANARY), "what was typed last is right, not the stored one"
    assert credentials.set(Purpose.IMAP, ACCOUNT, Secret(CANARY)) == Keeping(True)
    assert entries == {f"imap:{ACCOUNT}": CANARY}


def test_k2_cancelled_prompt_means_memory() -> None:
    _assert_memory_only(_kept(CancellingKeyring()), Reason.LOCKED)


def test_k2_dying_bus_logs_nobody_out() -> None:
    backend = DyingKeyring({f"imap:{ACCOUNT}": CANARY, "imap:other": "never read"})
    credentials = _kept(backend)
    assert credentials.load(Purpose.IMAP, ACCOUNT) == Secret(CANARY)
    backend.dead = True
    assert credentials.load(Purpose.IMAP, ACCOUNT) == Secret(CANARY)
    assert credentials.load(Purpose.IMAP, "other") is None
    assert credentials.state == Keeping(False, Reason.BROKEN)
    assert credentials.drop(ACCOUNT) is False, "the keyring may still hold it, and the caller must know"
    _assert_memory_only(credentials, Reason.BROKEN)


@pytest.mark.parametrize("backend", [ForgetfulKeyring(), GarblingKeyring()])
def test_k2_what_is_not_given_back_is_not_trusted(backend: SafeKeyring) -> None:
    _assert_memory_only(_kept(backend), Reason.FORGETFUL)


# --- the ordinary way ----------------------------------------------------------------------------------------------


def test_safe_keyring_keeps_under_service_and_purpose() -> None:
    backend = SafeKeyring()
    credentials = _kept(backend)
    assert credentials.load(Purpose.IMAP, ACCOUNT) is None
    credentials.set(Purpose.IMAP, ACCOUNT, Secret(CANARY))
    credentials.set(Purpose.SMTP, ACCOUNT, Secret("other"))
    assert "set bandeja imap:7f3a-1" in backend.calls
    again = _kept(SafeKeyring(backend.entries))
    assert again.load(Purpose.IMAP, ACCOUNT) == Secret(CANARY)
    assert again.state.error("ana") is None
    assert again.drop(ACCOUNT) is True
    assert backend.entries == {}
    assert again.load(Purpose.IMAP, ACCOUNT) is None


def test_keyring_is_opened_on_first_use_only() -> None:
    opened: list[int] = []

    def load() -> SafeKeyring:
        opened.append(1)
        return SafeKeyring()

    credentials = KeyringCredentials(load)
    assert opened == []
    credentials.load(Purpose.IMAP, ACCOUNT)
    credentials.load(Purpose.SMTP, ACCOUNT)
    assert opened == [1]


def test_backend_that_cannot_say_its_priority_is_unfit() -> None:
    class Unusable(SafeKeyring):
        @property
        def priority(self) -> float:
            raise RuntimeError("no bus")

    assert find_safe_backend(Unusable()) is None


def test_backend_that_keyring_itself_does_not_recommend_is_unfit() -> None:
    class FileKeyring(SafeKeyring):
        priority = 0.6

    class MyPlaintextStore(SafeKeyring):
        """Somebody's own, with a high opinion of itself."""

    assert find_safe_backend(FileKeyring()) is None
    assert find_safe_backend(MyPlaintextStore()) is None
    assert find_safe_backend(SafeKeyring()) is not None


@pytest.mark.parametrize("survived", range(5))
def test_crash_while_dropping_is_finished_by_the_next_drop(survived: int) -> None:
    remaining = [survived]

    class Cut(SafeKeyring):
        def delete_password(self, service: str, username: str) -> None:
            remaining[0] -= 1
            if remaining[0] < 0:
                raise PowerCut
            super().delete_password(service, username)

    backend = SafeKeyring()
    _kept(backend).set(Purpose.REFRESH_TOKEN, ACCOUNT, Secret("t" * 3500))
    with pytest.raises(PowerCut):
        _kept(Cut(backend.entries)).drop(ACCOUNT)
    assert _kept(SafeKeyring(backend.entries)).drop(ACCOUNT)
    assert backend.entries == {}


def test_long_secret_is_split_for_windows() -> None:
    backend = SafeKeyring()
    token = "t" * 2500
    _kept(backend).set(Purpose.REFRESH_TOKEN, ACCOUNT, Secret(token))
    assert max(map(len, backend.entries.values())) <= 1000
    assert _kept(SafeKeyring(backend.entries)).load(Purpose.REFRESH_TOKEN, ACCOUNT) == Secret(token)
    _kept(SafeKeyring(backend.entries)).set(Purpose.REFRESH_TOKEN, ACCOUNT, Secret("short"))
    assert backend.entries == {f"refresh-token:{ACCOUNT}": "short"}


def test_secret_beyond_every_bound_stays_in_memory() -> None:
    assert _kept(SafeKeyring()).set(Purpose.CONNECTOR, ACCOUNT, Secret("x" * 16_001)).lasting is False


class PowerCut(BaseException):
    """Not an Exception: nothing may catch it."""


@pytest.mark.parametrize("old_length", [5, 1500, 3500])
@pytest.mark.parametrize("new_length", [6, 1600, 3600])
def test_crash_while_writing_leaves_the_old_or_the_new(old_length: int, new_length: int) -> None:
    old, new = "o" * old_length, "n" * new_length
    for survived in range(40):
        backend = SafeKeyring()
        _kept(backend).set(Purpose.REFRESH_TOKEN, ACCOUNT, Secret(old))
        remaining = [survived]

        class Cut(SafeKeyring):
            def _step(self, remaining: list[int] = remaining) -> None:
                remaining[0] -= 1
                if remaining[0] < 0:
                    raise PowerCut

            def set_password(self, service: str, username: str, password: str) -> None:
                self._step()
                super().set_password(service, username, password)

            def delete_password(self, service: str, username: str) -> None:
                self._step()
                super().delete_password(service, username)

        try:
            _kept(Cut(backend.entries)).set(Purpose.REFRESH_TOKEN, ACCOUNT, Secret(new))
            finished = True
        except PowerCut:
            finished = False
        after = _kept(SafeKeyring(backend.entries))
        assert after.load(Purpose.REFRESH_TOKEN, ACCOUNT) in (Secret(old), Secret(new))
        after.set(Purpose.REFRESH_TOKEN, ACCOUNT, Secret(old))
        after.drop(ACCOUNT)
        assert backend.entries == {}, "no part of a secret stays behind"
        if finished:
            return
    pytest.fail("the write never finished")


def test_library_is_asked_for_its_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring

    chosen = SafeKeyring()
    monkeypatch.setattr(keyring, "get_keyring", lambda: chosen)
    assert load_keyring() is chosen


# --- the value -----------------------------------------------------------------------------------------------------


@given(st.text(min_size=4))
def test_secret_is_never_shown(text: str) -> None:
    secret = Secret(text)
    shown = f"{secret!r}{secret!s}{secret}{secret:>40}{[secret]}{ {'k': secret} }"
    assert text in "•••   ['k': {}]" or text not in shown
    assert secret.reveal() == text
    assert secret == Secret(text)
    assert secret != Secret(text + "x")


def test_secret_is_not_pickled_hashed_or_iterated() -> None:
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(Secret(CANARY))
    with pytest.raises(TypeError):
        hash(Secret(CANARY))
    assert not hasattr(Secret(CANARY), "__dict__")
    assert not Secret("")
    assert Secret("a") != "a"


def test_memory_credentials_forget_one_account_only() -> None:
    credentials = MemoryCredentials()
    credentials.set(Purpose.IMAP, "a", Secret("1"))
    credentials.set(Purpose.SMTP, "a", Secret("2"))
    credentials.set(Purpose.IMAP, "b", Secret("3"))
    assert credentials.drop("a")
    assert credentials.load(Purpose.SMTP, "a") is None
    assert credentials.load(Purpose.IMAP, "b") == Secret("3")
    assert credentials.state == Keeping(False, Reason.CHOSEN)
