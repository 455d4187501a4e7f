"""Pictures from the network in the mail that is shown: held back until the user says so, and then fetched by the core.

Invariant: nothing is asked for before `permission` was given for this mail, its sender or domain, nor for a mail that is not
shown any more; the page itself can ask for numbers only, and only of this mail's own plan. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QMenu

from desktop.core.api.pictures import SCHEME, Picture, PictureLoad, PictureRule, Scope
from desktop.core.mail.visible_text import visible_text
from desktop.ui import words
from desktop.ui.bar import Bar
from desktop.ui.dispatch import Dispatch
from desktop.ui.reader.loading import LoadedMail
from desktop.ui.reader.web_engine import is_web_engine_ready

_NAMED = 3
Arrived = Callable[[tuple[str, bytes] | None], None]


class RemotePictures(QObject):
    changed = Signal()
    """The body is to be shown again, with the pictures or without."""

    def __init__(self, dispatch: Dispatch, bar: Bar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._dispatch, self._pictures, self.bar = dispatch, dispatch.session.pictures, bar
        self._mail: LoadedMail | None = None
        self._load: PictureLoad | None = None
        self._scope: Scope | None = None
        self._missing = 0
        self._here: dict[str, bytes] = {}
        self.pop_up: Callable[[QMenu], object] = lambda menu: menu.popup(QCursor.pos())

    def show_mail(self, mail: LoadedMail | None) -> None:
        """Another mail (or more of it) is shown. The same again keeps what was decided."""
        if mail is not None and self._mail is not None and _same(mail, self._mail):
            self._mail = mail
            return
        self._stop()
        self._mail = mail
        self._scope = mail.permission if mail is not None else None
        if self._scope is not None:
            self._begin()

    def dress(self, mail: LoadedMail) -> LoadedMail:
        """The mail as its body is to be shown now."""
        if self._load is None or mail.plan is None:
            return mail
        return replace(mail, html=mail.plan.html, pictures={**mail.pictures, **self._here})

    def fetch(self, number: int, arrived: Arrived) -> None:
        """What the page asks for by `mailpic:N`."""
        load = self._load
        if load is None:
            arrived(None)
            return

        def got(picture: Picture | None) -> None:
            if self._load is not load:
                arrived(None)
                return
            if picture is None:
                self._missing += 1
                self.tell(shown=True)
            arrived(None if picture is None else (picture.content_type, picture.content))

        self._dispatch.follow(load.fetch(number), got, lambda _error: got(None))

    def tell(self, *, shown: bool) -> None:
        """What was held back, and what can be done about it. `shown`: the formatted body is on the screen."""
        mail = self._mail
        if mail is None or not shown or not mail.blocked:
            self.bar.hide()
        elif self._load is None:
            buttons = []
            if mail.plan is not None and mail.plan.addresses:
                buttons = [(self.tr("Show pictures"), self._show), (self.tr("Always show…"), self._choose)]
                del buttons[1 if mail.detail.row.only_there else 2 :]
            sentence = self.tr(
                "{count} picture(s) from the network were not loaded, so nobody learns that you read this mail.",
                "",
                mail.blocked,
            ).format(count=words.number(mail.blocked))
            self.bar.tell("info", _with(sentence, self._tracker_words()), *buttons, icon="eye-off", closable=True)
        else:
            self._tell_shown(mail)

    def _tell_shown(self, mail: LoadedMail) -> None:
        missing = self._missing + (mail.plan.refused if mail.plan is not None else 0)
        lost = ""
        if missing:
            lost = self.tr("{count} picture(s) could not be loaded.", "", missing).format(count=words.number(missing))
        sentence = _with(self.tr("Pictures from the network are shown."), self._tracker_words(), lost)
        if self._scope in (Scope.SENDER, Scope.DOMAIN):
            if sentence == self.tr("Pictures from the network are shown."):
                self.bar.hide()  # as the user wants it always: nothing to say
                return
            label, action = self.tr("Never again"), self._forbid
        else:
            label, action = self.tr("Hide pictures"), self._forbid
        self.bar.tell("info", sentence, (label, action), icon="image", closable=True)

    def _tracker_words(self) -> str:
        plan = self._mail.plan if self._mail is not None else None
        count = sum(one.count for one in plan.trackers) if plan is not None else 0
        if plan is None or not count:
            return ""
        names = [visible_text(one.name)[:60] for one in plan.trackers[:_NAMED]]
        if len(plan.trackers) > _NAMED:
            names.append("…")
        text = self.tr("{count} tracker(s) left out: {names}.", "", count)
        return text.format(count=words.number(count), names=", ".join(names))

    # what the user says

    def rule_actions(self, menu: QMenu) -> None:
        """What can be said once and for all about this sender, in a menu that is about to be shown."""
        mail = self._mail
        if mail is None:
            return
        for rule in self._pictures.offers(mail.detail.row.location_key):
            if rule.scope is not Scope.MAIL:
                menu.addAction(_rule_words(rule), partial(self._allow, rule.scope))

    def _choose(self) -> None:
        menu = QMenu(self.bar)
        self.rule_actions(menu)
        menu.aboutToHide.connect(menu.deleteLater)
        self.pop_up(menu)

    def _show(self) -> None:
        self._allow(Scope.MAIL)

    def _allow(self, scope: Scope) -> None:
        mail = self._mail
        if mail is None:
            return
        key = mail.detail.row.location_key
        if mail.detail.row.only_there:  # looked at in passing: nothing is written down about it
            self._scope = scope
            self._begin()
            self.changed.emit()
            return

        def stored(_rule: PictureRule) -> None:
            if self._mail is not None and self._mail.detail.row.location_key == key and self._load is None:
                self._scope = scope
                self._begin()
                self.changed.emit()

        self._dispatch.follow(self._pictures.allow(key, scope), stored)

    def _forbid(self) -> None:
        """Take back every rule that covers this mail."""
        mail = self._mail
        if mail is None:
            return
        for rule in self._pictures.offers(mail.detail.row.location_key):
            self._dispatch.follow(self._pictures.forbid(rule), lambda _done: None)
        self._stop()
        self._scope = None
        self.changed.emit()

    # loading

    def _begin(self) -> None:
        mail = self._mail
        if mail is None or mail.plan is None or not mail.plan.addresses:
            return
        self._load = self._pictures.load(mail.plan)
        if not is_web_engine_ready():
            self._fetch_all(self._load, len(mail.plan.addresses))

    def _fetch_all(self, load: PictureLoad, count: int) -> None:
        """The text view cannot wait for a picture: it is shown again when the last has come."""
        left = [count]

        def arrived(number: int, found: tuple[str, bytes] | None) -> None:
            left[0] -= 1
            if found is not None:
                self._here[f"{SCHEME}:{number}"] = found[1]
            if not left[0] and self._load is load:
                self.changed.emit()

        for number in range(count):
            self.fetch(number, partial(arrived, number))

    def _stop(self) -> None:
        if self._load is not None:
            self._load.stop()
        self._load, self._missing, self._here = None, 0, {}


def _same(first: LoadedMail, second: LoadedMail) -> bool:
    return first.detail.row.location_key == second.detail.row.location_key and first.plan == second.plan


def _with(*sentences: str) -> str:
    return " ".join(one for one in sentences if one)


def _rule_words(rule: PictureRule) -> str:
    shown = visible_text(rule.value)[:80]
    if rule.scope is Scope.SENDER:
        return QCoreApplication.translate("Reader", "Always from {address}").format(address=shown)
    return QCoreApplication.translate("Reader", "Always from everybody at {domain}").format(domain=shown)
