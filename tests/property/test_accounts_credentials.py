"""Whatever is stored, replaced and dropped in whatever order, the keyring gives back the last, and no more than that."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from desktop.core.accounts.credentials import Keeping, Purpose
from desktop.core.accounts.keyring_credentials import KeyringCredentials
from desktop.core.accounts.secret import Secret
from tests.unit.accounts.fake_keyrings import DyingKeyring

purposes = st.sampled_from([Purpose.IMAP, Purpose.REFRESH_TOKEN])
accounts = st.sampled_from(["a", "b"])
texts = st.one_of(
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=20),
    st.integers(990, 4100).map(lambda length: "t" * length),
    st.just("bandeja-split:a:2"),
)


class KeyringHistory(RuleBasedStateMachine):
    """`model` is what must be given back now; `lasting` what must be there after the next start."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[str, str] = {}
        self.model: dict[tuple[Purpose, str], str] = {}
        self.lasting: dict[tuple[Purpose, str], str] = {}
        self.backend = DyingKeyring(self.entries)
        self.credentials = KeyringCredentials(lambda: self.backend)

    @rule(purpose=purposes, account=accounts, text=texts)
    def set(self, purpose: Purpose, account: str, text: str) -> None:
        keeping = self.credentials.set(purpose, account, Secret(text))
        self.model[purpose, account] = text
        if keeping.lasting:
            self.lasting[purpose, account] = text

    @rule(account=accounts)
    def drop(self, account: str) -> None:
        gone = self.credentials.drop(account)
        self.model = {name: text for name, text in self.model.items() if name[1] != account}
        if gone:
            self.lasting = {name: text for name, text in self.lasting.items() if name[1] != account}

    @rule()
    def bus_dies(self) -> None:
        self.backend.dead = True

    @rule()
    def restart(self) -> None:
        """The program ends: only what is in the keyring is left."""
        self.backend = DyingKeyring(self.entries)
        self.credentials = KeyringCredentials(lambda: self.backend)
        self.model = dict(self.lasting)

    @invariant()
    def last_one_is_given_back(self) -> None:
        if self.backend.dead:
            return
        for purpose in (Purpose.IMAP, Purpose.REFRESH_TOKEN):
            for account in ("a", "b"):
                loaded = self.credentials.load(purpose, account)
                expected = self.model.get((purpose, account))
                assert loaded == (None if expected is None else Secret(expected))

    @invariant()
    def keyring_holds_nothing_else(self) -> None:
        if not self.lasting:
            assert self.entries == {}
        assert all(len(text) <= 1000 for text in self.entries.values())
        if not self.backend.dead:
            assert self.credentials.state == Keeping(True)


TestKeyringHistory = KeyringHistory.TestCase
TestKeyringHistory.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
