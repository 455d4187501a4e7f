"""The rules by which mail is saved to the CRM by itself: for each mailbox, what never is, and what happens with strangers.

Invariant: "Save" changes what was changed here and nothing else: a rule that was made elsewhere meanwhile stays. Junk that is
kept in the inbox would be saved too, so that is warned of. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.api.desk import CrmRules
from desktop.core.api.link_commands import SetCrmRules
from desktop.core.api.rows import MailboxRow
from desktop.core.mail.mailbox import SpecialUse
from desktop.ui.bar import Bar
from desktop.ui.desk_sentences import why_saved_sentence
from desktop.ui.dispatch import Dispatch
from desktop.ui.labels import PlainLabel
from desktop.ui.message_list.chips import clean
from desktop.ui.scrolled import scrolled
from desktop.ui.sentences import error_sentence
from desktop.ui.theme import Space

MOST_ENTRIES = 1_000


class RulesDialog(QDialog):
    def __init__(self, dispatch: Dispatch, location_key: int | None, parent: QWidget) -> None:
        """`location_key` is the mail that is being read: the log of the rules about it is shown."""
        super().__init__(parent)
        self._dispatch, self._session = dispatch, dispatch.session
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("CRM rules"))
        self.setProperty("kind", "surface")
        self.bar, self.junk_bar = Bar(), Bar()
        self.modes: dict[int, QComboBox] = {}
        self.unknown = QComboBox()
        self.unknown.setAccessibleName(self.tr("From somebody who is no contact"))
        for value, text in (
            ("ask", self.tr("Ask me")),
            ("contact", self.tr("Make a contact and save it")),
            ("nothing", self.tr("Do not save it")),
        ):
            self.unknown.addItem(text, value)
        self.never = QPlainTextEdit()
        self.never.setAccessibleName(self.tr("Never saved"))
        self.never.setTabChangesFocus(True)
        self.never.setFixedHeight(96)
        self.never.setPlaceholderText("ana@example.org\n@example.org\n#Private")
        self._log = PlainLabel()
        self._log.setWordWrap(True)
        self._log.setProperty("kind", "muted")
        self._lay_out()
        self._shown = self._session.desk.crm_rules()
        self._fill(self._shown)
        self._warn_of_junk()
        self._read_log(location_key)
        self.resize(min(600, parent.width() - 40), min(600, parent.height() - 40))

    def keep(self) -> None:
        entries = tuple(dict.fromkeys(line.strip() for line in self.never.toPlainText().splitlines() if line.strip()))
        wrong = next((entry for entry in entries if not _is_entry(entry)), None)
        if wrong is not None:
            sentence = self.tr("“{entry}” is neither an address, nor a domain (@example.org), nor a folder (#Name).")
            self.bar.tell("warning", sentence.format(entry=clean(wrong)[:80]))
            self.never.setFocus()
            return
        if len(entries) > MOST_ENTRIES:
            self.bar.tell("warning", self.tr("That are too many entries; use domains."))
            return
        modes = tuple((key, box.currentData()) for key, box in self.modes.items())
        command = SetCrmRules(modes, entries, self.unknown.currentData(), self._shown)
        self._dispatch.submit(command, then=lambda _receipt: self.close(), failed=self._refuse)

    def _refuse(self, error: Exception) -> None:
        self.bar.tell("danger", error_sentence(error))

    def _fill(self, rules: CrmRules) -> None:
        modes = dict(rules.auto_save)
        for key, box in self.modes.items():
            box.setCurrentIndex(max(0, box.findData(modes.get(key, "off"))))
        self.never.setPlainText("\n".join(rules.never))
        self.unknown.setCurrentIndex(max(0, self.unknown.findData(rules.unknown_sender)))

    def _warn_of_junk(self) -> None:
        """A mailbox whose junk goes to its inbox, or nowhere, would have junk saved."""
        boxes = self._session.mailboxes()
        names = [row.address for row in self._session.accounts() if junk_is_inbox(boxes, row.account_key)]
        if names:
            sentence = self.tr(
                "{mailboxes}: there is no folder for junk apart from the inbox, so junk would be saved too. Choose a folder for junk on the server first."
            )
            self.junk_bar.tell("warning", sentence.format(mailboxes=", ".join(clean(one) for one in names[:5])))

    def _read_log(self, location_key: int | None) -> None:
        if location_key is None:
            self._log.setText(self.tr("Choose a mail to see here why it was saved or not."))
            return
        linking = self._session.linking
        self._dispatch.read("crm log", lambda: linking.why_saved(location_key), self._show_log)

    def _show_log(self, codes: tuple[str, ...]) -> None:
        lines = [clean(why_saved_sentence(code)) for code in codes[-8:]]
        self._log.setText("\n".join(lines) or self.tr("The rules have not looked at the chosen mail."))

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.S)
        grid.setColumnStretch(0, 1)
        for place, account in enumerate(self._session.accounts()):
            box = QComboBox()
            for value, text in (
                ("off", self.tr("Nothing by itself")),
                ("incoming", self.tr("What comes in")),
                ("outgoing", self.tr("What I send")),
                ("replies", self.tr("Only replies to saved mail")),
                ("all", self.tr("What comes in and what I send")),
            ):
                box.addItem(text, value)
            label = PlainLabel(clean(account.address))
            label.setBuddy(box)
            box.setAccessibleName(self.tr("Saved from {mailbox}").format(mailbox=clean(account.address)))
            self.modes[account.account_key] = box
            grid.addWidget(label, place, 0)
            grid.addWidget(box, place, 1)
        place = grid.rowCount()
        grid.addWidget(_muted(self.tr("From somebody who is no contact")), place, 0)
        grid.addWidget(self.unknown, place, 1)
        keep, cancel = QPushButton(self.tr("Save")), QPushButton(self.tr("Cancel"))
        keep.setProperty("kind", "primary")
        keep.setDefault(True)
        cancel.setAutoDefault(False)
        keep.clicked.connect(self.keep)
        cancel.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.XL, Space.M, Space.XL, Space.L)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(keep)
        body = QWidget()
        body.setProperty("kind", "surface")
        column = QVBoxLayout(body)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.S)
        column.addWidget(self.bar)
        column.addWidget(self.junk_bar)
        column.addWidget(_heading(self.tr("Saved by itself")))
        column.addLayout(grid)
        column.addSpacing(Space.S)
        column.addWidget(_heading(self.tr("Never saved")))
        column.addWidget(
            _muted(self.tr("One a line: an address, a domain with an @, or a folder with a #. No rule passes these."))
        )
        column.addWidget(self.never)
        column.addSpacing(Space.S)
        column.addWidget(_heading(self.tr("Why the chosen mail was saved or not")))
        column.addWidget(self._log)
        column.addStretch(1)
        line = QFrame()
        line.setProperty("kind", "line")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(scrolled(body), 1)
        layout.addWidget(line)
        layout.addLayout(foot)


def junk_is_inbox(boxes: list[MailboxRow], account_key: int) -> bool:
    """No folder of that account is for junk, or it is the inbox itself. An account without folders yet is not judged."""
    own = [box for box in boxes if box.account_key == account_key]
    junk = [box for box in own if box.special_use is SpecialUse.JUNK]
    return bool(own) and (not junk or any(box.name.upper() == "INBOX" for box in junk))


def _is_entry(entry: str) -> bool:
    if entry.startswith("#"):
        return len(entry) > 1
    name, at, domain = entry.rpartition("@")
    return bool(at and domain) and "@" not in name and " " not in entry


def _heading(text: str) -> QLabel:
    return PlainLabel(text, kind="strong")


def _muted(text: str) -> QLabel:
    return PlainLabel(text, kind="muted", wordWrap=True)
