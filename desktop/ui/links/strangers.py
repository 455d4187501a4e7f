"""Mail from people who are no contacts, where the rules say "ask me": one offer at a time, to save it, to leave it, or never to ask.

Invariant: nothing is saved and no rule changed before a button was pressed; the next offer comes when the answer before it is
stored, so that no answer is lost to another. At most MOST addresses wait; closing an offer leaves all of them. What nobody has
answered is asked again at the next start. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QObject

from desktop.core.api.link_commands import AnswerOffers, LinkMail, SetCrmRules
from desktop.core.api.linking import LinkKind
from desktop.core.api.rows import MessageRow
from desktop.core.api.status import Notice
from desktop.ui import words
from desktop.ui.dispatch import Dispatch
from desktop.ui.i18n import tr
from desktop.ui.message_list.chips import clean
from desktop.ui.notices.card import NoticeCard
from desktop.ui.notices.stack import NoticeStack

MOST = 100
MOST_MAILS = 50
"""Of one address."""
_LONGEST = 80


class Strangers(QObject):
    def __init__(self, dispatch: Dispatch, notices: NoticeStack, parent: QObject) -> None:
        super().__init__(parent)
        self._dispatch, self._session, self._notices = dispatch, dispatch.session, notices
        self._waiting: dict[str, list[int]] = {}
        self._card: NoticeCard | None = None
        self._answering = self._looking = False
        self._looked_up: set[str] = set()
        """Addresses that wait, and of which the CRM has no card as far as it can tell."""

    def begin(self) -> None:
        """Go on with what was not answered before the program ended."""
        self._dispatch.read("offers", self._session.linking.offers, self._take_up)

    def _take_up(self, offers: list[tuple[int, str]]) -> None:
        for location_key, address in offers:
            self._add(address, location_key)
        if offers:
            self._show()

    def hear(self, notice: Notice) -> None:
        if notice.kind != "crm_ask":
            return
        for name, text in notice.parameters:
            key, _, address = text.partition(" ")
            if name == "mail" and key.isdecimal() and address:
                self._add(address, int(key))
        self._show()

    def _add(self, address: str, location_key: int) -> None:
        if address in self._waiting or len(self._waiting) < MOST:
            keys = self._waiting.setdefault(address, [])
            if location_key not in keys and len(keys) < MOST_MAILS:
                keys.append(location_key)

    def _show(self, take_over: NoticeCard | None = None) -> None:
        """The offer about the first address; one that is on the screen is brought up to date. A card in which somebody was
        answering by key hands the keyboard on."""
        if self._answering:
            return
        address, rows = self._next()
        if not address:
            self._close()
            return
        if address not in self._looked_up:
            self._look_up(address, take_over)
            return
        sentence = self._sentence(address, rows)
        if self._card is not None and shiboken6.isValid(self._card):
            self._notices.change(self._card, sentence)
            return
        card = self._card = self._notices.propose(sentence, "account", self._ways())
        card.closed.connect(lambda: self._leave_all(card))
        if take_over is not None:
            card.take_focus(after=take_over)

    def _look_up(self, address: str, take_over: NoticeCard | None) -> None:
        """It may be a card of the CRM by now, made by somebody else there."""
        if self._looking:
            return
        self._looking = True

        def told(known: bool | None) -> None:
            self._looking = False
            self._looked_up.add(address)
            if known and self._waiting.pop(address, None) is not None:
                self._note_answered(address)
            self._show(take_over)

        self._dispatch.follow(self._session.linking.knows_address(address), told, lambda _error: told(None))

    def _next(self) -> tuple[str, list[MessageRow]]:
        """The first address there is still something to ask about, with its mails; ("", []) when there is none."""
        for address in list(self._waiting):
            rows = self._session.rows(tuple(self._waiting[address]))
            links = self._session.linking.links(tuple(row.message_key for row in rows.values()))
            saved = {key for key, found in links.items() if any(one.kind is LinkKind.CRM for one in found)}
            left = [row for row in rows.values() if row.message_key not in saved]
            if left and self._session.desk.contact_of(address) is None:
                self._waiting[address] = [row.location_key for row in left]
                return address, left
            del self._waiting[address]
        return "", []

    def _sentence(self, address: str, rows: list[MessageRow]) -> str:
        who = clean(address)[:_LONGEST]
        if len(rows) == 1:
            subject = clean(rows[0].subject)[:_LONGEST] or self.tr("No subject")
            text = self.tr("{address} is not among the contacts. Save “{subject}” to the CRM?")
            sentence = text.format(address=who, subject=subject)
        else:
            text = self.tr("{address} is not among the contacts. Save the {count} mails to the CRM?")
            sentence = text.format(address=who, count=words.number(len(rows)))
        more = len(self._waiting) - 1
        if more:
            sentence += " " + tr("{count} more address(es) wait(s).", "", more).format(count=words.number(more))
        return sentence

    def _ways(self) -> list[tuple[str, Callable[[], object]]]:
        return [
            (self.tr("Save as contact"), self._save),
            (self.tr("Not now"), self._put_off),
            (self.tr("Never for this address"), self._never),
        ]

    # answers

    def _take(self) -> tuple[str, tuple[int, ...], NoticeCard | None]:
        """The address that is asked about, which waits no longer; its mails; the card."""
        card, self._card = self._card, None
        address = next(iter(self._waiting), "")
        self._looked_up.discard(address)
        return address, tuple(self._waiting.pop(address, ())), card

    def _save(self) -> None:
        address, keys, card = self._take()
        self._submit(LinkMail(LinkKind.CRM, keys), card, address)

    def _put_off(self) -> None:
        address, _, card = self._take()
        self._note_answered(address)
        self._show(card)

    def _never(self) -> None:
        address, _, card = self._take()
        rules = self._session.desk.crm_rules()
        sentence = self.tr("Mail of {address} is never saved from now on. The CRM rules can change that.")
        told = sentence.format(address=clean(address)[:_LONGEST])
        never = tuple(dict.fromkeys((*rules.never, address)))
        self._submit(SetCrmRules(rules.auto_save, never, rules.unknown_sender, rules), card, address, told)

    def _note_answered(self, *addresses: str) -> None:
        self._dispatch.submit(AnswerOffers(addresses), quietly=True)

    def _submit(self, command: LinkMail | SetCrmRules, card: NoticeCard | None, address: str, told: str = "") -> None:
        self._answering = True

        def go_on() -> None:
            self._answering = False
            self._show(card)

        def stored(_receipt: object) -> None:
            self._note_answered(address)
            if told:
                self._notices.tell(told)
            go_on()

        def refused(error: Exception) -> None:
            self._dispatch.failed.emit(error)
            go_on()

        self._dispatch.submit(command, then=stored, failed=refused, quietly=bool(told))

    def _leave_all(self, card: NoticeCard) -> None:
        """Closed without an answer."""
        if card is self._card and not card.answered:
            addresses = tuple(self._waiting)
            self._waiting.clear()
            self._card = None
            self._note_answered(*addresses)

    def _close(self) -> None:
        if self._card is not None and shiboken6.isValid(self._card):
            card, self._card = self._card, None
            card.dismiss()
