"""Notices of new mail, as this person wants them: whether, where, of which folders, with how many words. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.core.api.commands import WatchMailbox
from desktop.core.api.rows import MailboxRow
from desktop.core.mail.mailbox import WATCHABLE, SpecialUse
from desktop.core.mail.visible_text import visible_text
from desktop.ui.arrivals.arrivals import Arrivals
from desktop.ui.arrivals.likes import Likes
from desktop.ui.dispatch import Dispatch
from desktop.ui.folder_pane.names import mailbox_name
from desktop.ui.labels import PlainLabel

_WIDTH, _HEIGHT = 520, 560
_KEY = Qt.ItemDataRole.UserRole


class NoticeSettings(QDialog):
    """Not modal; what is ticked holds at once."""

    changed = Signal()
    """Somebody likes something else now."""

    def __init__(
        self, likes: Likes, arrivals: Arrivals, dispatch: Dispatch, parent: QWidget, *, has_tray: bool
    ) -> None:
        """`has_tray`: an icon could be shown here."""
        super().__init__(parent)
        self._likes, self._arrivals, self._dispatch, self._has_tray = likes, arrivals, dispatch, has_tray
        self.setWindowTitle(self.tr("Notices of new mail"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.told = self._box(self.tr("Tell me of new mail"), likes.told, "told")
        self.pause = QCheckBox(self.tr("Not for the next hour"))
        self.pause.setChecked(arrivals.is_paused)
        self.pause.toggled.connect(arrivals.pause)
        self.inside = self._box(self.tr("In the window too, while I work in it"), likes.inside, "inside")
        self.hidden = self._box(
            self.tr("On the desktop say only that mail has come, not from whom or what"), likes.hidden, "hidden"
        )
        self.tray = self._box(self.tr("An icon in the tray"), likes.tray, "tray")
        self.stays = self._box(self.tr("Keep running in the tray when the window is closed"), likes.stays, "stays")
        self.test = QPushButton(self.tr("Show a test notice"))
        self.test.setAutoDefault(False)
        self.test.clicked.connect(arrivals.tell_test)
        self.close_button = QPushButton(self.tr("Close"))
        self.close_button.setAutoDefault(False)
        self.close_button.clicked.connect(self.close)
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setProperty("kind", "ticks")
        self.tree.setRootIsDecorated(False)
        self.tree.setItemsExpandable(False)
        self.tree.setAccessibleName(self.tr("Folders of which new mail is told"))
        self._fill()
        self.tree.itemChanged.connect(self._watch)
        self._lay_out()
        self._follow()
        arrivals.paused.connect(self.pause.setChecked)

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 14)
        layout.setSpacing(8)
        layout.addWidget(self.told)
        for box in (self.pause, self.inside, self.hidden):
            layout.addLayout(_indented(box))
        if self._arrivals.inside_only:
            note = PlainLabel(self.tr("In the demo notices are shown in the window only."), kind="muted")
            note.setWordWrap(True)
            layout.addWidget(note)
        heading = PlainLabel(self.tr("Of these folders"), kind="strong")
        layout.addSpacing(6)
        layout.addWidget(heading)
        layout.addWidget(self.tree, 1)
        if self._has_tray:
            layout.addSpacing(6)
            layout.addWidget(self.tray)
            layout.addLayout(_indented(self.stays))
        foot = QHBoxLayout()
        foot.addWidget(self.test)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        layout.addSpacing(4)
        layout.addLayout(foot)
        self.resize(_WIDTH, _HEIGHT)

    def _box(self, text: str, value: bool, name: str) -> QCheckBox:
        box = QCheckBox(text)
        box.setChecked(value)

        def keep(checked: bool) -> None:
            self._likes.keep(name, checked)
            self._follow()
            self.changed.emit()

        box.toggled.connect(keep)
        return box

    def _follow(self) -> None:
        """What depends on something else is possible or not."""
        for part in (self.pause, self.inside, self.hidden, self.tree):
            part.setEnabled(self.told.isChecked())
        self.stays.setEnabled(self.tray.isChecked())

    # the folders

    def _fill(self) -> None:
        session = self._dispatch.session
        boxes = [box for box in session.mailboxes() if box.selectable and box.special_use in WATCHABLE]
        for account in session.accounts():
            top = QTreeWidgetItem(self.tree, [visible_text(account.address)])
            top.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
            for box in boxes:
                if box.account_key == account.account_key:
                    _add(top, box)
            top.setExpanded(True)
            _show_some(top)

    def _watch(self, item: QTreeWidgetItem) -> None:
        """A folder; or an account, which stands for its inbox, and for none."""
        self.tree.blockSignals(True)
        top = item.parent() or item
        if item is top:
            watched = item.checkState(0) is not Qt.CheckState.Unchecked
            for child in _children(top):
                wanted = watched and child.data(0, _KEY)[1]
                if (child.checkState(0) is Qt.CheckState.Checked) is not wanted:
                    self._keep(child, wanted)
        else:
            self._keep(item, item.checkState(0) is Qt.CheckState.Checked)
        _show_some(top)
        self.tree.blockSignals(False)

    def _keep(self, item: QTreeWidgetItem, watched: bool) -> None:
        item.setCheckState(0, Qt.CheckState.Checked if watched else Qt.CheckState.Unchecked)
        self._dispatch.submit(WatchMailbox(item.data(0, _KEY)[0], watched), quietly=True)


def _add(top: QTreeWidgetItem, box: MailboxRow) -> None:
    item = QTreeWidgetItem(top, [_name(box)])
    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
    item.setData(0, _KEY, (box.mailbox_key, box.special_use is SpecialUse.INBOX))
    item.setCheckState(0, Qt.CheckState.Checked if box.watched else Qt.CheckState.Unchecked)


def _name(box: MailboxRow) -> str:
    """A folder inside another one with its whole name: the same words may stand at several places."""
    return visible_text(box.name if box.depth and box.special_use is SpecialUse.NONE else mailbox_name(box))


def _children(top: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    return [child for n in range(top.childCount()) if (child := top.child(n)) is not None]


def _show_some(top: QTreeWidgetItem) -> None:
    """An account is ticked when one of its folders is."""
    some = any(child.checkState(0) is Qt.CheckState.Checked for child in _children(top))
    top.setCheckState(0, Qt.CheckState.Checked if some else Qt.CheckState.Unchecked)


def _indented(box: QCheckBox) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(24, 0, 0, 0)
    row.addWidget(box)
    return row
