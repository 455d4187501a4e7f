"""A mail that is in no mailbox, to be read: head, text and attachments, and nothing that could change it.

A copy in the CRM is the same after the mail itself has expired or was deleted; a file is what its name says. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QFrame, QVBoxLayout, QWidget

from desktop.core.api.desk import ActivityRow, Desk, SavedCopy
from desktop.core.api.rows import BodyState, MessageDetail, MessageRow
from desktop.core.mail.flags import Flag
from desktop.core.mail.structure import Attachment
from desktop.ui.bar import Bar
from desktop.ui.desk.file_cards import ask_path, write_bytes
from desktop.ui.dispatch import Dispatch
from desktop.ui.message_list.chips import clean
from desktop.ui.parts import Now
from desktop.ui.reader.attachment_cards import AttachmentStrip
from desktop.ui.reader.body import MailBody
from desktop.ui.reader.loading import LoadedMail
from desktop.ui.reader.mail_head import MailHead
from desktop.ui.reader.page_facts import read_page_facts
from desktop.ui.sentences import error_sentence
from desktop.ui.theme import Space
from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class Copy:
    """Where the mail comes from; `load` and `attachment` are called by a worker."""

    title: str
    told: str
    """What it is, above it."""
    icon: str
    missing: str
    """What is said when there is none."""
    received: int
    load: Callable[[], SavedCopy | None]
    attachment: Callable[[str], bytes | None]


def copy_of_activity(desk: Desk, activity: ActivityRow) -> Copy:
    translate, key = QCoreApplication.translate, activity.activity_key
    return Copy(
        clean(activity.subject) or translate("CopyWindow", "Saved copy"),
        translate("CopyWindow", "The copy in the CRM. It stays as it is, whatever becomes of the mail."),
        "crm",
        translate("CopyWindow", "This copy is no longer here."),
        activity.at,
        lambda: desk.saved_copy(key),
        lambda path: desk.copy_attachment(key, path),
    )


class CopyWindow(QDialog):
    def __init__(self, dispatch: Dispatch, copy: Copy, now: Now, parent: QWidget) -> None:
        super().__init__(parent)
        self._dispatch, self._copy, self._now = dispatch, copy, now
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(copy.title)
        self.setProperty("kind", "surface")
        self.bar, self.head, self.attachments = Bar(), MailHead(), AttachmentStrip()
        self.body = MailBody(_no_picture, _no_picture)
        line = QFrame()
        line.setProperty("kind", "line")
        top = QVBoxLayout()
        top.setContentsMargins(Space.XL, Space.L, Space.XL, Space.M)
        top.setSpacing(Space.M)
        top.addWidget(self.bar)
        top.addWidget(self.head)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(line)
        layout.addWidget(self.body, 1)
        layout.addWidget(self.attachments)
        self.resize(min(760, parent.window().width() - 60), min(620, parent.window().height() - 60))
        self.bar.tell("info", copy.told, icon=copy.icon)
        for signal in (self.attachments.look_wanted, self.attachments.open_wanted, self.attachments.save_wanted):
            signal.connect(self._save)
        self.attachments.save_all_wanted.connect(lambda: self.bar.tell("info", self.tr("Save them one by one here.")))
        self.body.show_words("")
        dispatch.read("", copy.load, self._show, self._fail)

    def _show(self, copy: SavedCopy | None) -> None:
        if copy is None:
            self.body.show_words(self._copy.missing)
            return
        received = self._copy.received
        self.head.show_envelope(copy.parsed.envelope, "", received, self._now())
        self.attachments.show_attachments(tuple(one for one in copy.parsed.attachments if not one.inline))
        row = MessageRow(
            0, 0, 0, 0, "", "", copy.parsed.envelope.subject, "", received, 0, Flag.SEEN, False, BodyState.COMPLETE,
            False, True, None, None,
        )  # fmt: skip
        facts = read_page_facts(copy.html) if copy.html is not None else None
        detail = MessageDetail(row, "", copy.parsed, copy.parsed)
        self.body.show_mail(LoadedMail(detail, html=copy.html, facts=facts), plain=copy.html is None)
        self.body.focus_body()

    def _fail(self, error: Exception) -> None:
        self.bar.tell("danger", error_sentence(error))

    def _save(self, attachment: Attachment) -> None:
        path = ask_path(self, self.tr("Save as…"), attachment.filename)
        if path:
            load = self._copy.attachment
            self._dispatch.read("", lambda: write_bytes(path, load(attachment.path)), self._tell, self._fail)

    def _tell(self, name: str) -> None:
        self.bar.tell("success", self.tr("Saved as {name}").format(name=name))


def _no_picture(_which: object, arrived: Callable[[tuple[str, bytes] | None], None]) -> None:
    """A copy shows its words: inline pictures are among its attachments, and nothing is asked of the network."""
    arrived(None)
