"""The keys, on one sheet: which set is in force, what each key does, and a way to give any command another key."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QKeySequenceEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.actions import SPECS, Actions
from desktop.ui.key_sets import KEY_SET_NAMES
from desktop.ui.labels import PlainLabel
from desktop.ui.preferences import Preferences
from desktop.ui.scrolled import scrolled

_NARROWEST = 84


class KeySheet(QDialog):
    """Not modal: the window behind it stays usable. A press on a key waits for the new one."""

    def __init__(self, actions: Actions, preferences: Preferences, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions, self._preferences = actions, preferences
        self._capture: QKeySequenceEdit | None = None
        self.setWindowTitle(self.tr("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._sets = QComboBox()
        self._sets.setAccessibleName(self.tr("Set of keys"))
        for name, text in KEY_SET_NAMES.items():
            self._sets.addItem(text, name)
        self._sets.setCurrentIndex(self._sets.findData(preferences.key_set))
        self._reset = QPushButton(self.tr("Undo all changes"))
        self._reset.setProperty("kind", "link")
        self._reset.setAutoDefault(False)  # Enter, wherever it is pressed, must not take every change away
        head = QHBoxLayout()
        head.addWidget(PlainLabel(self.tr("Keys as in")))
        head.addWidget(self._sets)
        head.addStretch(1)
        head.addWidget(self._reset)
        self._told = PlainLabel(
            self.tr(
                "Press a key below, then the one you would rather have. Single keys do nothing while you type text."
            )
        )
        self._told.setProperty("kind", "muted")
        self._told.setWordWrap(True)
        self._buttons: dict[str, QPushButton] = {}
        self._grid = QGridLayout()
        self._fill()
        body = QWidget()
        body.setLayout(self._grid)
        self._body, self._scroll = body, scrolled(body, ground=False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 12)
        layout.addLayout(head)
        layout.addWidget(self._told)
        layout.addWidget(self._scroll, 1)
        self.resize(760, 620)
        self._sets.activated.connect(lambda _: self._actions.choose_set(self._sets.currentData()))
        self._reset.clicked.connect(lambda: self._actions.choose_set(self._sets.currentData()))
        actions.keys_changed.connect(self._show_keys)
        self._show_keys()

    def _fill(self) -> None:
        """Two columns of groups: on the left what is done with mail, on the right the rest."""
        groups = list(dict.fromkeys(spec.group for spec in SPECS))
        columns = [groups[1:2] + groups[:1], groups[2:]]
        for column, names in enumerate(columns):
            row = 0
            for group in names:
                heading = PlainLabel(QCoreApplication.translate("Actions", group), kind="heading")
                self._grid.addWidget(heading, row, column * 3, 1, 2)
                row += 1
                for spec in SPECS:
                    if spec.group == group:
                        self._add_row(row, column * 3, spec.name)
                        row += 1
        self._add_always(row)
        self._grid.setColumnMinimumWidth(2, 24)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(3, 1)
        self._grid.setRowStretch(self._grid.rowCount(), 1)
        self._grid.setVerticalSpacing(4)

    def _add_always(self, row: int) -> None:
        """Keys that no set changes, for those who look for them here."""
        heading = PlainLabel(self.tr("In every set"), kind="heading")
        self._grid.addWidget(heading, row, 3, 1, 2)
        for text, keys in (
            (self.tr("One mail up or down"), "Up Down"),
            (self.tr("Select more mails"), "Shift+Up Shift+Down"),
            (self.tr("First and last mail"), "Home End"),
            (self.tr("Unfold and fold a conversation in the list"), "Right Left"),
            (QCoreApplication.translate("Actions", "Read alone"), "Return"),
            (self.tr("From pane to pane"), "Tab Shift+Tab"),
            (self.tr("In the mail: find, next and previous match"), "Ctrl+F Ctrl+G Ctrl+Shift+G"),
            (self.tr("In the mail: larger, smaller, as usual"), "Ctrl++ Ctrl+- Ctrl+0"),
            (self.tr("On an attachment: look at it"), "Space Return"),
            (self.tr("While looking at it: the one before, after"), "Left Right"),
            (self.tr("In a mail being written: send"), "Ctrl+Return"),
            (self.tr("In a mail being written: bold, italic, link"), "Ctrl+B Ctrl+I Ctrl+K"),
            (self.tr("In a mail being written: plain text"), "Ctrl+Shift+T"),
        ):
            row += 1
            pieces = [QKeySequence(piece).toString(QKeySequence.SequenceFormat.NativeText) for piece in keys.split()]
            shown = PlainLabel("  ".join(pieces), kind="muted")
            shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._grid.addWidget(PlainLabel(text), row, 3)
            self._grid.addWidget(shown, row, 4)

    def _add_row(self, row: int, column: int, name: str) -> None:
        self._grid.addWidget(PlainLabel(self._actions[name].text()), row, column)
        button = QPushButton()
        button.setAutoDefault(False)
        button.clicked.connect(lambda: self._wait_for_key(name, row, column + 1))
        self._buttons[name] = button
        self._grid.addWidget(button, row, column + 1)

    def _show_keys(self) -> None:
        for name, button in self._buttons.items():
            keys = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in self._actions[name].shortcuts()]
            button.setText("  ".join(keys) or "–")
            said = " / ".join(keys) or self.tr("no key")
            button.setAccessibleName(f"{self._actions[name].text()}: {said}")
            button.setMinimumWidth(max(_NARROWEST, button.sizeHint().width()))  # a key with half a name is none
        bar = self._scroll.verticalScrollBar().sizeHint().width()
        self._scroll.setMinimumWidth(self._body.minimumSizeHint().width() + bar)

    def _wait_for_key(self, name: str, row: int, column: int) -> None:
        if self._capture is not None:
            self._capture.deleteLater()
        capture = QKeySequenceEdit()
        capture.setMaximumSequenceLength(2)
        capture.setAccessibleName(self.tr("Press the new key for: {action}").format(action=self._actions[name].text()))
        self._capture = capture
        self._grid.addWidget(capture, row, column)
        capture.editingFinished.connect(lambda: self._take_key(name, capture))
        capture.setFocus()

    def _take_key(self, name: str, capture: QKeySequenceEdit) -> None:
        if self._capture is not capture:
            return
        self._capture = None
        keys = capture.keySequence()
        capture.deleteLater()
        if keys.isEmpty():
            return
        owner = self._actions.owner_of(keys)
        if owner is not None and owner != name:
            text = self.tr("{key} is no longer the key of: {action}")
            self._told.setText(
                text.format(
                    key=keys.toString(QKeySequence.SequenceFormat.NativeText), action=self._actions[owner].text()
                )
            )
        self._actions.set_key(name, keys)
        self._buttons[name].setFocus()
