"""The guided tour: leads through the steps one by one and back, waits for what a step does, and ends whenever it is told to."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.plan.tour_card import TourCard
from desktop.ui.plan.tour_steps import Step, TourSteps

SETTLE_MS = 350
"""After a step has done its work, panes fill; then the ring is drawn where its target really stands."""


class Tour(QObject):
    began = Signal()
    ended = Signal()

    def __init__(self, steps: TourSteps, host: QWidget) -> None:
        super().__init__(host)
        self._source = steps
        self._steps: list[Step] = []
        self._at = -1
        self._turn = 0
        self.card = TourCard(host)
        self.card.next_wanted.connect(self.forward)
        self.card.back_wanted.connect(self.back)
        self.card.end_wanted.connect(self.end)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._point)

    @property
    def running(self) -> bool:
        return self._at >= 0

    @property
    def at(self) -> int:
        """Which step, counted from 0; -1 while there is no tour."""
        return self._at

    def start(self) -> None:
        self.began.emit()
        self._steps = self._source.steps()
        self._enter(0)

    def forward(self) -> None:
        if not self.running:
            return
        if self._at + 1 < len(self._steps):
            self._enter(self._at + 1)
        else:
            self.end()

    def back(self) -> None:
        if self._at > 0:
            self._enter(self._at - 1)

    def end(self) -> None:
        if self.running:
            self._at = -1
            self._turn += 1
            self._settle.stop()
            self.card.close_card()
            self.ended.emit()

    def _enter(self, place: int) -> None:
        self._at = place
        self._turn += 1
        turn, step = self._turn, self._steps[place]
        self.card.point_at(None)
        self.card.show_step(place + 1, len(self._steps), step.title, step.words)
        self.card.set_working(True)

        def told(sentence: str) -> None:
            if turn == self._turn:
                self.card.tell(sentence)
                self.card.set_working(False)
                self._settle.start()

        step.enter(told)

    def _point(self) -> None:
        if self.running:
            step = self._steps[self._at]
            self.card.point_at(step.target(), step.seen)
