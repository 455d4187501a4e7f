"""The quiet row of buttons under a mail being written: one for each way to format it.

Invariant: Tab stops at it once, arrows go along it; a button shows whether it is in force where the cursor stands; nothing moves
when it is pressed. GUI thread.
"""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from desktop.ui import icons
from desktop.ui.theme import Space
from desktop.ui.tips import plain_tip

_GROUPS = (
    (
        ("bold", "bold", QT_TRANSLATE_NOOP("FormatRow", "Bold"), ("Ctrl+B",)),
        ("italic", "italic", QT_TRANSLATE_NOOP("FormatRow", "Italic"), ("Ctrl+I",)),
        ("underline", "underline", QT_TRANSLATE_NOOP("FormatRow", "Underline"), ("Ctrl+U",)),
        ("strike", "strike", QT_TRANSLATE_NOOP("FormatRow", "Strikethrough"), ("Ctrl+Shift+X",)),
    ),
    (
        ("bullets", "list-bullets", QT_TRANSLATE_NOOP("FormatRow", "Bulleted list"), ("Ctrl+Shift+8",)),
        ("numbers", "list-numbers", QT_TRANSLATE_NOOP("FormatRow", "Numbered list"), ("Ctrl+Shift+7",)),
        ("outdent", "outdent", QT_TRANSLATE_NOOP("FormatRow", "Item one level out"), ("Ctrl+Shift+M", "Ctrl+[")),
        ("indent", "indent", QT_TRANSLATE_NOOP("FormatRow", "Item one level in"), ("Ctrl+M", "Ctrl+]")),
        ("quote", "quote", QT_TRANSLATE_NOOP("FormatRow", "Quote"), ("Ctrl+Shift+9",)),
        ("heading", "heading", QT_TRANSLATE_NOOP("FormatRow", "Heading"), ("Ctrl+Shift+H",)),
    ),
    (
        ("link", "link", QT_TRANSLATE_NOOP("FormatRow", "Link…"), ("Ctrl+K",)),
        ("clear", "clear-format", QT_TRANSLATE_NOOP("FormatRow", "Remove formatting"), ("Ctrl+Shift+Space", "Ctrl+\\")),
    ),
)  # fmt: skip
KEYS = {keys: name for group in _GROUPS for name, _, _, sequences in group for keys in sequences}
PLAIN_KEY = "Ctrl+Shift+T"
_ONLY_IN_LISTS = ("outdent", "indent")
_STATELESS = ("clear", "outdent", "indent")


class FormatRow(QWidget):
    wanted = Signal(str)
    """The name of a command."""
    plain_wanted = Signal(bool)
    """This mail is to be plain text, or may be formatted again."""
    always_plain_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None, *, only: Collection[str] | None = None) -> None:
        """`only` these commands, and nothing about plain text."""
        super().__init__(parent)
        self.buttons: dict[str, QToolButton] = {}
        self._plain = False
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(Space.L, Space.XS, Space.M, 0)
        self._row.setSpacing(0)
        for group in _GROUPS:
            wanted = [one for one in group if only is None or one[0] in only]
            if wanted and self.buttons:
                self._add_line()
            for name, icon, words, keys in wanted:
                self._add(name, icon, QCoreApplication.translate("FormatRow", str(words)), keys[0])
        self._row.addStretch(1)
        self.plain_action = QAction(self.tr("Plain text"), self, checkable=True)
        self.plain_action.setShortcut(QKeySequence(PLAIN_KEY))
        self.plain_action.setShortcutContext(
            Qt.ShortcutContext.WidgetShortcut
        )  # the window has the key; here it is told
        self.always_action = QAction(self.tr("Always write plain text"), self, checkable=True)
        self.plain_action.triggered.connect(self.plain_wanted)
        self.always_action.triggered.connect(self.always_plain_wanted)
        more = self._add("more", "more", self.tr("Plain or formatted"), "")
        menu = QMenu(more)
        menu.addActions([self.plain_action, self.always_action])
        more.setMenu(menu)
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        if only is not None:
            more.hide()
            more.setEnabled(False)
        self._order = list(self.buttons.values())
        self._order[0].setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def add_button(self, name: str, icon: str, words: str) -> QToolButton:
        """One more at the end, which does what its owner wants."""
        button = self._add(name, icon, words, "")
        button.setCheckable(False)
        self._order.append(button)
        return button

    def show_state(self, active: set[str]) -> None:
        """What is in force at the cursor."""
        for name, button in self.buttons.items():
            if button.isCheckable():
                button.setChecked(name in active)
            if name in _ONLY_IN_LISTS:
                button.setEnabled(name in active and not self._plain)

    def show_plain(self, plain: bool) -> None:
        self._plain = plain
        self.plain_action.setChecked(plain)
        for name, button in self.buttons.items():
            button.setEnabled((name == "more" and not button.isHidden()) or (not plain and name not in _ONLY_IN_LISTS))
        self._stop_at(self.buttons["more"] if plain else self._order[0])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched in self._order:
            step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
            if step:
                self._go(watched, step)
                return True
        return super().eventFilter(watched, event)

    def _go(self, button: QObject, step: int) -> None:
        able = [one for one in self._order if one.isEnabled()]
        place = next((place for place, one in enumerate(able) if one is button), 0)
        following = able[(place + step) % len(able)]
        self._stop_at(following)
        following.setFocus(Qt.FocusReason.TabFocusReason)

    def _stop_at(self, button: QToolButton) -> None:
        for one in self._order:
            one.setFocusPolicy(Qt.FocusPolicy.TabFocus if one is button else Qt.FocusPolicy.NoFocus)

    def _add(self, name: str, icon: str, words: str, key: str) -> QToolButton:
        button = QToolButton()
        icons.set_icon(button, icon)
        shown = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(plain_tip(f"{words} ({shown})" if key else words))
        button.setAccessibleName(words)
        button.setCheckable(name not in _STATELESS and name not in ("more", "link"))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.installEventFilter(self)
        if name in KEYS.values():
            button.clicked.connect(lambda: self.wanted.emit(name))
        self.buttons[name] = button
        self._row.addWidget(button)
        return button

    def _add_line(self) -> None:
        line = QFrame()
        line.setProperty("kind", "upright")
        line.setFixedHeight(Space.L)
        self._row.addSpacing(Space.XS)
        self._row.addWidget(line, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addSpacing(Space.XS)
