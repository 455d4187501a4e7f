"""The bar at the top: write, search, the plan, and the menu with everything that has no button of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from desktop.core.api.rows import AccountRow, PlanRow
from desktop.core.mail.visible_text import visible_text
from desktop.ui import icons
from desktop.ui.actions import Actions
from desktop.ui.i18n import LANGUAGES
from desktop.ui.message_list.delegate import Density
from desktop.ui.plan.plan_words import plan_name
from desktop.ui.preferences import Preferences
from desktop.ui.searching.field import SearchField
from desktop.ui.sentences import plan_sentence
from desktop.ui.theme import Choice, Role, theme
from desktop.ui.tips import plain_tip

_Value = TypeVar("_Value", bound=str)


class TopBar(QWidget):
    plan_wanted = Signal()
    density_chosen = Signal(object)
    language_chosen = Signal(str)
    settings_wanted = Signal(int)
    """Of the account with that key."""

    def __init__(self, actions: Actions, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions, self._preferences = actions, preferences
        self.setProperty("kind", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.compose = QPushButton(f" {actions['compose'].text()}")  # a style sheet knows no gap between icon and text
        self.compose.setAccessibleName(actions["compose"].text())
        self.compose.setProperty("kind", "primary")
        self.compose.setMinimumHeight(34)
        icons.set_icon(self.compose, "compose", Role.ON_ACCENT)
        self.compose.clicked.connect(actions["compose"].trigger)
        self.search = SearchField(self)
        self.search.setMinimumHeight(34)
        self.search.setMaximumWidth(640)
        self.plan = QToolButton()
        self.plan.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.plan.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.plan.setIconSize(QSize(14, 14))
        icons.set_icon(self.plan, "chevron-down", Role.ICON_MUTED)
        self.plan.clicked.connect(self.plan_wanted)
        self.menu = QToolButton()
        self.menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu.setIconSize(QSize(20, 20))
        icons.set_icon(self.menu, "menu")
        self.menu.setToolTip(self.tr("Menu"))
        self.menu.setAccessibleName(self.tr("Menu"))
        self.accounts: Callable[[], Sequence[AccountRow]] = tuple
        """Whose settings the menu offers."""
        self.looks: list[tuple[str, str, QAction]] = []
        self.menu.setMenu(self._make_menu())
        layout = self._row = QHBoxLayout(self)
        layout.setContentsMargins(12, 9, 10, 9)
        layout.setSpacing(12)
        layout.addWidget(self.compose)
        layout.addSpacing(8)
        layout.addWidget(self.search, 10)
        layout.addStretch(1)
        layout.addWidget(self.plan)
        layout.addWidget(self.menu)
        actions.keys_changed.connect(self._show_keys)
        self._show_keys()

    def add_beside_plan(self, widget: QWidget) -> None:
        """Something that belongs to the workspace, left of its plan."""
        self._row.insertWidget(self._row.indexOf(self.plan), widget)

    def show_plan(self, plan: PlanRow) -> None:
        name = plan_name(plan.plan_id, plan.plan_name)
        self.plan.setText(name)
        tip = self.tr("Plan {name}: {used}").format(name=name, used=plan_sentence(plan))
        self.plan.setToolTip(plain_tip(tip))
        self.plan.setAccessibleName(tip)

    def _show_keys(self) -> None:
        self.compose.setToolTip(self._actions["compose"].toolTip())
        hint = self.tr('In one place: from:ana subject:roof file:pdf. All words: "as they stand". Without: -draft')
        self.search.setToolTip(plain_tip(f"{self._actions['search'].toolTip()}\n{hint}"))

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        for name in ("palette", "refresh", "go_waiting", "all_read"):
            menu.addAction(self._actions[name])
        menu.addSeparator()
        for name in ("go_tasks", "go_crm", "go_chats", "go_calendar", "connectors", "crm_rules", "links_panel"):
            menu.addAction(self._actions[name])
        menu.addSeparator()
        for name in ("plan", "what_if", "members"):
            menu.addAction(self._actions[name])
        menu.addSeparator()
        for name in ("group", "group_all"):
            menu.addAction(self._actions[name])
        self._add_choices(
            menu, self.tr("Rows"), "layout", self._preferences.density,
            {
                Density.COMPACT: self.tr("Compact"),
                Density.NORMAL: self.tr("Normal"),
                Density.ROOMY: self.tr("Roomy"),
            },
            self.density_chosen.emit,
        )  # fmt: skip
        self._add_choices(
            menu, self.tr("Colours"), "sun", self._preferences.theme,
            {
                Choice.SYSTEM: self.tr("As the system has them"),
                Choice.LIGHT: self.tr("Light"),
                Choice.DARK: self.tr("Dark"),
            },
            self._choose_theme,
        )  # fmt: skip
        self._add_choices(
            menu, self.tr("Language"), "language", self._preferences.language,
            {"": self.tr("As the system has it"), **LANGUAGES}, self.language_chosen.emit,
        )  # fmt: skip
        menu.addAction(self._actions["notices"])
        menu.addAction(self._actions["keys"])
        menu.addSeparator()
        self._settings = menu.addMenu(self.tr("Account settings"))
        icons.set_icon(self._settings, "settings")
        menu.addAction(self._actions["add_account"])
        menu.aboutToShow.connect(self._list_accounts)
        return menu

    def _list_accounts(self) -> None:
        self._settings.clear()
        for row in self.accounts():
            action = self._settings.addAction(visible_text(row.address).replace("&", "&&"))
            action.triggered.connect(lambda _=False, key=row.account_key: self.settings_wanted.emit(key))
        self._settings.setEnabled(not self._settings.isEmpty())

    def _add_choices(
        self,
        menu: QMenu,
        title: str,
        icon: str,
        current: _Value,
        choices: Mapping[_Value, str],
        chosen: Callable[[_Value], object],
    ) -> None:
        """A submenu of which exactly one is on; `choices` maps values to texts."""
        inner: QMenu = menu.addMenu(title)
        icons.set_icon(inner, icon)
        group = QActionGroup(inner)
        for value, text in choices.items():
            action: QAction = group.addAction(inner.addAction(text))
            action.setCheckable(True)
            action.setChecked(value == current)
            action.triggered.connect(lambda _=False, value=value: chosen(value))
            self.looks.append((title, icon, action))

    def _choose_theme(self, choice: Choice) -> None:
        self._preferences.theme = choice
        theme().choose(choice)
