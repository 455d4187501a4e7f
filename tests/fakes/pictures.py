"""Pictures on the network for a session in memory: `answers` by address, everything else cannot be had; nothing is asked outside."""

from __future__ import annotations

import functools
from concurrent.futures import Future

from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.pictures import Picture, PicturePlan, PictureRule, Scope
from desktop.core.config import resource_text
from desktop.core.mail.domain import owner_of
from desktop.core.mime.remote_pictures import KnownTracker, parse_trackers, plan_pictures


@functools.cache
def known_trackers() -> tuple[KnownTracker, ...]:
    return parse_trackers(resource_text("trackers.toml"))


class FakeLoad:
    def __init__(self, plan: PicturePlan, owner: FakePictures) -> None:
        self._plan, self._owner, self.stopped = plan, owner, False

    def fetch(self, number: int) -> Future[Picture | None]:
        done: Future[Picture | None] = Future()
        address = self._plan.addresses[number] if number < len(self._plan.addresses) else ""
        if address and not self.stopped:
            self._owner.asked.append(address)
        done.set_result(None if self.stopped else self._owner.answers.get(address))
        return done

    def stop(self) -> None:
        self.stopped = True


class FakePictures:
    def __init__(self, session) -> None:
        self._session = session
        self.answers: dict[str, Picture] = {}
        self.asked: list[str] = []
        self.given: set[PictureRule] = set()

    def plan(self, html: str) -> PicturePlan:
        return plan_pictures(html, known_trackers())

    def load(self, plan: PicturePlan) -> FakeLoad:
        return FakeLoad(plan, self)

    def permission(self, location_key: int) -> Scope | None:
        given = {one.scope for one in self.offers(location_key) if one in self.given}
        return next((scope for scope in (Scope.DOMAIN, Scope.SENDER, Scope.MAIL) if scope in given), None)

    def offers(self, location_key: int) -> list[PictureRule]:
        row = self._session.message_rows.get(location_key)
        if row is None:
            return []
        domain = owner_of(row.sender_address.rpartition("@")[2])
        return [
            PictureRule(Scope.MAIL, str(row.message_key)),
            PictureRule(Scope.SENDER, row.sender_address),
            PictureRule(Scope.DOMAIN, domain),
        ]

    def allow(self, location_key: int, scope: Scope) -> Future[PictureRule]:
        done: Future[PictureRule] = Future()
        rule = next((one for one in self.offers(location_key) if one.scope is scope), None)
        if rule is None:
            done.set_exception(BandejaError(Code.NOT_FOUND, what="mail", name=location_key))
        else:
            self.given.add(rule)
            done.set_result(rule)
        return done

    def forbid(self, rule: PictureRule) -> Future[None]:
        self.given.discard(rule)
        done: Future[None] = Future()
        done.set_result(None)
        return done

    def rules(self) -> list[PictureRule]:
        return sorted((one for one in self.given if one.scope is not Scope.MAIL), key=lambda one: one.value)
