"""The sheet of one of the four actions: appears at once, fills itself from the mail, and Enter accepts it as it is.

Invariant: an Enter before the mail has been read counts, and is obeyed once it has; nothing typed is lost when the core refuses;
where the mail is linked already, Enter opens that and makes no second one. GUI thread; the form is made on a worker.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.link_commands import LinkExisting
from desktop.core.api.linking import LinkForm, LinkKind
from desktop.ui import icons, words
from desktop.ui.bar import Bar
from desktop.ui.dispatch import Dispatch
from desktop.ui.labels import PlainLabel
from desktop.ui.layouts import layout_of
from desktop.ui.links import words as link_words
from desktop.ui.links.sheet_fields import SheetFields
from desktop.ui.message_list.chips import clean
from desktop.ui.notices.progress_line import ProgressLine
from desktop.ui.parts import Now
from desktop.ui.scrolled import scrolled
from desktop.ui.sentences import error_sentence
from desktop.ui.tab_order import go_on
from desktop.ui.theme import Role, Space

WIDTH = 560
_MANY = (LinkKind.TASK, LinkKind.EVENT)
"""Of these a mail may have several; it has one chat, and is saved once."""


class LinkSheet(QDialog):
    open_wanted = Signal(object)
    """LinkRow: show that object."""

    def __init__(
        self, dispatch: Dispatch, kind: LinkKind, locations: tuple[int, ...], now: Now, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._dispatch, self._session = dispatch, dispatch.session
        self.kind, self.locations = kind, locations
        self._form: LinkForm | None = None
        self._early = self._another = False
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.fields = SheetFields(kind, now)
        self.bar = Bar()
        self._progress = ProgressLine()
        self._picture = PlainLabel()
        self._heading = PlainLabel(kind="heading")
        self._backend = PlainLabel(kind="chip")
        self._backend.hide()
        self.accept_button = QPushButton(self._accept_words())
        self.accept_button.setProperty("kind", "primary")
        self.accept_button.setDefault(True)
        self.other_button = QPushButton()
        self.other_button.setAutoDefault(False)
        self.other_button.hide()
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setAutoDefault(False)
        self._lay_out(cancel)
        self._connect(cancel)
        self._tell_what()
        self._read()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """People, times and attachments come after the sheet is shown, and do not stand last."""
        return go_on([self], self.focusWidget(), forward=forward) or super().focusNextPrevChild(forward)

    @property
    def filled(self) -> bool:
        return self._form is not None

    # filling

    def _tell_what(self) -> None:
        """What the list knows already: the subject, before anything is read."""
        row = next(iter(self._session.rows(self.locations[:1]).values()), None)
        heading = {
            LinkKind.TASK: self.tr("New task"),
            LinkKind.CRM: self.tr("Save to the CRM"),
            LinkKind.CHAT: self.tr("Discuss in a chat"),
            LinkKind.EVENT: self.tr("New event"),
        }[self.kind]
        self.setWindowTitle(heading)
        count = len(self.locations)
        if count > 1:
            heading += " · " + self.tr("{count} mail(s)", "", count).format(count=words.number(count))
        self._heading.setText(heading)
        if row is not None:
            self.fields.title.setText(clean(row.subject))
        self.fields.title.setFocus()
        self.fields.title.selectAll()

    def _read(self) -> None:
        self._progress.start()
        linking, kind, locations = self._session.linking, self.kind, self.locations
        self._dispatch.read("link form", lambda: linking.form(kind, locations), self._fill, self._fail)

    def _fill(self, form: LinkForm) -> None:
        self._progress.stop()
        self._form = form
        self.fields.fill(form)
        self._backend.setText(form.backend_name)
        self._backend.setAccessibleName(self.tr("It is made in {backend}").format(backend=form.backend_name))
        self._backend.show()
        if form.existing:
            self._offer_existing(form)
        self._fit()
        if self._early and not form.existing:
            self.take()
        self._early = False

    def _offer_existing(self, form: LinkForm) -> None:
        first, kind = form.existing[0], link_words.kind_word(self.kind)
        state = link_words.state_word(first.kind, first.state)
        named, aside = clean(first.title)[:80], f" ({state})" if state else ""
        if self._rest():
            sentence = self.tr("Some of these mails have a {kind} already: “{title}”{state}.")
            self.accept_button.setText(self.tr("Add the others to it"))
        else:
            sentence = {
                LinkKind.CRM: self.tr("Already saved to the CRM: “{title}”{state}."),
            }.get(self.kind, self.tr("There is a {kind} for this already: “{title}”{state}."))
            self.accept_button.setText(self.tr("Open it"))
        self.bar.tell("info", sentence.format(kind=kind, title=named, state=aside), icon="link")
        self.other_button.setText(self.tr("Make another one"))
        self.other_button.setVisible(self.kind in _MANY)
        self._hint.setVisible(self.kind not in _MANY)  # three buttons need its room
        self.fields.hide()
        self.accept_button.setFocus()

    def _rest(self) -> tuple[int, ...]:
        """The mails of this sheet that have no such link yet."""
        assert self._form is not None
        linked = {row.message_key for row in self._form.existing}
        rows = self._session.rows(self.locations)
        return tuple(key for key in self.locations if key in rows and rows[key].message_key not in linked)

    # accepting

    def take(self) -> None:
        """Enter: what the sheet offers first."""
        if self._form is None:
            self._early = True
        elif self._another or not self._form.existing:
            self.make()
        elif self._rest():
            self._submit(LinkExisting(self._form.existing[0].link_key, self._rest()))
        else:
            first = self._form.existing[0]
            self.close()
            self.open_wanted.emit(first)

    def show_fields(self) -> None:
        """Another one is wanted although there is one."""
        self._another = True
        self.bar.hide()
        self.other_button.hide()
        self._hint.show()
        self.fields.show()
        self.accept_button.setText(self._accept_words())
        self.fields.title.setFocus()
        self._fit()

    def make(self) -> None:
        """One object of these mails, as the sheet says."""
        if self._form is not None and not self.fields.mark_missing():
            self._submit(self.fields.command(self._form))

    def _submit(self, command: object) -> None:
        self.accept_button.setEnabled(False)
        self._dispatch.submit(command, then=lambda _receipt: self.close(), failed=self._refuse)  # type: ignore[arg-type]

    def _refuse(self, error: Exception) -> None:
        self.accept_button.setEnabled(True)
        self.bar.tell("danger", error_sentence(error))
        self._fit()

    def _fail(self, error: Exception) -> None:
        self._progress.stop()
        self._early = False
        self.accept_button.setEnabled(False)
        gone = isinstance(error, BandejaError) and error.code is Code.NOT_FOUND
        self.bar.tell("danger", self.tr("This mail is no longer here.") if gone else error_sentence(error))
        self._fit()

    def _find_people(self, text: str) -> None:
        if text:
            future = self._session.linking.find_people(self.kind, text)
            self._dispatch.follow(future, self.fields.show_people, lambda _error: self.fields.show_people([]))

    def _find_targets(self, text: str) -> None:
        if text:
            future = self._session.linking.find_targets(text)
            self._dispatch.follow(future, self.fields.show_targets, lambda _error: self.fields.show_targets([]))
        elif self._form is not None:
            self.fields.show_targets(self._form.targets)

    # putting together

    def _accept_words(self) -> str:
        return {
            LinkKind.TASK: self.tr("Make the task"),
            LinkKind.CRM: self.tr("Save"),
            LinkKind.CHAT: self.tr("Open the chat"),
            LinkKind.EVENT: self.tr("Make the event"),
        }[self.kind]

    def _lay_out(self, cancel: QPushButton) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(Space.XL - 4, Space.L, Space.XL - 4, Space.S)
        head.setSpacing(Space.S)
        head.addWidget(self._picture)
        head.addWidget(self._heading, 1)
        head.addWidget(self._backend)
        self._body = QWidget()
        self._body.setProperty("kind", "surface")
        body = QVBoxLayout(self._body)
        body.setContentsMargins(Space.XL - 4, Space.XS, Space.XL - 4, Space.M)
        body.setSpacing(Space.M)
        body.addWidget(self.bar)
        body.addWidget(self.fields)
        body.addStretch(1)
        self._scroll = scrolled(self._body)
        line = QFrame()
        line.setProperty("kind", "line")
        self._hint = PlainLabel(self.tr("Enter accepts, Esc leaves"), kind="small")
        self._foot = foot = QHBoxLayout()
        foot.setContentsMargins(Space.XL - 4, Space.M, Space.XL - 4, Space.M)
        foot.setSpacing(Space.S)
        foot.addWidget(self._hint)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.other_button)
        foot.addWidget(self.accept_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._progress)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(line)
        layout.addLayout(foot)
        self.setProperty("kind", "surface")
        self.setMinimumWidth(420)
        self._tint()
        self._fit()

    def _connect(self, cancel: QPushButton) -> None:
        self.accept_button.clicked.connect(self.take)
        self.other_button.clicked.connect(self.show_fields)
        cancel.clicked.connect(self.close)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.take)
        self.fields.people.wanted.connect(self._find_people)
        self.fields.targets.wanted.connect(self._find_targets)
        self.fields.grew.connect(self._fit)

    def _fit(self) -> None:
        """As high as its fields, as far as the window goes; again when these have been laid out."""
        self._fit_now()
        QTimer.singleShot(0, self, self._fit_now)

    def _fit_now(self) -> None:
        parent, inner = self.parentWidget(), layout_of(self._body)
        room = parent.height() - 40 if parent is not None else 600
        inner.activate()
        width = min(WIDTH, max(420, parent.width() - 40)) if parent is not None else WIDTH
        wanted = inner.heightForWidth(width) if inner.hasHeightForWidth() else self._body.sizeHint().height()
        self._foot.invalidate()
        self.resize(max(width, self._foot.minimumSize().width()), min(room, wanted + 124))

    def _tint(self) -> None:
        self._picture.setPixmap(icons.pixmap(link_words.ICONS[self.kind], 20, Role.ACCENT))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)
