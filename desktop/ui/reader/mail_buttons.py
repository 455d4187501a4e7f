"""The buttons above a mail: what there is, and what they are called for this mail. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.core.api.rows import MessageRow
from desktop.core.mail.flags import Flag
from desktop.ui.reader.action_row import ActionRow, ButtonSpec
from desktop.ui.theme import Role


def add_mail_buttons(row: ActionRow) -> None:
    translate = QCoreApplication.translate
    row.add_group(
        (
            ButtonSpec("reply", translate("ReaderPane", "Reply"), "reply", wordy=1),
            ButtonSpec("reply_all", translate("ReaderPane", "Reply all"), "reply-all", wordy=1),
            ButtonSpec("forward", translate("ReaderPane", "Forward"), "forward", wordy=1),
        )
    )
    row.add_group(
        (
            ButtonSpec("archive", translate("ReaderPane", "Archive"), "archive"),
            ButtonSpec("delete", translate("ReaderPane", "Delete"), "trash"),
            ButtonSpec("later", translate("ReaderPane", "Later"), "later", may_hide=True),
            ButtonSpec("junk", translate("ReaderPane", "Junk"), "junk"),
            ButtonSpec("star", translate("ReaderPane", "Star"), "star"),
            ButtonSpec("unread", translate("ReaderPane", "Mark as unread"), "mail"),
        )
    )


def name_mail_buttons(buttons: ActionRow, row: MessageRow) -> None:
    """What depends on the row alone: its flags."""
    translate = QCoreApplication.translate
    buttons.rename(
        "star",
        translate("ReaderPane", "Remove star") if row.flagged else translate("ReaderPane", "Star"),
        "star-filled" if row.flagged else "star",
        Role.STAR if row.flagged else Role.ICON,
    )
    buttons.rename(
        "unread",
        translate("ReaderPane", "Mark as unread") if row.seen else translate("ReaderPane", "Mark as read"),
        "mail" if row.seen else "mail-open",
    )
    junk = Flag.JUNK in row.flags
    buttons.rename("junk", translate("ReaderPane", "Not junk") if junk else translate("ReaderPane", "Junk"), "junk")
