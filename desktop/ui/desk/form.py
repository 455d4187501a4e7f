"""A small form of the desk: names and fields in two columns, Save and Cancel. Enter keeps it, Esc leaves it.

Invariant: nothing typed is lost when something is missing or the core refuses; it is told above the fields. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.core.api.commands import Command, Receipt
from desktop.ui.bar import Bar
from desktop.ui.dispatch import Dispatch
from desktop.ui.labels import PlainLabel
from desktop.ui.sentences import error_sentence
from desktop.ui.theme import Space


class DeskForm(QDialog):
    def __init__(
        self,
        dispatch: Dispatch,
        key: int | None,
        saved: Callable[[int], object],
        parent: QWidget,
        *,
        quietly: bool = False,
        keep: str = "",
    ) -> None:
        """`key` is of what is edited, None for something new. `saved(key)` hears the key of what was kept; `quietly`
        without a notice. `keep` is what the button says, if not "Save"."""
        super().__init__(parent)
        self._dispatch, self._key, self._saved, self._quietly = dispatch, key, saved, quietly
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._keep_words = keep
        self.bar = Bar()

    def command(self) -> Command | None:
        """What is wished for by what was typed; None when something is missing, which has been told."""
        raise NotImplementedError

    def keep(self) -> None:
        command = self.command()
        if command is not None:
            self._dispatch.submit(command, then=self._done, failed=self._refuse, quietly=self._quietly)

    def ask_for(self, sentence: str, field: QWidget) -> None:
        """Something is missing or cannot be: say it, and go there."""
        self.bar.tell("warning", sentence)
        field.setFocus()

    def lay_out(self, rows: Sequence[tuple[str, QWidget]], width: int) -> None:
        """Each row has a name, which screen readers say too, or none."""
        form = QFormLayout()
        form.setHorizontalSpacing(Space.L)
        form.setVerticalSpacing(Space.S + 2)
        for name, field in rows:
            label = PlainLabel(name, kind="muted")
            if name:
                field.setAccessibleName(name)
            form.addRow(label, field)
        keep, cancel = QPushButton(self._keep_words or self.tr("Save")), QPushButton(self.tr("Cancel"))
        keep.setProperty("kind", "primary")
        keep.setDefault(True)
        cancel.setAutoDefault(False)
        keep.clicked.connect(self.keep)
        cancel.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(keep)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.L)
        layout.addWidget(self.bar)
        layout.addLayout(form)
        layout.addLayout(foot)
        self.resize(width, self.sizeHint().height())

    def _done(self, receipt: Receipt) -> None:
        key = receipt.key if receipt.key is not None else self._key
        self.close()
        if key:
            self._saved(key)

    def _refuse(self, error: Exception) -> None:
        self.bar.tell("danger", error_sentence(error))
