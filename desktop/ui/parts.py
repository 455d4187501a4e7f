"""What the window expects of the panes it is given, so that it can be built and tested without any of them.

`window.factory` makes the real ones: ReaderPane(dispatch, now, copies), ComposerWindow(dispatch, content, now, draft_key=None),
FirstScreen(), SetupDialog(dispatch, setup, parent). `now` gives the wall time in whole seconds since 1970.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from PySide6.QtWidgets import QWidget

from desktop.core.api.commands import DraftContent

Now = Callable[[], int]


class Reader(Protocol):
    """A QWidget too. `command` is a Signal(object) with a Command, `compose` one with a DraftContent."""

    command: Any
    compose: Any
    panes: tuple[QWidget, ...]
    """What stands in it side by side, from left to right: Tab goes through one after the other."""

    def show_message(self, location_key: int | None) -> None:
        """Show this mail; None: nothing is chosen. The same key again: look whether it has changed."""
        ...

    def seek(self, search: str) -> None:
        """What this search looks for, as typed, is marked in mails from now on."""
        ...

    def show_many(self, count: int) -> None: ...


class FirstScreen(Protocol):
    """A QWidget too; both are Signal()."""

    try_demo: Any
    add_account: Any


MakeFirstScreen = Callable[[], FirstScreen]
"""Made where there is no account."""
OpenComposer = Callable[[DraftContent, int | None], QWidget]
"""(content, draft key or None for a new mail) -> the shown window."""
OpenSetup = Callable[[QWidget], QWidget]
"""(the window it belongs to) -> the shown dialog."""
