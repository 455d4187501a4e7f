"""Connections to other programs: which there are, how they stand, setting one up, plug-ins for more, and which does what.

Invariant: list and pages are in the same order, backends before plug-ins. Not modal. It reads again when the core tells of a change. GUI thread.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QListView,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.api.changes import ChangeSet
from desktop.core.api.link_commands import BindConnector
from desktop.core.api.linking import OWN_DESK, BackendRow, LinkKind, PlugInRow
from desktop.ui import icons, words
from desktop.ui.dispatch import Dispatch
from desktop.ui.labels import PlainLabel
from desktop.ui.links.backend_form import BackendForm
from desktop.ui.links.plug_in_page import PlugInPage, state_word
from desktop.ui.links.words import ICONS, kind_name
from desktop.ui.message_list.chips import clean
from desktop.ui.scrolled import scrolled
from desktop.ui.theme import Role, Space

LIST_WIDTH = 220


class ConnectorsDialog(QDialog):
    def __init__(self, dispatch: Dispatch, parent: QWidget) -> None:
        super().__init__(parent)
        self._dispatch, self._session = dispatch, dispatch.session
        self._forms: dict[str, BackendForm] = {}
        self.plug_ins: dict[str, PlugInPage] = {}
        self._scrolls: list[QScrollArea] = []
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Connections to other programs"))
        self.setProperty("kind", "surface")
        self._rows = QStandardItemModel(self)
        self.list = QListView()
        self.list.setModel(self._rows)
        self.list.setAccessibleName(self.tr("Programs"))
        self.list.setProperty("kind", "choices")
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setMinimumWidth(LIST_WIDTH)
        self.list.setIconSize(QSize(18, 18))
        self._pages = QStackedWidget()
        self.choices: dict[LinkKind, QComboBox] = {}
        self._lay_out()
        self.refresh()
        self.list.selectionModel().currentChanged.connect(lambda index, _old: self._turn_to(index.row()))
        self.list.setCurrentIndex(self._rows.index(0, 0))
        self.resize(min(780, parent.width() - 40), min(560, parent.height() - 40))

    def hear(self, change: ChangeSet) -> None:
        if change.links or change.everything:
            self.refresh()

    def refresh(self) -> None:
        """Read the backends again (quick), and the plug-ins beside; what was typed stays."""
        rows = self._session.linking.backends()
        for place, row in enumerate(rows):
            if row.backend not in self._forms:
                self._add(row, place)
            self._forms[row.backend].show_row(row)
            item = self._rows.item(place)
            waiting = f" · {words.number(row.waiting)}" if row.waiting else ""
            item.setText(f"{clean(row.name)[:40]}{waiting}")
            good = row.ready or row.backend == OWN_DESK
            trouble = bool(row.values) and not row.ready
            name = "check" if good else "warning" if trouble else "plug"
            item.setIcon(icons.icon(name, Role.SUCCESS if good else Role.WARNING if trouble else Role.ICON_MUTED))
            item.setAccessibleText(self._forms[row.backend].accessibleName())
        self._show_bindings(rows)
        self._dispatch.read("plug-ins", self._session.linking.plug_ins, self._show_plug_ins)

    def _show_plug_ins(self, rows: list[PlugInRow]) -> None:
        """Under the backends, by name; the one that is looked at stays."""
        here = {row.name for row in rows}
        for name in [name for name in self.plug_ins if name not in here]:
            self._drop_plug_in(name)
        for place, row in enumerate(rows, len(self._forms)):
            if row.name not in self.plug_ins:
                self._add_plug_in(row, place)
            page, item = self.plug_ins[row.name], self._rows.item(place)
            page.show_row(row)
            item.setText(f"{clean(row.name)[:40]}\n{state_word(row)}")
            trouble = row.error is not None
            item.setIcon(icons.icon("warning" if trouble else "plug", Role.WARNING if trouble else Role.ICON_MUTED))
            item.setAccessibleText(page.accessibleName())

    def _add(self, row: BackendRow, place: int) -> None:
        form = BackendForm(self._dispatch, row)
        form.changed.connect(self.refresh)
        self._forms[row.backend] = form
        self._insert(form, place)

    def _add_plug_in(self, row: PlugInRow, place: int) -> None:
        page = PlugInPage(self._dispatch, row)
        self.plug_ins[row.name] = page
        self._insert(page, place)

    def _drop_plug_in(self, name: str) -> None:
        page = self.plug_ins.pop(name)
        scroll = next(one for one in self._scrolls if one.isAncestorOf(page))
        place = self._scrolls.index(scroll)
        self._scrolls.remove(scroll)
        self._rows.removeRow(place)
        self._pages.removeWidget(scroll)
        scroll.deleteLater()

    def _insert(self, content: QWidget, place: int) -> None:
        """Its page, and its line in the list: both at the same place."""
        body = QWidget()
        body.setProperty("kind", "surface")
        column = QVBoxLayout(body)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.addWidget(content)
        page = scrolled(body)
        self._scrolls.insert(place, page)
        self._pages.addWidget(page)
        self._rows.insertRow(place, QStandardItem())

    def _turn_to(self, place: int) -> None:
        if 0 <= place < len(self._scrolls):
            self._pages.setCurrentWidget(self._scrolls[place])

    def _open_folder(self) -> None:
        """Where plug-ins are put, in the program of this computer for files."""
        self._dispatch.read("", self._session.linking.plug_in_folder, self._show_folder)

    def _show_folder(self, folder: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _show_bindings(self, rows: list[BackendRow]) -> None:
        for kind, box in self.choices.items():
            box.blockSignals(True)
            box.clear()
            for row in rows:
                if kind in row.kinds and (row.ready or kind in row.bound or row.backend == OWN_DESK):
                    box.addItem(clean(row.name)[:40], row.backend)
                    if kind in row.bound:
                        box.setCurrentIndex(box.count() - 1)
            box.blockSignals(False)

    def _bind(self, kind: LinkKind) -> None:
        backend = self.choices[kind].currentData()
        if backend is not None:
            self._dispatch.submit(BindConnector(kind, backend))

    def _make_left(self) -> QVBoxLayout:
        """The list, and under it the way to where plug-ins lie."""
        self.folder_button = QPushButton(f" {self.tr('Open the plug-ins folder')}")
        self.folder_button.setAccessibleName(self.tr("Open the plug-ins folder"))
        self.folder_button.setToolTip(self.tr("A plug-in that is put there is found here"))
        self.folder_button.setProperty("kind", "link")
        self.folder_button.setAutoDefault(False)
        icons.set_icon(self.folder_button, "folder")
        self.folder_button.clicked.connect(self._open_folder)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.list, 1)
        left.addWidget(self.folder_button, alignment=Qt.AlignmentFlag.AlignLeft)
        left.setContentsMargins(0, 0, 0, Space.S)
        return left

    def _lay_out(self) -> None:
        line, lower = QFrame(), QFrame()
        line.setProperty("kind", "upright")
        lower.setProperty("kind", "line")
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addLayout(self._make_left())
        row.addWidget(line)
        row.addWidget(self._pages, 1)
        heading = PlainLabel(self.tr("Who does what"), kind="strong")
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(Space.XS)
        for place, kind in enumerate(LinkKind):
            box = QComboBox()
            box.setAccessibleName(self.tr("{kind} is made in").format(kind=kind_name(kind)))
            box.activated.connect(lambda _index, kind=kind: self._bind(kind))
            self.choices[kind] = box
            picture = PlainLabel()
            picture.setPixmap(icons.pixmap(ICONS[kind], 18))
            name = QHBoxLayout()
            name.setSpacing(Space.S)
            name.addWidget(picture)
            name.addWidget(PlainLabel(kind_name(kind)))
            name.addStretch(1)
            grid.addLayout(name, 0, place)
            grid.addWidget(box, 1, place)
            grid.setColumnStretch(place, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(Space.XL, Space.M, Space.XL, Space.L)
        foot.setSpacing(Space.S)
        foot.addWidget(heading)
        foot.addLayout(grid)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row, 1)
        layout.addWidget(lower)
        layout.addLayout(foot)
