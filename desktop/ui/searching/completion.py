"""Joins the search field and the list of offers: when it is shown, and what a taken offer does. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeyEvent

from desktop.ui.dispatch import Dispatch
from desktop.ui.searching.field import SearchField
from desktop.ui.searching.offer_list import OfferList
from desktop.ui.searching.offers import Offer, Sources, make_offers


class Completion(QObject):
    help_wanted = Signal()

    def __init__(self, field: SearchField, sources: Sources, dispatch: Dispatch) -> None:
        super().__init__(field)
        self._field, self._sources, self._dispatch = field, sources, dispatch
        self._wanted = False
        """Offers are wanted, be there any or not."""
        self.list = OfferList(field)
        self.list.taken.connect(self._take)
        self.list.forgotten.connect(self._forget)

    def show_offers(self) -> None:
        """For what is typed now."""
        self._wanted = True
        self.list.show_offers(make_offers(self._field.text(), self._field.cursorPosition(), self._sources))

    def show_more(self) -> None:
        """There is more for what is typed; nothing moves under a hand that is choosing."""
        if self._wanted and self.list.chosen() < 0:
            self.show_offers()

    def hide(self) -> None:
        self._wanted = False
        self.list.hide()

    def takes(self, event: QKeyEvent) -> bool:
        return self.list.takes(event)

    def take_key(self, event: QKeyEvent) -> bool:
        taken = self.list.take_key(event)
        self._wanted = self._wanted and (not taken or self.list.isVisible())
        return taken

    def _take(self, offer: Offer) -> None:
        if offer.helps:
            self.hide()
            self.help_wanted.emit()
            return
        self._field.setText(offer.text)
        self._field.setCursorPosition(offer.cursor)
        if offer.runs:
            self.hide()
            self._field.search_now()
        else:
            self.show_offers()

    def _forget(self, typed: str) -> None:
        row = self.list.chosen()

        def show(_: None) -> None:
            if self.list.isVisible():
                self.show_offers()
                self.list.choose_near(row)

        self._dispatch.follow(self._dispatch.session.searches.forget(typed), show)
