"""How much of the plan is used: what it allows, what has been sent and where the month leads, what waits for its day."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.core.api.workspace import ChangeReason, PlanChangeRow
from desktop.ui import words
from desktop.ui.bar import Bar
from desktop.ui.keep_focus import kept_focus
from desktop.ui.layouts import empty
from desktop.ui.plan.blocks import FigureCard, card, text_label
from desktop.ui.plan.month_chart import MonthChart
from desktop.ui.plan.plan_words import days, forecast_sentence, keeps_nothing, plan_name, waiting_sentence
from desktop.ui.plan.snapshot import Snapshot
from desktop.ui.theme import Space

NEAR = 0.9


class UsagePane(QWidget):
    what_if_wanted = Signal(str)
    """Plan id to look at, "" for none in particular."""
    call_off_wanted = Signal(int)
    """Change key"""
    fetch_again_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._waiting = QVBoxLayout()
        self._waiting.setSpacing(Space.S)
        self._boxes = FigureCard(self.tr("Mailboxes"))
        self._shares = FigureCard(self.tr("Shared mailboxes"))
        self._kept = FigureCard(self.tr("Mail kept here"))
        self._fetched = FigureCard(self.tr("Fetched when connected"))
        self._files = FigureCard(self.tr("Attachments in one mail"))
        self.figures = QWidget()
        figures = QGridLayout(self.figures)
        figures.setContentsMargins(0, 0, 0, 0)
        figures.setSpacing(Space.S)
        for place, one in enumerate((self._boxes, self._shares, self._kept, self._fetched, self._files)):
            figures.addWidget(one, 0, place)
            figures.setColumnStretch(place, 1)
        self.chart = MonthChart()
        self._sent = text_label("", "strong", wrap=False)
        self._pace = text_label("", "muted")
        month, inside = card()
        head = QHBoxLayout()
        head.addWidget(text_label(self.tr("Sent this month"), "muted", wrap=False))
        head.addStretch(1)
        head.addWidget(self._sent)
        inside.addLayout(head)
        inside.addWidget(self.chart)
        inside.addWidget(self._pace)
        self._note = text_label("", "muted")
        self._other = QPushButton(self.tr("Try another plan…"))
        self._other.setProperty("kind", "primary")
        self._other.clicked.connect(lambda: self.what_if_wanted.emit(""))
        self._again = QPushButton(self.tr("Fetch again…"))
        self._again.clicked.connect(self.fetch_again_wanted)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addWidget(self._other)
        buttons.addWidget(self._again)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, Space.M, Space.S, Space.M)
        layout.setSpacing(Space.M)
        layout.addLayout(self._waiting)
        layout.addWidget(self.figures)
        layout.addWidget(month)
        layout.addWidget(self._note)
        layout.addLayout(buttons)
        layout.addStretch(1)

    def show_snapshot(self, shown: Snapshot, now: int) -> None:
        plan, count = shown.plan, words.number
        used, allowed = plan.mailboxes_used, plan.mailboxes_allowed
        suspended = sum(row.suspended for row in shown.connected)
        self._boxes.show_figure(
            self.tr("{used} of {allowed}").format(used=count(used), allowed=count(allowed)),
            self.tr("{count} suspended", "", suspended).format(count=count(suspended)) if suspended else self.tr("for each member"),
            warn=used > allowed,
        )  # fmt: skip
        of = self.tr("{used} of {allowed}")
        self._shares.show_figure(
            count(shown.shared)
            if plan.shared_allowed is None
            else of.format(used=count(shown.shared), allowed=count(plan.shared_allowed)),
            self.tr("as many as wanted") if plan.shared_allowed is None else self.tr("in the workspace"),
        )
        nothing = self.tr("nothing") if keeps_nothing(plan) else self.tr("without limit")
        self._kept.show_figure(
            days(plan.storage_days) if plan.storage_days is not None else nothing, self.tr("linked mail longer")
        )
        self._fetched.show_figure(
            days(plan.import_days) if plan.import_days is not None else nothing, self.tr("of mail, back in time")
        )
        self._files.show_figure(words.size(plan.attachments_bytes), self.tr("on every plan"))
        self._show_month(shown, now)
        with kept_focus(self):
            self._show_waiting(shown, now)
        longer = max((one.storage_days or 0 for one in shown.table), default=0)
        name = plan_name(plan.plan_id, plan.plan_name)
        if plan.storage_days is None:
            text = self.tr("Mail without a linked task leaves this computer at once. It stays on your mail server.")
        elif plan.storage_days < longer:
            text = self.tr(
                "The {plan} plan keeps {days} here. What is older leaves this computer only; it stays on your mail server."
            ).format(plan=name, days=days(plan.storage_days))
        else:
            text = self.tr(
                "{plan} keeps mail longest. What is older leaves this computer only; it stays on your mail server."
            ).format(plan=name)
        self._note.setText(text)
        self._again.setVisible(plan.storage_days is not None)
        if plan.storage_days is not None:
            self._again.setText(self.tr("Fetch again, up to {days}").format(days=days(plan.storage_days)))
            self._again.setToolTip(
                self.tr("Fetches from your server what this plan may keep and this computer no longer has")
            )

    def _show_month(self, shown: Snapshot, now: int) -> None:
        forecast = shown.forecast
        self._sent.setVisible(forecast.limit > 0)
        self._sent.setText(
            self.tr("{used} of {allowed}").format(
                used=words.number(forecast.sent), allowed=words.number(forecast.limit)
            )
        )
        scarce = forecast.sent >= NEAR * forecast.limit or forecast.full_at is not None
        self._pace.setText(forecast_sentence(forecast, now))
        self._pace.setProperty("kind", "warning" if scarce else "muted")
        self._pace.style().polish(self._pace)
        self.chart.setVisible(forecast.limit > 0 or forecast.sent > 0)
        self.chart.show_forecast(forecast, now)

    def _show_waiting(self, shown: Snapshot, now: int) -> None:
        empty(self._waiting)
        for change in shown.waiting:
            self._waiting.addWidget(self._bar_of(change, now))
        if shown.plan.sweep_held:
            bar = Bar()
            text = self.tr("Nothing leaves just now: this computer's date cannot be right. Check the date.")
            bar.tell("warning", text)
            self._waiting.addWidget(bar)

    def _bar_of(self, change: PlanChangeRow, now: int) -> Bar:
        bar, key, plan_id = Bar(), change.change_key, change.plan_id
        look = (self.tr("See what leaves"), lambda: self.what_if_wanted.emit(plan_id))
        if change.reason is ChangeReason.TRIAL_ENDED:
            bar.tell(
                "warning",
                waiting_sentence(change, now),
                (self.tr("Choose a plan"), lambda: self.what_if_wanted.emit("")),
                look,
            )
        else:
            call_off = (self.tr("Call it off"), lambda: self.call_off_wanted.emit(key))
            bar.tell("info", waiting_sentence(change, now), look, call_off, icon="clock")
        return bar
