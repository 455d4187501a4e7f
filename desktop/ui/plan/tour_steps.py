"""The six steps of the tour: what each says, does and points at. Everything is real: plans, mails, links and the outbox.

A step may be entered again (Back), so each looks at how things are before it does something. GUI thread; what takes time is
a Future or a worker, and the step is over when it has answered.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from concurrent.futures import Future

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.core.api.commands import Command, DraftContent, Receipt, Send
from desktop.core.api.demo import DemoControls
from desktop.core.api.link_commands import LinkMail
from desktop.core.api.linking import LinkKind
from desktop.core.api.rows import OutboxState
from desktop.core.api.workspace import PlanLimits
from desktop.core.api.workspace_commands import SetPlan
from desktop.ui import words
from desktop.ui.dispatch import Dispatch
from desktop.ui.plan.demo_bar import DemoBar
from desktop.ui.plan.plan_words import days, mails, plan_name
from desktop.ui.plan.what_if_pane import WhatIfPane
from desktop.values import dataclass

Told = Callable[[str], None]
"""The step is done; what has happened, or ""."""


@dataclass(frozen=True, slots=True)
class Step:
    title: str
    words: str
    enter: Callable[[Told], None]
    target: Callable[[], QWidget | None]
    seen: tuple[QWidget, ...] = ()
    """What the words are about, where that is not the target alone: the card does not lie on it."""


@dataclass(frozen=True, slots=True)
class Places:
    """What the steps show, given by the window."""

    plan_chip: QWidget
    reader: QWidget
    show_usage: Callable[[], None]
    figures: QWidget
    """The plan's limits in numbers."""
    show_leaving: Callable[[], None]
    leaving_list: QWidget
    try_plan: Callable[[str], None]
    what_if: WhatIfPane
    show_mail: Callable[[int], None]
    """Location key: the mail in its folder, chosen."""
    show_waiting: Callable[[], object]
    waiting: QWidget


class TourSteps(QObject):
    def __init__(
        self, dispatch: Dispatch, controls: DemoControls, bar: DemoBar, places: Places, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._dispatch, self._session, self._controls = dispatch, dispatch.session, controls
        self._bar, self._places = bar, places
        self._held: int | None = None

    def steps(self) -> list[Step]:
        places, short = self._places, self._shortest()
        name, period = plan_name(short.plan_id, short.name), days(short.storage_days or 0)
        return [
            Step(
                self.tr("What the plan allows"),
                self.tr("Up here is the plan. Its page says how many mailboxes it has, how long mail stays on this computer, and how many mails the month still has."),
                self._enter_usage,
                lambda: places.plan_chip,
                (places.figures,),
            ),
            Step(
                self.tr("What leaves soon"),
                self.tr("Every mail says when it leaves this computer, and why. Here is what goes in the next seven days, the soonest first. On the mail server it stays."),
                self._enter_leaving,
                lambda: places.leaving_list,
            ),
            Step(
                self.tr("A shorter plan, tried first"),
                self.tr("{plan} keeps {days}. Before anything happens, it says to the mail what would leave, folder by folder, which mailboxes stop, and offers to export it.").format(plan=name, days=period),
                self._enter_what_if,
                lambda: places.what_if,
                places.what_if.answer,
            ),
            Step(
                self.tr("What is linked stays"),
                self.tr("One old mail is linked to a task, then {plan} is chosen: the rest leaves, this one stays, and says why.").format(plan=name),
                self._enter_linked,
                lambda: places.reader,
            ),
            Step(
                self.tr("The month is full"),
                self.tr("All sends of the month are used up. One more mail is not lost: it waits in the outbox, with the day on which it goes by itself."),
                self._enter_full,
                lambda: places.waiting,
            ),
            Step(
                self.tr("And from the beginning"),
                self.tr("“Start again” up here puts the demo back as it was: all mail, the first plan, the first day."),
                lambda told: told(""),
                lambda: self._bar.again,
            ),
        ]  # fmt: skip

    # what each does

    def _enter_usage(self, told: Told) -> None:
        self._places.show_usage()
        told("")

    def _enter_leaving(self, told: Told) -> None:
        self._places.show_leaving()
        told("")

    def _enter_what_if(self, told: Told) -> None:
        self._places.try_plan(self._shortest().plan_id)
        told("")

    def _enter_linked(self, told: Told) -> None:
        """Link the newest mail that the shorter plan would take, then choose that plan."""
        short, workspace = self._shortest(), self._session.workspace
        if self._held is not None and self._held in self._session.rows((self._held,)):
            self._places.show_mail(self._held)
            told("")
            return

        def found(keys: array[int]) -> None:
            if not keys:
                self._set_plan(short.plan_id, None, 0, told)
                return
            key, leaving = keys[-1], len(keys) - 1
            title = self.tr("Answer this mail")
            self._submit(LinkMail(LinkKind.TASK, (key,), title=title), lambda _: linked(key, leaving), told)

        def linked(key: int, leaving: int) -> None:
            self._held = key
            self._set_plan(short.plan_id, key, leaving, told)

        self._dispatch.read(
            "tour",
            lambda: workspace.leaving_keys(workspace.what_if(short.plan_id)),
            found,
            lambda error: self._fail(error, told),
            long=True,
        )

    def _set_plan(self, plan_id: str, key: int | None, leaving: int, told: Told) -> None:
        def set_(receipt: Receipt | None) -> None:
            self._follow(self._controls.move_days(0), swept, told)

        def swept(_left: int) -> None:
            if key is not None:
                self._places.show_mail(key)
            text = self.tr("{mails} left this computer. The linked one is here.").format(mails=mails(leaving))
            told(text if leaving else "")

        if self._session.plan().plan_id == plan_id:
            set_(None)
        else:
            self._submit(SetPlan(plan_id), set_, told)

    def _enter_full(self, told: Told) -> None:
        plan = self._session.plan()
        left = plan.sends_per_month - plan.sent_this_month
        accounts = self._session.accounts()

        def full(_count: int) -> None:
            if not accounts or any(row.state is OutboxState.HELD for row in self._session.outbox()):
                waits()
                return
            account = accounts[0]
            content = DraftContent(
                account.account_key,
                to=account.address,
                subject=self.tr("One mail more than the month has"),
                text=self.tr("This mail waits for the new month."),
            )
            self._submit(Send(None, content, undo_seconds=0), lambda _: waits(), told)

        def waits() -> None:
            self._places.show_waiting()
            date = words.day(plan.month_resets_at, self._controls.now())
            told(self.tr("{sent} sent. The next one goes on {date}.").format(
                sent=words.number(plan.sends_per_month), date=date
            ))  # fmt: skip

        if left > 0:
            self._follow(self._controls.book_sends(left), full, told)
        else:
            full(0)

    # inner workings

    def _shortest(self) -> PlanLimits:
        """The plan that keeps mail for the shortest time, of those that keep any."""
        kept = [plan for plan in self._session.workspace.plans() if plan.storage_days is not None]
        return min(kept, key=lambda plan: plan.storage_days or 0)

    def _submit(self, command: Command, then: Callable[[Receipt], None], told: Told) -> None:
        self._dispatch.submit(command, quietly=True, then=then, failed=lambda error: self._fail(error, told))

    def _follow(self, future: Future[int], then: Callable[[int], None], told: Told) -> None:
        self._dispatch.follow(future, then, lambda error: self._fail(error, told))

    def _fail(self, error: Exception, told: Told) -> None:
        self._dispatch.failed.emit(error)
        told("")
