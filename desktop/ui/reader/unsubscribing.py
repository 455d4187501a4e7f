"""Leaving the list that the shown mail came by: a quiet word in its head, and a bar that says what will happen, and to whom.

Invariant: nothing is asked of anybody before a button in that bar was pressed; what the bar says belongs to the mail that is
shown. The ways are read on a worker after the mail itself. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QUrl

from desktop.core.api.changes import ChangeSet
from desktop.core.api.newsletters import Newsletter, Unsubscribe, Way
from desktop.core.mail.visible_text import visible_text
from desktop.ui import words
from desktop.ui.bar import Bar
from desktop.ui.dispatch import Dispatch
from desktop.ui.parts import Now
from desktop.ui.reader.loading import LoadedMail
from desktop.ui.reader.mail_head import MailHead
from desktop.ui.sentences import error_sentence

_SLOT = "newsletter"
_LONGEST = 80


class MailUnsubscribing(QObject):
    def __init__(
        self,
        dispatch: Dispatch,
        head: MailHead,
        bar: Bar,
        now: Now,
        open_url: Callable[[QUrl], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._dispatch, self._session, self._now, self._open_url = dispatch, dispatch.session, now, open_url
        self.head, self.bar = head, bar
        self._key: int | None = None
        self.newsletter: Newsletter | None = None
        head.newsletter.clicked.connect(lambda: self.ask())
        self._name()

    def show_mail(self, mail: LoadedMail | None) -> None:
        """Another mail is shown, or more of it."""
        key = mail.detail.row.location_key if mail is not None and mail.detail.parsed is not None else None
        if key is None or key != self._key:
            self._dispatch.cancel(_SLOT)
            self.bar.hide()
            self.newsletter = None
            self._name()
        self._key = key
        self._read()

    def hear(self, change: ChangeSet) -> None:
        """An undone mail leaves nothing to be remembered; in Junk there is nothing to leave."""
        if self.newsletter is not None and (change.outbox or change.everything):
            self._read()

    def ask(self, place: int = 0) -> bool:
        """Say what the way at that place would do; False when the mail offers none."""
        newsletter = self.newsletter
        if newsletter is None:
            return False
        step = newsletter.steps[place]
        name, target = visible_text(newsletter.name)[:_LONGEST], visible_text(step.target)[:_LONGEST]
        label, act, question = self.tr("Unsubscribe"), self._click, ""
        if step.way is Way.ONE_CLICK:
            question = self.tr("Leave the list “{name}”? {target} is told so at once, and nothing but that.")
        elif step.way is Way.MAIL:
            label, act = self.tr("Send the mail"), self._send
            question = self.tr("Leave the list “{name}”? A mail goes to {target}; it can be undone while it waits.")
        else:
            label, act = self.tr("Open {host}").format(host=target), lambda: self._open_page(step.url)
            question = self.tr("Leave the list “{name}”? That is done on a page of {target}, in the browser.")
        buttons: list[tuple[str, Callable[[], object]]] = [(label, act)]
        if len(newsletter.steps) > 1:
            following = (place + 1) % len(newsletter.steps)
            buttons.append((self.tr("Another way"), lambda: self.ask(following)))
        self.bar.tell("info", question.format(name=name, target=target), *buttons, icon="unlink", closable=True)
        return True

    def _click(self) -> None:
        newsletter = self.newsletter
        if newsletter is None:
            return
        host = visible_text(newsletter.steps[0].target)[:_LONGEST]
        self.bar.tell("info", self.tr("Telling {host}…").format(host=host), icon="unlink")

        def told(_nothing: None) -> None:
            if self._is_shown(newsletter):
                name = visible_text(newsletter.name)[:_LONGEST]
                sentence = self.tr("You have left the list “{name}”. A mail that is under way may still come.")
                self.bar.tell("success", sentence.format(name=name), closable=True)
                self._read()

        def failed(error: Exception) -> None:
            if not self._is_shown(newsletter):
                self._dispatch.failed.emit(error)
                return
            buttons: list[tuple[str, Callable[[], object]]] = [(self.tr("Try again"), self._click)]
            if len(newsletter.steps) > 1:
                buttons.append((self.tr("Another way"), lambda: self.ask(1)))
            self.bar.tell("danger", error_sentence(error), *buttons, closable=True)

        self._dispatch.follow(self._session.newsletters.unsubscribe(newsletter.location_key), told, failed)

    def _send(self) -> None:
        self._wish(Way.MAIL)

    def _open_page(self, url: str) -> None:
        if self._open_url(QUrl(url)) is not False:
            self._wish(Way.PAGE)

    def _wish(self, way: Way) -> None:
        if self.newsletter is not None:
            self.bar.hide()
            self._dispatch.submit(Unsubscribe(self.newsletter.location_key, way), then=lambda _receipt: self._read())

    def _is_shown(self, newsletter: Newsletter) -> bool:
        return self._key == newsletter.location_key

    def _read(self) -> None:
        key = self._key
        if key is not None:
            self._dispatch.read(
                _SLOT, lambda: self._session.newsletters.load(key), self._show, lambda _error: self._show(None)
            )

    def _show(self, newsletter: Newsletter | None) -> None:
        self.newsletter = newsletter
        self._name()

    def _name(self) -> None:
        newsletter, text = self.newsletter, ""
        if newsletter is not None:
            text = _left_words(newsletter, self._now()) or self.tr("Unsubscribe")
        self.head.show_newsletter(text)


def _left_words(newsletter: Newsletter, now: int) -> str:
    """What was done already, and when; empty for nothing."""
    translate = QCoreApplication.translate
    if newsletter.left_at is None:
        return ""
    if newsletter.left_by is Way.MAIL:
        text = translate("MailUnsubscribing", "Asked by mail to unsubscribe on {date}")
    elif newsletter.left_by is Way.PAGE:
        text = translate("MailUnsubscribing", "Opened its page to unsubscribe on {date}")
    else:
        text = translate("MailUnsubscribing", "You unsubscribed on {date}")
    return text.format(date=words.day(newsletter.left_at, now))
