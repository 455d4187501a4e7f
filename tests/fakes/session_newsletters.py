"""The newsletters of the session in memory: `offers` by location key, `asked` is who was posted to, `refusal` what comes of it."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.core.api.changes import ChangeSet
from desktop.core.api.commands import Command, Receipt
from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.newsletters import LeftList, Newsletter, Unsubscribe, Way

if TYPE_CHECKING:
    from tests.fakes.session import FakeSession


class FakeNewsletters:
    def __init__(self, session: FakeSession) -> None:
        self._session = session
        self.offers: dict[int, Newsletter] = {}
        self.asked: list[str] = []
        self.refusal: BandejaError | None = None

    def load(self, location_key: int) -> Newsletter | None:
        return self.offers.get(location_key)

    def left(self) -> list[LeftList]:
        """All of the first account, by the name as if that were the list's id."""
        found = [
            LeftList(1, one.name, one.left_at, one.left_by)
            for one in self.offers.values()
            if one.left_at and one.left_by
        ]
        return sorted(found, key=lambda one: -one.at)

    def unsubscribe(self, location_key: int) -> Future[None]:
        done: Future[None] = Future()
        offer = self.offers[location_key]
        self.asked.append(offer.steps[0].target)
        if self.refusal is not None:
            done.set_exception(self.refusal)
        else:
            self._leave(location_key, Way.ONE_CLICK)
            done.set_result(None)
        return done

    def apply(self, command: Command) -> Receipt | None:
        """None: not a wish about newsletters."""
        if not isinstance(command, Unsubscribe):
            return None
        offer = self.offers.get(command.location)
        if offer is None or command.way not in {step.way for step in offer.steps} or command.way is Way.ONE_CLICK:
            raise BandejaError(Code.BAD_INPUT, what="This mail", why="it offers no such way to unsubscribe")
        self._leave(command.location, command.way)
        self._session.tell(ChangeSet(outbox=True))
        done = "list_mail_sent" if command.way is Way.MAIL else "list_page_opened"
        return Receipt(done, 1, None, offer.name)

    def _leave(self, location_key: int, way: Way) -> None:
        self.offers[location_key] = replace(self.offers[location_key], left_at=self._session.now, left_by=way)
