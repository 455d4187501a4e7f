"""Says when nobody has answered a mail, with what may be done about it, and keeps the way to all mail that waits.

When it is time is the core's word, once for each mail, also over a restart. Invariant: a card goes when the mail it speaks of is
waited for no more, or until another moment. GUI thread; what waits is counted on a worker.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject

from desktop.core.api.changes import ChangeSet
from desktop.core.api.commands import DraftContent, Remind
from desktop.core.api.rows import AwaitedRow, MessageRow
from desktop.core.api.status import Notice
from desktop.core.mail.mailbox import SpecialUse
from desktop.ui.answers.words import many_sentence, no_answer_sentence, number_of
from desktop.ui.dispatch import Dispatch
from desktop.ui.parts import Now

if TYPE_CHECKING:
    from desktop.ui.notices.card import NoticeCard
    from desktop.ui.window.main_window import MainWindow

_SLOT = "awaited"
_MOST = 200
"""Selected mails that are looked at."""


class AnswerReminders(QObject):
    def __init__(self, window: MainWindow, dispatch: Dispatch, now: Now) -> None:
        super().__init__(window)
        self._window, self._dispatch, self._now = window, dispatch, now
        self._cards: dict[int, NoticeCard] = {}
        window.bridge.notice.connect(self.hear)
        window.bridge.changed.connect(self.hear_change)
        window.mails.chosen.connect(self._judge_selected)
        window.actions_.on("remind", self._choose_for_selected)
        window.actions_.on("go_awaited", self.show_all)
        self._count()

    def hear(self, notice: Notice) -> None:
        """Any notice of the core; those of mail without an answer are told."""
        if notice.kind not in ("no_answer", "no_answers"):
            return
        if notice.account_key not in {row.account_key for row in self._dispatch.session.accounts()}:
            return  # another member waits for that answer
        about = dict(notice.parameters)
        heading = self.tr("No answer yet")
        if notice.kind == "no_answers":
            sentence = many_sentence(number_of(about, "count"))
            self._window.notices.remind(sentence, self.tr("Show"), self.show_all)
            self._window.telling.told.emit(heading, sentence)
            return
        sentence, key = no_answer_sentence(about, self._now()), number_of(about, "reminder")
        ways = [
            (self.tr("Write again"), lambda: self._write_again(notice)),
            (self.tr("Later…"), lambda: self._choose_again(key)),
            (self.tr("No reminder"), lambda: self._dispatch.submit(Remind((), 0, (key,)))),
        ]
        if notice.locations:
            ways.insert(0, (self.tr("Open"), lambda: self._window.telling.mail_wanted.emit(notice.locations[0])))
        self._cards[key] = self._window.notices.remind_ways(sentence, ways)
        self._window.telling.told.emit(heading, sentence)

    def hear_change(self, change: ChangeSet) -> None:
        """An answer may have come; mail may have left, moved or been deleted."""
        if change.desk or change.everything or change.accounts or change.mailboxes:
            self._count()

    def show_all(self) -> None:
        """The mail that waits, or that there is none."""
        self._window.frame.show_page(None)
        if not self._window.folders.select_awaited():
            self._window.notices.tell(self.tr("No mail waits for an answer."))
        self._window.mails.view.setFocus()

    def _count(self) -> None:
        known = dict(self._cards)
        self._dispatch.read(_SLOT, self._dispatch.session.awaited, lambda rows: self._show(rows, known))

    def _show(self, rows: list[AwaitedRow], known: dict[int, NoticeCard]) -> None:
        """`known` are the cards that were there before it was read: of others, also of the same mail, it says nothing."""
        self._window.folders.show_awaited(sum(row.location_key is not None for row in rows))
        still = {row.reminder_key for row in rows if row.told}
        for key, card in known.items():
            if key in still or self._cards.get(key) is not card:
                continue
            del self._cards[key]
            if shiboken6.isValid(card) and card in self._window.notices.cards:
                card.dismiss()

    def _write_again(self, notice: Notice) -> None:
        """To those whom it went to, with the mail as quote; without, where its copy has left this computer."""
        session, about = self._dispatch.session, dict(notice.parameters)
        if notice.locations:
            self._dispatch.read(
                "answer", partial(session.reply, notice.locations[0], to_all=True), self._window.others.compose
            )
            return
        subject, message_id = about.get("subject", ""), about.get("message_id", "")
        named = (message_id,) if message_id else ()
        again = subject if subject.lower().startswith("re:") else f"Re: {subject}"
        self._window.others.compose(
            DraftContent(
                notice.account_key or 0, to=about.get("to", ""), subject=again, in_reply_to=named, references=named
            )
        )

    def _choose_again(self, key: int) -> None:
        from desktop.ui.answers.choice import choose_again  # no start needs it

        choose_again(self._window, self._now(), lambda at: self._dispatch.submit(Remind((), at, (key,))), waits=True)

    def _judge_selected(self) -> None:
        """Only what was sent from here can be answered to us."""
        possible = not self._window.frame.on_page and bool(self._selected())
        self._window.actions_["remind"].setEnabled(possible)

    def _selected(self) -> list[MessageRow]:
        """Those of the chosen mails that were sent from here; of a conversation that is folded the newest."""
        window, session = self._window, self._dispatch.session
        rows = session.rows(window.mails.selected_keys()[:_MOST]).values()
        own = {row.address.lower() for row in session.accounts()}
        sent = {box.mailbox_key for box in window.folders.mailboxes() if box.special_use is SpecialUse.SENT}
        found = [
            row for row in rows
            if row.remind_at is not None or row.mailbox_key in sent or row.sender_address.lower() in own
        ]  # fmt: skip
        if window.mails.count_selected() == 1:
            return sorted(found, key=lambda row: row.internaldate)[-1:]
        return found

    def _choose_for_selected(self) -> None:
        from desktop.ui.answers.choice import choose_again

        rows = self._selected()
        if rows:
            keys = tuple(row.location_key for row in rows)
            waits = any(row.remind_at is not None for row in rows)
            choose_again(self._window, self._now(), lambda at: self._dispatch.submit(Remind(keys, at)), waits=waits)
