"""The keys and the row that format a mail: both do the same, and the row shows what is in force.

Invariant: in a mail that is plain nothing formats; whether mail is always written plain is remembered, and asks nothing. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from desktop.ui.composer.body_editor import BodyEditor
from desktop.ui.composer.format_row import KEYS, PLAIN_KEY, FormatRow
from desktop.ui.composer.link_popup import LinkPopup
from desktop.ui.preferences import Preferences

ALWAYS_PLAIN = "composer/plain"
PASTE_PLAIN_KEY = "Ctrl+Shift+V"


class FormatControls(QObject):
    def __init__(self, window: QWidget, body: BodyEditor, row: FormatRow, preferences: Preferences | None) -> None:
        super().__init__(window)
        self._window, self._body, self._row, self._preferences = window, body, row, preferences
        editor = body.editor
        self._formatting = editor.formatting
        editor.cursorPositionChanged.connect(self._show_state)
        editor.currentCharFormatChanged.connect(self._show_state)
        editor.textChanged.connect(self._show_state)
        row.wanted.connect(self.act)
        row.plain_wanted.connect(body.set_plain)
        row.always_plain_wanted.connect(self._keep_always_plain)
        body.mode_changed.connect(self._show_mode)
        for keys, name in KEYS.items():
            self._on_key(keys, partial(self.act, name))
        self._on_key(PASTE_PLAIN_KEY, editor.paste_plain)
        toggle = QShortcut(QKeySequence(PLAIN_KEY), window)
        toggle.activated.connect(lambda: body.set_plain(not body.plain))
        always = preferences is not None and preferences.flag(ALWAYS_PLAIN, False)
        row.always_action.setChecked(always)
        row.always_action.setVisible(preferences is not None)
        body.set_plain(always and not body.formatted)
        self._show_mode(body.plain)

    def act(self, name: str) -> None:
        """A command by its name, of a key or a button."""
        if self._body.plain:
            return
        if name == "link":
            self.ask_link()
            return
        self._formatting.do(name)
        self._show_state()
        self._body.editor.setFocus()

    def ask_link(self) -> None:
        """The address for what is selected, or of the link at the cursor."""
        editor = self._body.editor
        cursor, said, address = self._formatting.link()
        popup = LinkPopup(self._window, said, address, lambda text, to: self._formatting.set_link(cursor, text, to))
        popup.show_at(editor.viewport().mapToGlobal(editor.cursorRect().bottomLeft()))

    def _on_key(self, keys: str, action: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self._body.editor)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(action)

    def _keep_always_plain(self, on: bool) -> None:
        if self._preferences is not None:
            self._preferences.keep_flag(ALWAYS_PLAIN, on)
        self._body.set_plain(on)

    def _show_state(self) -> None:
        self._row.show_state(set() if self._body.plain else self._formatting.active())

    def _show_mode(self, plain: bool) -> None:
        self._row.show_plain(plain)
        self._show_state()
