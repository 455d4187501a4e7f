"""Puts the demo's bar and its tour on a window: only the composition of a demo calls this. GUI thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.core.api.demo import DemoControls
from desktop.ui.arrivals.presence import Presence
from desktop.ui.dispatch import Dispatch
from desktop.ui.late import Late
from desktop.ui.plan.demo_bar import DemoBar
from desktop.ui.window.main_window import MainWindow

if TYPE_CHECKING:
    from desktop.ui.plan.tour import Tour


class Demo(QObject):
    """The bar and the tour of one window, which owns them."""

    def __init__(self, window: MainWindow, controls: DemoControls) -> None:
        super().__init__(window)
        self._window, self._controls = window, controls
        self.bar = DemoBar(window.plan.dispatch, controls)
        window.body.add_above(self.bar)
        if isinstance(window.presence, Presence):
            window.presence.stay_inside()
        self._tour = Late(self._make_tour)
        self.bar.tour_wanted.connect(lambda: self.tour.start())
        self.bar.told.connect(window.notices.tell)
        window.bridge.changed.connect(self.bar.hear)

    @property
    def tour(self) -> Tour:
        return self._tour()

    def _make_tour(self) -> Tour:
        from desktop.ui.plan.tour import Tour
        from desktop.ui.plan.tour_steps import Places, TourSteps

        window, plan = self._window, self._window.plan
        dispatch = plan.dispatch
        places = Places(
            plan_chip=window.top_bar.plan,
            reader=window.frame.reader,
            show_usage=plan.show_usage,
            figures=plan.page.usage.figures,
            show_leaving=plan.go_leaving,
            leaving_list=window.mails,
            try_plan=plan.try_plan,
            what_if=plan.page.what_if,
            show_mail=lambda key: _show_mail(window, dispatch, key),
            show_waiting=lambda: window.actions_.trigger("go_waiting"),
            waiting=window.waiting,
        )
        tour = Tour(TourSteps(dispatch, self._controls, self.bar, places, window), window.body)
        if isinstance(window.presence, Presence):
            arrivals = window.presence.arrivals
            tour.began.connect(lambda: arrivals.hold(True))
            tour.ended.connect(lambda: arrivals.hold(False))
        return tour


def _show_mail(window: MainWindow, dispatch: Dispatch, location_key: int) -> None:
    """The mail in its folder, chosen and read."""
    row = dispatch.session.rows((location_key,)).get(location_key)
    if row is not None:
        window.frame.show_page(None)
        window.folders.select_mailbox(row.mailbox_key)
        window.mails.choose_key(location_key)
