"""One try of one wish at one backend: what is asked of the connector in which order, and what the answer means for the store.

The invariant: `create` is called only when the wish is surely not there, or when the backend has just said so, or cannot
say and nothing suggests it. Never raises for what a backend does; the backend's thread.
"""

from __future__ import annotations

import contextlib
import json
import logging
import random
from collections.abc import Callable
from dataclasses import replace

from desktop.core.api.errors import BandejaError, Code, ProtocolError, ServerRefusal
from desktop.core.api.linking import LinkKind, LinkState
from desktop.core.connectors.protocol import (
    CarriesMails,
    Connector,
    DropsHalves,
    DropsMails,
    KeepsFiles,
    Made,
    Presence,
)
from desktop.core.connectors.queue.frozen import load_wish
from desktop.core.connectors.queue.policy import Step, Verdict, judge
from desktop.core.store import wish_tries
from desktop.core.store.links import LinkedObject
from desktop.core.store.wish_rows import ASK_FIRST, MAYBE, SURELY_NOT, StoredMail, StoredWish
from desktop.core.store.writer import UnitOfWork
from desktop.values import dataclass

Settle = Callable[[UnitOfWork], None]
_LONGEST_ID = 2000
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TryOutcome:
    """`settle` writes it down; `verdict` is there when the try failed, `error` with it; `failed` when nothing goes on by itself."""

    settle: Settle
    verdict: Verdict | None = None
    error: Exception | None = None

    def at(self, wish_key: str, site: str) -> TryOutcome:
        """It came of a try at that site, where the backend may not be any more when this is written down."""

        def settle(uow: UnitOfWork) -> None:
            self.settle(uow)
            wish_tries.part_if_moved(uow, wish_key, site)

        return replace(self, settle=settle)

    @property
    def failed(self) -> bool:
        return self.verdict is not None and self.verdict.step is Step.FAIL


def attempt(connector: Connector, stored: StoredWish, mails: tuple[StoredMail, ...], now: int) -> TryOutcome:
    """`stored` as it was before it was claimed."""
    trying = _Try(connector, stored, mails)
    try:
        return trying.do()
    except Exception as error:  # noqa: BLE001 - a connector may be a stranger's
        if not isinstance(error, BandejaError):
            _log.exception("backend %s stumbled", stored.backend)
        verdict = judge(
            error, creating=trying.creating, doubt=trying.doubt, attempts=stored.attempts + 1, jitter=random.random()
        )
        return TryOutcome(_settle_failure(stored, verdict, now), verdict, error)


def ask_presence(connector: Connector, named: LinkedObject) -> LinkState | None:
    """None when the backend cannot tell now."""
    try:
        presence = connector.presence(named.kind, named.remote_id)
    except Exception as error:  # noqa: BLE001 - as above; the protocol says that it never raises
        _log.warning("backend %s cannot tell of %s: %s", named.backend, named.kind, type(error).__name__)
        return None
    return {
        Presence.PRESENT: LinkState.OPEN,
        Presence.DONE: LinkState.DONE,
        Presence.GONE: LinkState.GONE,
    }.get(presence)


class _Try:
    def __init__(self, connector: Connector, stored: StoredWish, mails: tuple[StoredMail, ...]) -> None:
        self._connector, self._stored, self._mails = connector, stored, mails
        self.doubt, self.creating = stored.doubt, False

    def do(self) -> TryOutcome:
        if self._stored.adds:
            return self.unsay() if self._stored.unmake else self.add()
        return self.unmake() if self._stored.unmake else self.make()

    def make(self) -> TryOutcome:
        key = self._stored.wish_key
        wish = load_wish(self._stored, self._mails)
        if self.doubt != SURELY_NOT:
            try:
                found = self._connector.find(wish)
                self.doubt = ASK_FIRST
            except NotImplementedError:
                if self.doubt == MAYBE:
                    said = BandejaError(Code.LINK_UNSURE, title=self._stored.title).sentence()
                    return TryOutcome(
                        lambda uow: wish_tries.settle_failed(uow, key, said, state=LinkState.UNSURE, doubt=MAYBE)
                    )
                found = None
            if found is not None:
                return self._made(found, borrowed=False)
        self.creating = True
        made = self._connector.create(wish)
        return self._made(made, borrowed=made.existed)

    def add(self) -> TryOutcome:
        key, kind, remote_id = self._stored.wish_key, LinkKind(self._stored.kind), self._stored.remote_id
        if not isinstance(self._connector, CarriesMails):
            return TryOutcome(lambda uow: wish_tries.settle_not_added(uow, key))
        try:
            self._connector.add_mails(kind, remote_id, load_wish(self._stored, self._mails))
        except NotImplementedError:
            return TryOutcome(lambda uow: wish_tries.settle_not_added(uow, key))
        stays = not isinstance(self._connector, DropsMails)
        return TryOutcome(lambda uow: wish_tries.settle_added(uow, key, stays=stays))

    def unsay(self) -> TryOutcome:
        key, kind, remote_id = self._stored.wish_key, LinkKind(self._stored.kind), self._stored.remote_id
        if isinstance(self._connector, DropsMails):
            with contextlib.suppress(NotImplementedError):
                self._connector.drop_mails(kind, remote_id, key)
        return TryOutcome(lambda uow: wish_tries.settle_not_added(uow, key))

    def unmake(self) -> TryOutcome:
        key, kind, remote_id = self._stored.wish_key, LinkKind(self._stored.kind), self._stored.remote_id
        if not remote_id:
            try:
                found = self._connector.find(load_wish(self._stored, self._mails))
            except NotImplementedError:
                if self.doubt == MAYBE:
                    said = BandejaError(Code.LINK_UNSURE, title=self._stored.title).sentence()
                    return TryOutcome(lambda uow: wish_tries.settle_not_unmade(uow, key, said))
                found = None
            if found is None:
                if isinstance(self._connector, DropsHalves):
                    self._connector.drop_half(load_wish(self._stored, self._mails))
                self._drop_files(kind)
                return TryOutcome(lambda uow: wish_tries.settle_unmade(uow, key))
            remote_id = found.remote_id
        self._connector.delete(kind, remote_id)
        self._drop_files(kind)
        return TryOutcome(lambda uow: wish_tries.settle_unmade(uow, key))

    def _drop_files(self, kind: LinkKind) -> None:
        """After the object, so that one which may not be deleted keeps them; a try that failed here deletes nothing twice."""
        if not isinstance(self._connector, KeepsFiles):
            return
        for key in json.loads(self._stored.payload).get("made_by") or [self._stored.wish_key]:
            try:
                self._connector.drop_files(kind, key)
            except ServerRefusal as error:
                # The object has gone, and that was asked for: it must not come back as a link that "failed".
                _log.warning("files of a deleted object stay at %s: %s", self._stored.backend, error.sentence())

    def _made(self, made: Made, *, borrowed: bool) -> TryOutcome:
        key = self._stored.wish_key
        remote_id = made.remote_id
        if not isinstance(remote_id, str) or not remote_id or len(remote_id) > _LONGEST_ID:
            raise ProtocolError(Code.SERVER_CONFUSED, host=self._stored.backend, said="it does not say what it made")
        title = made.title.strip()[:500] or self._stored.title
        url = made.url if made.url.startswith(("https://", "http://")) else ""
        return TryOutcome(lambda uow: wish_tries.settle_made(uow, key, remote_id, title, url[:2000], borrowed=borrowed))


def _settle_failure(stored: StoredWish, verdict: Verdict, now: int) -> Settle:
    key = stored.wish_key
    if verdict.step is Step.FAIL and stored.adds:
        return lambda uow: wish_tries.settle_not_added(uow, key)  # the link stands all the same, or is gone
    if verdict.step is Step.FAIL:
        return lambda uow: wish_tries.settle_failed(
            uow, key, verdict.said, state=LinkState.FAILED, doubt=verdict.doubt, making=not stored.unmake
        )
    return lambda uow: wish_tries.settle_later(
        uow, key, not_before=now + verdict.seconds, said=verdict.said, doubt=verdict.doubt
    )
