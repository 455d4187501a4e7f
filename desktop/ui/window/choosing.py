"""What the palette offers: every command that is possible now and every folder; folders alone, or moments, where one must be chosen.

GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from desktop.core.api.rows import MessageRow
from desktop.core.api.session import MailSession
from desktop.ui.actions import Actions
from desktop.ui.command_palette import Choice, CommandPalette
from desktop.ui.folder_pane.names import ICONS, account_names, mailbox_name
from desktop.ui.folder_pane.pane import FolderPane
from desktop.ui.later.choice import choose_moment, putting_off
from desktop.ui.parts import Now


class Choosing(QObject):
    def __init__(
        self,
        window: QWidget,
        session: MailSession,
        actions: Actions,
        folders: FolderPane,
        looks: Sequence[tuple[str, str, QAction]],
        now: Now,
    ) -> None:
        """`looks`: what is chosen once for the whole program: its title, icon and the value's action."""
        super().__init__(window)
        self._looks, self._now = looks, now
        self._window, self._session, self._actions, self._folders = window, session, actions, folders

    def show_palette(self) -> None:
        choices = [
            Choice(action.text(), spec.icon, action.trigger, self._actions.key_text(spec.name))
            for spec, action in self._actions
            if action.isEnabled() and spec.name != "palette"
        ]
        choices += [
            Choice(f"{title}: {action.text()}", icon, action.trigger, self.tr("now") if action.isChecked() else "")
            for title, icon, action in self._looks
        ]
        choices += self._account_choices()
        choices += self._folder_choices(self._folders.select_mailbox, set())
        CommandPalette(self._window, choices, self.tr("A command or a folder")).show_over(self._window)

    def choose_folder(self, hint: str, chosen: Callable[[int], object], first: set[int]) -> None:
        """One folder, those of the accounts `first` before the others. `chosen` gets its mailbox key."""
        CommandPalette(self._window, self._folder_choices(chosen, first), hint).show_over(self._window)

    def choose_moment(self, rows: Sequence[MessageRow], chosen: Callable[[int], object]) -> None:
        """Until when these mails are put off. `chosen` gets the moment, 0 for now."""
        choose_moment(self._window, putting_off(rows), self._now(), chosen)

    def _account_choices(self) -> list[Choice]:
        """What can be done with each account."""
        found: list[Choice] = []
        for row in self._session.accounts():
            key = row.account_key
            paused = self._session.enrolment.is_paused(key)
            text = self.tr("Go on with this account") if paused else self.tr("Pause this account")
            pause = partial(self._folders.pause, key, not paused)
            found.append(Choice(text, "refresh" if paused else "pause", pause, row.address))
            wanted = partial(self._folders.settings_wanted.emit, key)
            found.append(Choice(self.tr("Account settings"), "settings", wanted, row.address))
            sign = partial(self._folders.signature_wanted.emit, key)
            found.append(Choice(self.tr("Signature"), "compose", sign, row.address))
        return found

    def _folder_choices(self, chosen: Callable[[int], object], first: set[int]) -> list[Choice]:
        names = account_names(self._session.accounts())
        return [
            Choice(
                mailbox_name(box),
                ICONS[box.special_use],
                lambda key=box.mailbox_key: chosen(key),  # type: ignore[misc]
                names.get(box.account_key, "") if len(names) > 1 else "",
            )
            for box in sorted(self._folders.mailboxes(), key=lambda box: box.account_key not in first)
            if box.selectable
        ]
