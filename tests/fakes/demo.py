"""The controls of the demo over the fake session: time moves at once, and mail leaves as the plan says."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

from desktop.core.api.changes import ChangeSet
from desktop.core.api.errors import BandejaError, Code
from tests.fakes.mails import DAY
from tests.fakes.session import FakeSession


class FakeDemo:
    def __init__(self, session: FakeSession) -> None:
        self._session = session
        self._core = ThreadPoolExecutor(1, thread_name_prefix="fake-demo")
        self.begun_again = 0

    def now(self) -> int:
        return self._session.now

    def move_days(self, days: int) -> Future[int]:
        return self.move_to(self._session.now + days * DAY)

    def move_to(self, moment: int) -> Future[int]:
        return self._core.submit(self._move, moment)

    def book_sends(self, count: int) -> Future[int]:
        return self._core.submit(self._book, count)

    def start_again(self) -> None:
        self.begun_again += 1

    def close(self) -> None:
        self._core.shutdown(wait=True)

    def _move(self, moment: int) -> int:
        if moment < self._session.now:
            raise BandejaError(Code.BAD_INPUT, what="That day", why="it is behind us")
        left = self._session.workspace.pass_time(moment)
        self._session.tell(ChangeSet(everything=True))
        return left

    def _book(self, count: int) -> int:
        plan = self._session.plan_row
        booked = max(0, min(count, plan.sends_per_month - plan.sent_this_month))
        self._session.plan_row = replace(plan, sent_this_month=plan.sent_this_month + booked)
        self._session.tell(ChangeSet(outbox=True, plan=True))
        return booked
