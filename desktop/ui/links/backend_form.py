"""One connection to another program: its fields, a try, and what came of it.

Invariant: a secret goes from its field into `set_up` and nowhere else; the field is emptied once it was taken, and no stored secret
is ever shown. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.api.linking import OWN_DESK, BackendField, BackendRow
from desktop.ui import words
from desktop.ui.account_setup.fields import PasswordField
from desktop.ui.bar import Bar
from desktop.ui.dispatch import Dispatch
from desktop.ui.i18n import QT_TRANSLATE_NOOP, tr
from desktop.ui.labels import PlainLabel
from desktop.ui.links.words import kind_name
from desktop.ui.message_list.chips import clean
from desktop.ui.sentences import error_sentence, told
from desktop.ui.theme import Space

LONGEST = 2_000
_LABEL = 190
_KNOWN = (
    QT_TRANSLATE_NOOP("BackendFields", "Webhook address"),
    QT_TRANSLATE_NOOP("BackendFields", "How objects are made"),
    QT_TRANSLATE_NOOP("BackendFields", "Otherwise for these mailboxes"),
    QT_TRANSLATE_NOOP("BackendFields", "Card for unknown senders"),
    QT_TRANSLATE_NOOP("BackendFields", "Address of the portal"),
    QT_TRANSLATE_NOOP("BackendFields", "Application ID"),
    QT_TRANSLATE_NOOP("BackendFields", "Application key"),
    QT_TRANSLATE_NOOP("BackendFields", "Code shown by Bitrix24"),
    QT_TRANSLATE_NOOP("BackendFields", "Port of the redirect address"),
    QT_TRANSLATE_NOOP("BackendFields", "Authorization server"),
    QT_TRANSLATE_NOOP("BackendFields", "File with the portal's authority"),
    QT_TRANSLATE_NOOP("BackendFields", "Homeserver"),
    QT_TRANSLATE_NOOP("BackendFields", "Access token"),
    QT_TRANSLATE_NOOP("BackendFields", "Server"),
    QT_TRANSLATE_NOOP("BackendFields", "User"),
    QT_TRANSLATE_NOOP("BackendFields", "Password"),
    QT_TRANSLATE_NOOP("BackendFields", "Database"),
    QT_TRANSLATE_NOOP("BackendFields", "Database"),
    QT_TRANSLATE_NOOP("BackendFields", "Task list"),
    QT_TRANSLATE_NOOP("BackendFields", "Calendar"),
    QT_TRANSLATE_NOOP("BackendFields", "automatic"),
    QT_TRANSLATE_NOOP("BackendFields", "portal"),
    QT_TRANSLATE_NOOP("BackendFields", "direct"),
    QT_TRANSLATE_NOOP("BackendFields", "lead"),
    QT_TRANSLATE_NOOP("BackendFields", "contact"),
)
"""What the connectors that come along call their fields; a plug-in's own words are shown as they are."""


class BackendForm(QFrame):
    changed = Signal()
    """It was set up anew."""

    def __init__(self, dispatch: Dispatch, row: BackendRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dispatch, self._session = dispatch, dispatch.session
        self.row = row
        self.bar = Bar()
        self.fields: dict[str, QLineEdit | QComboBox] = {}
        self._name, self._state = PlainLabel(clean(row.name)), PlainLabel()
        self._name.setProperty("kind", "heading")
        self._state.setWordWrap(True)
        self.set_up_button = QPushButton(self.tr("Connect"))
        self.set_up_button.setProperty("kind", "primary")
        self.probe_button = QPushButton(self.tr("Try the connection"))
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(Space.L)
        self._form.setVerticalSpacing(Space.S)
        values = dict(row.values)
        for field in row.fields:
            self._add_field(field, values.get(field.name, ""))
        self._lay_out()
        self.set_up_button.clicked.connect(self.set_up)
        self.probe_button.clicked.connect(self.probe)
        self.show_row(row)

    def show_row(self, row: BackendRow) -> None:
        """The same backend as it stands now; what was typed stays."""
        self.row = row
        self._state.setText(state_sentence(row))
        self._state.setProperty("kind", "muted" if row.ready or not row.values else "warning")
        self._state.style().unpolish(self._state)
        self._state.style().polish(self._state)
        self.setAccessibleName(f"{clean(row.name)}. {self._state.text()}")
        self.probe_button.setVisible(row.ready and row.backend != OWN_DESK)
        self.set_up_button.setVisible(bool(row.fields))
        self.set_up_button.setText(self.tr("Connect anew") if row.values else self.tr("Connect"))

    def set_up(self) -> None:
        """Try what was typed, and keep it only if it works."""
        values: dict[str, str] = {}
        secrets: dict[str, str] = {}
        for field in self.row.fields:
            text = self._text(field.name)
            if field.required and not text and not field.secret:
                self.bar.tell("warning", self.tr("Fill in: {field}").format(field=translated(clean(field.label))))
                self.fields[field.name].setFocus()
                return
            if field.required and not text and field.secret:
                self.bar.tell("warning", self.tr("Type again: {field}").format(field=translated(clean(field.label))))
                self.fields[field.name].setFocus()
                return
            (secrets if field.secret else values)[field.name] = text
        self._busy(True)
        self.bar.tell("info", self.tr("Asking {name}…").format(name=clean(self.row.name)), icon="refresh")
        future = self._session.linking.set_up(self.row.backend, values, secrets)
        self._dispatch.follow(future, self._connected, self._fail)

    def probe(self) -> None:
        self._busy(True)
        self.bar.tell("info", self.tr("Asking {name}…").format(name=clean(self.row.name)), icon="refresh")
        self._dispatch.follow(self._session.linking.probe(self.row.backend), self._probed, self._fail)

    def _connected(self, row: BackendRow) -> None:
        self._busy(False)
        for field in row.fields:
            line = self.fields[field.name]
            if field.secret and isinstance(line, QLineEdit):
                line.clear()
                line.setPlaceholderText(self.tr("Stored in the keyring"))
        self.show_row(row)
        self.bar.tell("success", self.tr("Connected. Choose below what it is to do."), closable=True)
        self.changed.emit()

    def _probed(self, row: BackendRow) -> None:
        self._busy(False)
        self.show_row(row)
        if row.ready:
            self.bar.tell("success", self.tr("It answers, and lets us in."), closable=True)
        else:
            self.bar.tell("warning", clean(told(row.why_not)), closable=True)
        self.changed.emit()

    def _fail(self, error: Exception) -> None:
        self._busy(False)
        self.bar.tell("danger", error_sentence(error))

    def _busy(self, on: bool) -> None:
        for button in (self.set_up_button, self.probe_button):
            button.setEnabled(not on)

    def _text(self, name: str) -> str:
        field = self.fields[name]
        return str(field.currentData()) if isinstance(field, QComboBox) else field.text().strip()

    def _add_field(self, field: BackendField, value: str) -> None:
        line: QLineEdit | QComboBox
        if field.choices:
            line = QComboBox()
            for choice in field.choices:
                line.addItem(translated(choice), str(choice))
            line.setCurrentIndex(max(0, line.findData(value)))
        else:
            line = PasswordField() if field.secret else QLineEdit(value)
            line.setMaxLength(LONGEST)
            stored = field.secret and bool(self.row.values)
            line.setPlaceholderText(self.tr("Stored in the keyring") if stored else field.example)
        name = translated(clean(field.label))
        label = PlainLabel(name if field.required else self.tr("{field} (optional)").format(field=name), kind="muted")
        label.setBuddy(line)
        if label.sizeHint().width() > _LABEL:  # the fields need the room more
            label.setWordWrap(True)
            label.setFixedWidth(_LABEL)
        line.setAccessibleName(name)
        self.fields[field.name] = line
        self._form.addRow(label, line)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self.set_up_button)
        foot.addWidget(self.probe_button)
        foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.M)
        layout.addWidget(self._name)
        layout.addWidget(self._state)
        layout.addLayout(self._form)
        layout.addLayout(foot)
        layout.addWidget(self.bar)
        layout.addStretch(1)


def translated(label: str) -> str:
    """A field's name, or one of its choices, in the language in force where it is known."""
    return QCoreApplication.translate("BackendFields", label)


def state_sentence(row: BackendRow) -> str:
    """Ready, or why not; what it does; how much waits."""
    translate = QCoreApplication.translate
    if row.backend == OWN_DESK:
        first = translate("Backends", "On this computer, always there, also without a network.")
    elif row.ready:
        first = translate("Backends", "Connected.")
    elif not row.values:
        first = translate("Backends", "Not connected yet.")
    else:
        first = clean(told(row.why_not)) or translate("Backends", "Not connected yet.")
    pieces = [first]
    if row.bound:
        names = ", ".join(kind_name(kind) for kind in row.bound)
        pieces.append(translate("Backends", "It does: {kinds}.").format(kinds=names))
    if row.waiting:
        text = tr("{count} wait(s) for it.", "", row.waiting)
        pieces.append(text.format(count=words.number(row.waiting)))
    return " ".join(pieces)
