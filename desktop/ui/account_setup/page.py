"""The page on which an account is set up: its fields, what was found, what is going on, and how all that stands.

Knows no session and decides nothing. Grows with what it shows up to the height of the screen; the rest is scrolled to.
GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.core.api.rows import PlanRow
from desktop.ui import words
from desktop.ui.account_setup.fields import FieldNote, PasswordField, caption
from desktop.ui.account_setup.problem import ProblemCard
from desktop.ui.account_setup.servers_panel import ServersPanel
from desktop.ui.account_setup.trace_fold import TraceFold
from desktop.ui.bar import Bar
from desktop.ui.first_screen.app_picture import app_picture
from desktop.ui.labels import PlainLabel
from desktop.ui.layouts import layout_of
from desktop.ui.notices.progress_line import ProgressLine
from desktop.ui.scrolled import scrolled
from desktop.ui.theme import Space

WIDTH = 540
_PICTURE = 40


class SetupPage(QWidget):
    grown = Signal(QSize)
    """The size that everything shown now wants."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.address, self.password, self.name = QLineEdit(), PasswordField(), QLineEdit()
        self.address_note, self.password_note = FieldNote(self.address), FieldNote(self.password)
        self.limit, self.advice = Bar(), Bar()
        self.password_problem, self.server_problem = ProblemCard(), ProblemCard()
        self.servers, self.trace = ServersPanel(), TraceFold()
        self.progress, self.sentence = ProgressLine(), PlainLabel()
        self.leave_button, self.go_button = QPushButton(), QPushButton()
        self.go_button.setProperty("kind", "primary")
        self.browser_button = QPushButton(self.tr("Sign in with the browser instead…"))
        self.browser_button.setProperty("kind", "link")
        for button in (self.leave_button, self.go_button, self.browser_button):
            button.setAutoDefault(False)
        self.browser_button.hide()
        self.address.setMaxLength(320)
        self.address.setPlaceholderText(self.tr("name@example.org"))
        self.address.setInputMethodHints(Qt.InputMethodHint.ImhEmailCharactersOnly)
        self.name.setMaxLength(200)
        self._name_part = QWidget()
        self._content, self._feet = QWidget(), QWidget()
        self._lay_out_content()
        self._lay_out_feet()
        self._lay_out()
        self.show_found(False)

    def show_found(self, shown: bool) -> None:
        """The name and the servers, once they are there."""
        self._name_part.setVisible(shown)
        self.servers.setVisible(shown)

    def tell_limit(self, plan: PlanRow) -> bool:
        """Whether there is no place for another account; it is said then."""
        full = plan.mailboxes_used >= plan.mailboxes_allowed
        if full:
            sentence = QCoreApplication.translate(
                "SetupDialog", "All accounts that the {plan} plan allows are here already ({count}). Remove one first."
            )
            self.limit.tell("warning", sentence.format(plan=plan.plan_name, count=words.number(plan.mailboxes_allowed)))
        return full

    def say(self, sentence: str, *, busy: bool = False) -> None:
        """What is going on, beside the buttons."""
        self.sentence.setText(sentence)
        if busy:
            self.progress.start()
        else:
            self.progress.stop()

    def clear_problems(self) -> None:
        for widget in (self.password_problem, self.server_problem, self.address_note, self.password_note):
            widget.hide()
        self.address_note.mark("")
        self.password_note.mark("")

    def lock(self, locked: bool) -> None:
        """While a login is under way; what was typed stays."""
        for widget in (self.address, self.password, self.name, self.servers, self.go_button, self.browser_button):
            widget.setEnabled(not locked)

    def reveal(self, widget: QWidget) -> None:
        """Scroll to it, once it has its place."""
        QTimer.singleShot(0, widget, lambda: self._scroll.ensureWidgetVisible(widget, 0, Space.M))

    def wanted_size(self) -> QSize:
        content = layout_of(self._content)
        height = content.heightForWidth(WIDTH) if content.hasHeightForWidth() else content.sizeHint().height()
        return QSize(WIDTH, height + self.progress.height() + self._feet.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            QTimer.singleShot(0, self, lambda: self.grown.emit(self.wanted_size()))
        return super().eventFilter(watched, event)

    def _lay_out_content(self) -> None:
        column = QVBoxLayout(self._content)
        column.setContentsMargins(Space.XXL, Space.XL, Space.XXL, Space.L)
        column.setSpacing(Space.S)
        column.addLayout(self._head())
        column.addSpacing(Space.S)
        column.addWidget(self.limit)
        column.addWidget(caption(self.tr("Email address"), self.address))
        column.addWidget(self.address)
        column.addWidget(self.address_note)
        column.addSpacing(Space.XS)
        column.addWidget(caption(self.tr("Password"), self.password))
        for widget in (self.password, self.password_note, self.password_problem, self.advice):
            column.addWidget(widget)
        column.addWidget(self.browser_button, 0, Qt.AlignmentFlag.AlignLeft)
        name = QVBoxLayout(self._name_part)
        name.setContentsMargins(0, Space.XS, 0, Space.XS)
        name.setSpacing(Space.S)
        name.addWidget(caption(self.tr("Your name, as others see it"), self.name))
        name.addWidget(self.name)
        for part in (self._name_part, self.servers, self.trace, self.server_problem):
            column.addWidget(part)
        column.addStretch(1)
        self._content.installEventFilter(self)

    def _head(self) -> QHBoxLayout:
        picture = PlainLabel()
        picture.setPixmap(app_picture(_PICTURE))
        title, words = PlainLabel(self.tr("Add my account")), PlainLabel()
        title.setProperty("kind", "subject")
        words.setText(self.tr("Type address and password; the servers are found for you."))
        words.setProperty("kind", "muted")
        words.setWordWrap(True)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(title)
        texts.addWidget(words)
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addWidget(picture)
        row.addLayout(texts, 1)
        return row

    def _lay_out_feet(self) -> None:
        self.sentence.setProperty("kind", "muted")
        self.sentence.setWordWrap(True)
        row = QHBoxLayout(self._feet)
        row.setContentsMargins(Space.XXL, Space.M, Space.XXL, Space.L)
        row.setSpacing(Space.S)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.leave_button)
        row.addWidget(self.go_button)

    def _lay_out(self) -> None:
        self._scroll = scrolled(self._content)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._scroll, 1)
        layout.addWidget(self.progress)
        layout.addWidget(self._feet)
