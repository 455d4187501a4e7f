"""All templates in one place: one is chosen on the left and changed on the right; what is deleted can be taken back here.

Invariant: what was changed is stored when another is chosen and when the dialog closes; nothing has to be pressed for it. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.api.commands import Receipt
from desktop.core.api.template_commands import RemoveTemplate, SaveTemplate
from desktop.core.mail.rich_text import to_text
from desktop.core.mail.template import LONGEST_NAME, Template, from_lines, tidy_blocks, tidy_name
from desktop.ui.bar import Bar
from desktop.ui.composer.body_editor import BodyEditor
from desktop.ui.composer.format_controls import FormatControls
from desktop.ui.composer.format_row import FormatRow
from desktop.ui.dispatch import Dispatch
from desktop.ui.labels import PlainLabel
from desktop.ui.layouts import layout_of
from desktop.ui.sentences import error_sentence
from desktop.ui.theme import Space

_WIDTH, _HEIGHT = 680, 460
_LIST_WIDTH = 190
_BUTTONS = ("bold", "italic", "underline", "bullets", "numbers", "link", "clear")
_KEY = Qt.ItemDataRole.UserRole


class TemplatesDialog(QDialog):
    """Not modal: one looks up in the mail what a template is to say."""

    def __init__(self, dispatch: Dispatch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Templates"))
        self.resize(_WIDTH, _HEIGHT)
        self._dispatch = dispatch
        self._shown: Template | None = None
        self.names = QListWidget()
        self.names.setAccessibleName(self.tr("Templates"))
        self.names.setFixedWidth(_LIST_WIDTH)
        self.names.setProperty("kind", "choices")
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name"))
        self.name.setMaxLength(LONGEST_NAME)
        self.body = BodyEditor(lambda html, then: dispatch.read("", lambda: dispatch.session.rich_text(html), then))
        self.body.editor.setProperty("kind", "")
        self.body.editor.setAccessibleName(self.tr("Text of the template"))
        self.buttons = FormatRow(only=_BUTTONS)
        self.bar = Bar()
        self.delete_button, self.close_button = QPushButton(self.tr("Delete")), QPushButton(self.tr("Close"))
        self._lay_out()
        self.controls = FormatControls(self, self.body, self.buttons, None)
        self.names.currentItemChanged.connect(lambda now, _before: self._choose(now))
        self.delete_button.clicked.connect(self._delete)
        self.close_button.clicked.connect(self.close)
        self._fill(None)
        self.names.setFocus()

    def done(self, result: int) -> None:
        """However it is closed."""
        command = self._change()
        if command is not None:
            self._shown = None
            self._dispatch.submit(command)
        super().done(result)

    def _change(self) -> SaveTemplate | None:
        shown = self._shown
        if shown is None:
            return None
        name = tidy_name(self.name.text()) or shown.name
        blocks = tidy_blocks(self.body.formatted or from_lines(self.body.text)) or shown.blocks
        if (name, blocks) == (shown.name, shown.blocks):
            return None
        return SaveTemplate(name, blocks, shown.template_key)

    def _current(self) -> int | None:
        item = self.names.currentItem()
        return None if item is None else int(item.data(_KEY))

    def _fill(self, wanted: int | None) -> None:
        """The list as it is stored, with that one chosen, or the first."""
        self.names.blockSignals(True)
        self.names.clear()
        row = 0
        for number, one in enumerate(self._dispatch.session.templates()):
            item = QListWidgetItem(one.name)
            item.setData(_KEY, one.template_key)
            self.names.addItem(item)
            row = number if one.template_key == wanted else row
        self.names.setCurrentRow(row if self.names.count() else -1)
        self.names.blockSignals(False)
        self._show(self._current())
        if not self.names.count() and not self.bar.isVisibleTo(self):
            self.bar.tell(
                "info", self.tr("There are none yet. Write a mail and save its text as a template there: Ctrl+Shift+P.")
            )

    def _choose(self, item: QListWidgetItem | None) -> None:
        self.bar.hide()
        key = None if item is None else int(item.data(_KEY))
        command = self._change()
        if command is None:
            self._show(key)
            return
        self._shown = None
        self._dispatch.submit(command, then=lambda _receipt: self._fill(key), failed=self._tell, quietly=True)

    def _show(self, key: int | None) -> None:
        found = next((one for one in self._dispatch.session.templates() if one.template_key == key), None)
        self._shown = found
        self.name.setText(found.name if found else "")
        self.body.set_text(to_text(found.blocks) if found else "", None, found.blocks if found else ())
        for part in (self.name, self.body, self.buttons, self.delete_button):
            part.setEnabled(found is not None)

    def _delete(self) -> None:
        shown = self._shown
        if shown is None:
            return
        self._shown = None

        def done(receipt: Receipt) -> None:
            self._fill(None)
            sentence = self.tr("“{name}” is deleted.").format(name=shown.name)
            self.bar.tell("info", sentence, (self.tr("Undo"), lambda: self._take_back(receipt, shown)), closable=True)

        self._dispatch.submit(RemoveTemplate(shown.template_key), then=done, failed=self._tell, quietly=True)

    def _take_back(self, receipt: Receipt, taken: Template) -> None:
        self.bar.hide()
        undoing = self._dispatch.session.undo(receipt.undo_key)
        self._dispatch.follow(undoing, lambda _done: self._fill(taken.template_key), self._tell)

    def _tell(self, error: Exception) -> None:
        self._fill(self._current())
        self.bar.tell("danger", error_sentence(error), closable=True)

    def _lay_out(self) -> None:
        for button in (self.delete_button, self.close_button):
            button.setAutoDefault(False)
        for part in (self.body, self.buttons):
            layout_of(part).setContentsMargins(0, 0, 0, 0)
        known = self.tr("[name] [first name] [me]").translate({ord("["): "{", ord("]"): "}"})
        places = PlainLabel(self.tr("Filled in where the template is used: {places}").format(places=known))
        places.setProperty("kind", "small")
        places.setWordWrap(True)
        right = QVBoxLayout()
        right.setSpacing(Space.S)
        right.addWidget(self.name)
        right.addWidget(self.body, 1)
        right.addWidget(self.buttons, 0, Qt.AlignmentFlag.AlignLeft)
        right.addWidget(places)
        middle = QHBoxLayout()
        middle.setSpacing(Space.M)
        middle.addWidget(self.names)
        middle.addLayout(right, 1)
        feet = QHBoxLayout()
        feet.addWidget(self.delete_button)
        feet.addStretch(1)
        feet.addWidget(self.close_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(Space.L, Space.L, Space.L, Space.M)
        whole.setSpacing(Space.M)
        whole.addLayout(middle, 1)
        whole.addWidget(self.bar)
        whole.addLayout(feet)
