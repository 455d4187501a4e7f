"""A file with a mail that the system or a person asks for: shown in a window of its own, and in no mailbox.

Invariant: what is in the file is as foreign as any mail: bounded, read by a worker, and nothing of it is fetched. GUI thread.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QUrl

from desktop.core.api.desk import Desk, SavedCopy
from desktop.core.mail.visible_text import visible_text
from desktop.ui.desk.copy_window import Copy

LARGEST_BYTES = 128 << 20


def path_of(asked: str) -> str:
    """The absolute path of a local file, given as such or as a file: URL; "" for anything else, like a link."""
    if asked[:5].lower() == "file:":
        asked = QUrl(asked).toLocalFile()
    elif not asked.lower().endswith(".eml") or asked[:7].lower() == "mailto:" or asked[:4].lower() == "mid:":
        return ""
    # Another computer's file (//host/…) would tell that computer who is here.
    return "" if not asked or (asked[:1] in "/\\" and asked[1:2] in ("/", "\\")) else str(Path(asked).absolute())


def copy_of_file(desk: Desk, path: str, now: int) -> Copy:
    translate = QCoreApplication.translate

    @cache
    def raw() -> bytes | None:
        try:
            if not Path(path).is_file():  # a pipe would never end
                return None
            with open(path, "rb") as file:
                found = file.read(LARGEST_BYTES + 1)
        except OSError:
            return None
        return found if 0 < len(found) <= LARGEST_BYTES else None

    def load() -> SavedCopy | None:
        found = raw()
        return None if found is None else desk.read_mail(found)

    def attachment(part: str) -> bytes | None:
        found = raw()
        return None if found is None else desk.read_attachment(found, part)

    return Copy(
        visible_text(Path(path).name)[:120],
        translate("CopyWindow", "A mail in a file. It is in none of your mailboxes."),
        "file",
        translate("CopyWindow", "This file cannot be read, or is no mail."),
        now,
        load,
        attachment,
    )
