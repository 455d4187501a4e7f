"""Which folders are shown by conversation: one answer for all of them, and those that are told otherwise. GUI thread.

Without preferences it is remembered as long as this lives.
"""

from __future__ import annotations

from desktop.core.mail.mailbox import SpecialUse
from desktop.ui.preferences import Preferences

_ALL, _OTHERWISE = "list/grouped", "list-otherwise"


class GroupingChoice:
    def __init__(self, preferences: Preferences | None) -> None:
        self._preferences = preferences
        self._all = preferences is not None and preferences.flag(_ALL, False)
        self._otherwise = set() if preferences is None else preferences.names(_OTHERWISE)

    @property
    def all_folders(self) -> bool:
        """What holds where nothing else was said."""
        return self._all

    def is_on(self, mailbox_key: int | None, use: SpecialUse | None) -> bool:
        return self._all != (_name(mailbox_key, use) in self._otherwise)

    def switch(self, mailbox_key: int | None, use: SpecialUse | None) -> None:
        """That folder the other way."""
        self._otherwise ^= {_name(mailbox_key, use)}
        self._keep()

    def set_all(self, on: bool) -> None:
        self._all = on
        self._otherwise = set()
        self._keep()

    def _keep(self) -> None:
        if self._preferences is not None:
            self._preferences.keep_flag(_ALL, self._all)
            self._preferences.keep_names(_OTHERWISE, self._otherwise)


def _name(mailbox_key: int | None, use: SpecialUse | None) -> str:
    return str(mailbox_key) if mailbox_key is not None else f"all {use.value if use is not None else ''}"
