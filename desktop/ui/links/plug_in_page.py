"""One plug-in among the connections: what it is, where it lies, what enabling it means, and the button for that.

Invariant: whatever comes from the plug-in is shown as plain text, and nothing of it runs here. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.api.linking import PlugInRow
from desktop.ui.bar import Bar
from desktop.ui.dispatch import Dispatch
from desktop.ui.labels import PlainLabel
from desktop.ui.message_list.chips import clean
from desktop.ui.sentences import error_sentence
from desktop.ui.theme import Space

LONGEST = 300


class PlugInPage(QFrame):
    def __init__(self, dispatch: Dispatch, row: PlugInRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dispatch, self._session = dispatch, dispatch.session
        self.row = row
        self.warning, self.trouble = Bar(), Bar()
        self._name, self._state, self._summary = PlainLabel(clean(row.name)[:LONGEST]), _words(), _words()
        self._name.setProperty("kind", "heading")
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._state.setProperty("kind", "muted")
        self._version, self._place, self._brings = _words(), _words(), _words()
        self.enable_button, self.disable_button = QPushButton(self.tr("Enable")), QPushButton(self.tr("Disable"))
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(Space.L)
        self._form.setVerticalSpacing(Space.S)
        self._lay_out()
        self.enable_button.clicked.connect(lambda: self._enable(True))
        self.disable_button.clicked.connect(lambda: self._enable(False))
        self.show_row(row)

    def show_row(self, row: PlugInRow) -> None:
        self.row = row
        self._state.setText(state_sentence(row))
        self.setAccessibleName(f"{clean(row.name)[:LONGEST]}. {self._state.text()}")
        self._summary.setText(clean(row.summary)[:LONGEST])
        self._summary.setVisible(bool(row.summary))
        self._version.setText(clean(row.version)[:60])
        self._form.setRowVisible(self._version, bool(row.version))
        self._place.setText(_breakable(clean(row.place)) or self.tr("Installed beside Bandeja"))
        self._brings.setText(", ".join(clean(one) for one in row.backends)[:LONGEST])
        self._form.setRowVisible(self._brings, bool(row.backends))
        if row.backends and not row.enabled:
            self.warning.tell("warning", self.tr("A plug-in runs with your rights: enable only what you trust."))
        else:
            self.warning.hide()
        if row.error is not None:
            self.trouble.tell("danger", error_sentence(row.error))
        else:
            self.trouble.hide()
        self.enable_button.setVisible(bool(row.backends) and not row.enabled)
        self.disable_button.setVisible(bool(row.backends) and row.enabled)

    def _enable(self, on: bool) -> None:
        had_focus = self.enable_button.hasFocus() or self.disable_button.hasFocus()
        self._busy(True)

        def done(_none: None) -> None:
            self._busy(False)  # the core tells of the change, and the dialog shows the row anew
            if had_focus:
                (self.disable_button if on else self.enable_button).setFocus()

        def failed(error: Exception) -> None:
            self._busy(False)
            self.trouble.tell("danger", error_sentence(error))

        self._dispatch.follow(self._session.linking.enable(self.row.name, on), done, failed)

    def _busy(self, on: bool) -> None:
        for button in (self.enable_button, self.disable_button):
            button.setEnabled(not on)

    def _lay_out(self) -> None:
        for name, label in (
            (self.tr("Version"), self._version),
            (self.tr("Comes from"), self._place),
            (self.tr("Brings"), self._brings),
        ):
            head = PlainLabel(name, kind="muted")
            head.setAlignment(Qt.AlignmentFlag.AlignTop)
            self._form.addRow(head, label)
        foot = QHBoxLayout()
        foot.addWidget(self.enable_button)
        foot.addWidget(self.disable_button)
        foot.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.M)
        layout.addWidget(self._name)
        layout.addWidget(self._state)
        layout.addWidget(self._summary)
        layout.addLayout(self._form)
        layout.addWidget(self.trouble)
        layout.addWidget(self.warning)
        layout.addLayout(foot)
        layout.addStretch(1)


def state_word(row: PlugInRow) -> str:
    """For the list, in a few words."""
    translate = QCoreApplication.translate
    if row.error is not None:
        return translate("PlugIns", "cannot be used")
    if row.enabled:
        return translate("PlugIns", "enabled") if row.running else translate("PlugIns", "from the next start on")
    return translate("PlugIns", "runs until the end") if row.running else translate("PlugIns", "not enabled")


def state_sentence(row: PlugInRow) -> str:
    translate = QCoreApplication.translate
    if not row.backends:
        return translate("PlugIns", "A file in the plug-ins folder that is no plug-in.")
    if row.enabled and row.running:
        return translate("PlugIns", "Plug-in, enabled.")
    if row.enabled:
        return translate("PlugIns", "Plug-in, enabled. It runs from the next start of Bandeja on.")
    if row.running:
        return translate("PlugIns", "Plug-in, not enabled any more. It runs until Bandeja is closed.")
    return translate("PlugIns", "Plug-in, not enabled. None of its code has run.")


def _words() -> QLabel:
    label = PlainLabel()
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _breakable(path: str) -> str:
    """A path may go on to the next line after each of its folders."""
    return path.replace("/", "/\u200b").replace("\\", "\\\u200b")
