"""Words that a screen reader says at once, wherever its user is. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def announce(teller: QWidget, words: str) -> None:
    """Said in the name of `teller`; nothing is made where nobody listens."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # two hundred names that no start needs

    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(teller, words))
