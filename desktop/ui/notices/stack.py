"""The notices that are on the screen: few, at the bottom, over the frame, so that nothing is pushed about.

Invariant: at most one undo bar and MOST cards, and one proposal, which makes room for nothing and takes none; a sentence that
is already there is not said twice; what nobody asked for does not cover what is being read while there is room beside it. GUI
thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.layouts import layout_of
from desktop.ui.notices.card import NoticeCard

MOST = 3
UNDO_SECONDS = 10
TOLD_SECONDS = 5
_WIDTH = 600
_MARGIN = 12
_SLIM = 328
"""Over the list alone in an ordinary window: the folders stay free."""
_LEAST_ASIDE = 460
"""As narrow as a card may become to stand beside what is read."""


class NoticeStack(QObject):
    """Lays cards over `host`, above `floor` pixels at its lower edge."""

    def __init__(self, host: QWidget, floor: int = 40) -> None:
        super().__init__(host)
        self._host, self._floor = host, floor
        self._cards: list[NoticeCard] = []
        self._undo: NoticeCard | None = None
        self._proposal: NoticeCard | None = None
        self._read: QWidget | None = None
        host.installEventFilter(self)

    @property
    def host(self) -> QWidget:
        return self._host

    def spare(self, widget: QWidget) -> None:
        """That is what is being read."""
        self._read = widget
        widget.installEventFilter(self)

    @property
    def cards(self) -> list[NoticeCard]:
        return list(self._cards)

    def offer_undo(self, sentence: str, button: str, key: str, undo: Callable[[], object]) -> None:
        """What was done, and a way back for a few seconds; replaces the undo bar before it."""
        if self._undo is not None:
            self._undo.dismiss()
        card = NoticeCard(self._host, sentence, button=button, key=key, seconds=UNDO_SECONDS)
        card.acted.connect(undo)
        self._undo = card
        self._add(card)

    def offer(self, sentence: str, button: str, action: Callable[[], object]) -> None:
        """Something that went well, with a way on."""
        card = NoticeCard(self._host, sentence, button=button, seconds=UNDO_SECONDS)
        card.acted.connect(action)
        self._add(card)

    def tell(self, sentence: str) -> None:
        """Something that went well or needs no answer: gone after a moment."""
        self._add(NoticeCard(self._host, sentence, seconds=TOLD_SECONDS))

    def warn(self, sentence: str, button: str = "", action: Callable[[], object] | None = None) -> None:
        """What went wrong, with something to do about it; stays until it is closed."""
        card = NoticeCard(self._host, sentence, icon="warning", button=button)
        if action is not None:
            card.acted.connect(action)
        self._add(card)

    def offer_ways(self, sentence: str, ways: Sequence[tuple[str, Callable[[], object]]]) -> None:
        """Why something was not done, with several ways on; stays until it is closed or one is taken."""
        self._add(NoticeCard(self._host, sentence, icon="warning", ways=ways))

    def propose(self, sentence: str, icon: str, ways: Sequence[tuple[str, Callable[[], object]]]) -> NoticeCard:
        """Something that might be done, whenever there is time for an answer: it stays, and replaces the one before it."""
        if self._proposal is not None:
            self._proposal.dismiss()
        card = self._proposal = NoticeCard(self._host, sentence, icon=icon, ways=ways)
        self._add(card)
        return card

    def lay(self, card: NoticeCard) -> None:
        """A card that somebody else made, over `host`."""
        self._add(card)

    def settle(self) -> None:
        """A card has become higher or lower."""
        self._place()

    def change(self, card: NoticeCard, sentence: str) -> None:
        """The same card with other words."""
        card.say(sentence)
        self._place()

    def enter(self) -> None:
        """The keyboard goes to the newest card that has something to press; again, and it goes to the one before."""
        cards = [card for card in self._cards if card.buttons]
        focused = QApplication.focusWidget()
        here = next((place for place, card in enumerate(cards) if focused and card.isAncestorOf(focused)), None)
        if here is None and cards:
            cards[-1].take_focus()
        elif here is not None and len(cards) > 1:
            cards[here - 1].take_focus(beside=cards[here])

    def remind(self, sentence: str, button: str, action: Callable[[], object]) -> NoticeCard:
        """Something that was to be said now: stays until it is closed."""
        card = NoticeCard(self._host, sentence, icon="bell", button=button)
        card.acted.connect(action)
        self._add(card)
        return card

    def remind_ways(self, sentence: str, ways: Sequence[tuple[str, Callable[[], object]]]) -> NoticeCard:
        """The same, with several ways on."""
        card = NoticeCard(self._host, sentence, icon="bell", ways=ways)
        self._add(card)
        return card

    def ask(self, sentence: str, button: str, action: Callable[[], object]) -> None:
        """Something that cannot be undone, asked once. The keyboard goes to the answer; Esc is no."""
        card = NoticeCard(self._host, sentence, icon="warning", button=button)
        card.acted.connect(action)
        self._add(card)
        card.take_focus()

    def close_undo(self) -> None:
        if self._undo is not None:
            self._undo.dismiss()

    def dismiss_last(self) -> bool:
        """Close the newest card; False when there is none."""
        if not self._cards:
            return False
        self._cards[-1].dismiss()
        return True

    def _add(self, card: NoticeCard) -> None:
        for same in [other for other in self._cards if other.sentence == card.sentence]:
            same.dismiss()
        crowd = [other for other in self._cards if other is not self._proposal]
        if card is not self._proposal and len(crowd) >= MOST:
            crowd[0].dismiss()
        self._cards.append(card)
        card.closed.connect(lambda: self._remove(card))
        card.resized.connect(self._place)
        self._place()
        card.show()
        card.raise_()

    def _remove(self, card: NoticeCard) -> None:
        if card is self._undo:
            self._undo = None
        if card is self._proposal:
            self._proposal = None
        if card in self._cards:
            self._cards.remove(card)
            card.deleteLater()
            self._place()

    def _place(self) -> None:
        middle = min(_WIDTH, self._host.width() - 2 * _MARGIN)
        bottom = self._host.height() - self._floor
        for card in reversed(self._cards):
            left, width = (self._host.width() - middle) // 2, middle
            read = self._place_of_read() if card.aside else QRect()
            beside = read.left() >= _LEAST_ASIDE + 2 * _MARGIN
            if beside:
                width = min(_SLIM if card.slim else _WIDTH, read.left() - 2 * _MARGIN)
                left = read.left() - _MARGIN - width
            elif card.slim and not read.isEmpty():
                width = min(_SLIM, read.width() - 2 * _MARGIN)
                left = read.right() - _MARGIN - width  # names and subjects of the list begin on the other side
            height = max(layout_of(card).heightForWidth(width), card.minimumSizeHint().height())
            if not beside and height < read.top() - _MARGIN:
                bottom = min(bottom, read.top() - _MARGIN)  # the reader is under the list
            card.setGeometry(left, bottom - height, width, height)
            bottom -= height + 8

    def _place_of_read(self) -> QRect:
        """Nothing where it is not on the screen."""
        read = self._read
        return QRect() if read is None or not read.isVisible() else QRect(read.mapTo(self._host, QPoint()), read.size())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show) and self._cards:
            self._place()
        return False
